using System.Text.Json;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Puts the records that stand within others on lines of their own, as bytes. What is not wrapped as the most of the
/// records are stays as it is, to be judged as such.
/// </summary>
internal sealed class JsonUnwrapper : LineRewriter
{
    private const int MaximumDepth = 512;

    private readonly JsonWrapping _wrapping;
    private readonly bool _hasActions;
    private byte[] _text = new byte[1 << 12];

    private JsonUnwrapper(JsonWrapping wrapping, bool hasActions, Stream output, int maximumBytes)
        : base(output, maximumBytes)
    {
        _wrapping = wrapping;
        _hasActions = hasActions;
    }

    public static void Unwrap(Stream input, JsonLayout layout, JsonWrapping wrapping, Stream output, int maximumBytes)
    {
        using var lines = new JsonUnwrapper(wrapping, layout.HasActions, output, maximumBytes);
        try
        {
            if (layout.Kind == JsonLayoutKind.Lines)
            {
                input.CopyTo(lines);
            }
            else
            {
                JsonRecordSplitter.Split(input, layout, lines);
            }
        }
        finally
        {
            lines.Complete();
        }
    }

    /// <summary>The object that ends the line, behind other text and before no more than what closes a list; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> line)
    {
        var start = line.IndexOf("{\""u8);
        if (start < 0)
        {
            return default;
        }

        var reader = Reader(line[start..]);
        try
        {
            reader.Read();
            reader.Skip();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }

        var end = start + (int)reader.BytesConsumed;
        return line[end..].Trim(" \t\r]"u8).IsEmpty ? line[start..end] : default;
    }

    protected override bool Rewrite(ReadOnlySpan<byte> line, Stream output)
    {
        if (_hasActions && JsonSampler.IsBulkAction(line))
        {
            return false;
        }

        if (_wrapping.Kind == JsonWrappingKind.Prefix)
        {
            var record = Behind(line);
            output.Write(record.IsEmpty ? line : record);
        }
        else if (_wrapping.Kind == JsonWrappingKind.None || !TryUnwrap(line, output))
        {
            output.Write(line);
        }

        return true;
    }

    private bool TryUnwrap(ReadOnlySpan<byte> line, Stream output)
    {
        var reader = Reader(line);
        try
        {
            if (!FindKey(ref reader))
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            var value = reader;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            while (reader.Read())
            {
                // What follows must be sound too.
            }

            switch (_wrapping.Kind)
            {
                case JsonWrappingKind.Text:
                    return value.TokenType == JsonTokenType.String && TryWriteText(ref value, output);
                case JsonWrappingKind.Fields when value.TokenType == JsonTokenType.StartObject:
                    WriteFields(line[start..end], output);
                    return true;
                case JsonWrappingKind.Object when value.TokenType == JsonTokenType.StartObject:
                    output.Write(line[start..end]);
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken; it is rejected when it is read.
            return false;
        }
    }

    /// <summary>Reads up to the value under the key.</summary>
    private bool FindKey(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(_wrapping.Key);
            reader.Read();
            if (isFound)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private bool TryWriteText(ref Utf8JsonReader value, Stream output)
    {
        if (_text.Length < value.ValueSpan.Length)
        {
            _text = new byte[value.ValueSpan.Length * 2];
        }

        var text = _text.AsSpan(0, value.CopyString(_text));
        if (!text.TrimStart(" \t\r\n"u8).StartsWith((byte)'{'))
        {
            return false;
        }

        // A line is a record in what is written; JSON has no line ends within its strings.
        text.Replace((byte)'\n', (byte)' ');
        text.Replace((byte)'\r', (byte)' ');
        output.Write(text);
        return true;
    }

    /// <summary>Each value out of its array where it stands alone in it.</summary>
    private static void WriteFields(ReadOnlySpan<byte> fields, Stream output)
    {
        var reader = Reader(fields);
        reader.Read();
        var separator = (byte)'{';
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            output.WriteByte(separator);
            separator = (byte)',';
            output.Write(fields.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2));
            output.WriteByte((byte)':');
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var only = reader.TokenType == JsonTokenType.StartArray ? Only(reader, fields) : default;
            reader.Skip();
            output.Write(only.IsEmpty ? fields[start..(int)reader.BytesConsumed] : only);
        }

        output.Write(separator == ',' ? "}"u8 : "{}"u8);
    }

    /// <summary>The array's element where it has just one; empty where it has none or several.</summary>
    private static ReadOnlySpan<byte> Only(Utf8JsonReader array, ReadOnlySpan<byte> text)
    {
        array.Read();
        if (array.TokenType == JsonTokenType.EndArray)
        {
            return default;
        }

        var start = (int)array.TokenStartIndex;
        array.Skip();
        var end = (int)array.BytesConsumed;
        return array.Read() && array.TokenType == JsonTokenType.EndArray ? text[start..end] : default;
    }

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> text) => new(text, new JsonReaderOptions { MaxDepth = MaximumDepth });
}
