using System.Text;
using System.Text.Json;

namespace Tocsin.Telemetry.Sampling;

/// <summary>Reads the layout and the first records of JSON text that may be cut off, or broken, anywhere.</summary>
internal static class JsonSampler
{
    private const int MaximumRecords = 200;
    private const int MaximumNesting = 3;

    /// <summary>
    /// Keys that hold records: advanced hunting's API (<c>Results</c>; <c>results</c> in Graph), Event Hub batches
    /// (<c>records</c>), OData (<c>value</c>).
    /// </summary>
    private static readonly string[] EnvelopeKeys = ["Results", "results", "records", "value"];

    /// <summary>The key, within an object of the same name, that holds the records of a search in Elasticsearch.</summary>
    private const string SearchKey = "hits";

    public static JsonSample? Sample(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
        {
            return null;
        }

        text = text[start..];
        // evtx_dump numbers the objects that it prints: "Record 1" on a line of its own.
        var lineEnd = text.IndexOf((byte)'\n');
        if (text.StartsWith("Record "u8) && lineEnd > 0 && lineEnd < 32 && text[(lineEnd + 1)..].StartsWith((byte)'{'))
        {
            return Objects(text[(lineEnd + 1)..]) with { Layout = new JsonLayout(JsonLayoutKind.Concatenated) };
        }

        return text[0] switch
        {
            (byte)'[' => Array(text),
            (byte)'{' => Objects(text),

            // The head of a file that was cut off in the middle of a line.
            _ => Lines(text) is { Records.Count: > 0 } lines ? lines : null,
        };
    }

    private static JsonSample Array(ReadOnlySpan<byte> text) =>
        new(new JsonLayout(JsonLayoutKind.Array), Elements(text, depth: 1));

    private static JsonSample Objects(ReadOnlySpan<byte> text)
    {
        if (Envelope(text) is { } envelope)
        {
            return new JsonSample(envelope, Elements(text, envelope.EnvelopeDepth + 1, envelope.EnvelopeKey));
        }

        var end = ObjectEnd(text);
        var first = end < 0 ? text : text[..end];
        return first.Contains((byte)'\n') && IsValidSoFar(first)
            ? new JsonSample(new JsonLayout(JsonLayoutKind.Concatenated), [Record(first)])
            : Lines(text);
    }

    private static JsonSample Lines(ReadOnlySpan<byte> text)
    {
        var records = new List<SampleRecord>();
        while (!text.IsEmpty && records.Count < MaximumRecords)
        {
            var newLine = text.IndexOf((byte)'\n');
            var line = newLine < 0 ? text : text[..newLine];
            text = newLine < 0 ? default : text[(newLine + 1)..];
            if (line.TrimStart(" \t\r"u8).StartsWith((byte)'{') && (newLine < 0 || ObjectEnd(line) > 0))
            {
                records.Add(Record(line));
            }
        }

        return new JsonSample(new JsonLayout(JsonLayoutKind.Lines), records);
    }

    private static JsonLayout? Envelope(ReadOnlySpan<byte> text)
    {
        var reader = Reader(text);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!reader.Read())
                {
                    return null;
                }

                var isSearch = name.Equals(SearchKey, StringComparison.Ordinal);
                if (isSearch && reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 1)
                {
                    // Its own keys come next.
                    continue;
                }

                if (reader.TokenType == JsonTokenType.StartArray && (reader.CurrentDepth == 1 ? EnvelopeKeys.Contains(name, StringComparer.Ordinal) : isSearch)
                    && reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray)
                {
                    return new JsonLayout(JsonLayoutKind.Envelope, name, isSearch ? 2 : 1);
                }

                // What follows may be cut off; then the key, if it is there at all, lies beyond the sample.
                if (!reader.TrySkip())
                {
                    return null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken, or a name that is not UTF-8.
        }

        return null;
    }

    /// <summary>The objects at <paramref name="depth"/>, under <paramref name="key"/> where it is given.</summary>
    private static List<SampleRecord> Elements(ReadOnlySpan<byte> text, int depth, string? key = null)
    {
        var records = new List<SampleRecord>();
        var reader = Reader(text);
        try
        {
            var isUnderKey = key is null;
            while (records.Count < MaximumRecords && reader.Read())
            {
                if (key is not null && reader.CurrentDepth == depth - 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    isUnderKey = reader.ValueTextEquals(key);
                }
                else if (isUnderKey && reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == depth)
                {
                    var start = (int)reader.TokenStartIndex;
                    var length = ObjectEnd(text[start..]);
                    records.Add(Record(length < 0 ? text[start..] : text.Slice(start, length)));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken, or a name that is no text.
        }

        return records;
    }

    /// <summary>Length of the object that the text starts with; negative where it is cut off or broken.</summary>
    private static int ObjectEnd(ReadOnlySpan<byte> text)
    {
        var reader = Reader(text);
        try
        {
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    private static bool IsValidSoFar(ReadOnlySpan<byte> text)
    {
        var reader = Reader(text);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static SampleRecord Record(ReadOnlySpan<byte> text)
    {
        var record = new SampleRecord();
        var reader = Reader(text);
        var path = new Stack<string>();
        try
        {
            var name = string.Empty;
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString()!;
                        break;
                    case JsonTokenType.StartObject when reader.CurrentDepth > 0:
                        record.Add(Join(path, name), null);
                        path.Push(name);
                        if (path.Count > MaximumNesting)
                        {
                            path.Pop();
                            reader.TrySkip();
                        }

                        break;
                    case JsonTokenType.EndObject when path.Count > 0:
                        path.Pop();
                        break;
                    case JsonTokenType.StartArray:
                        record.Add(Join(path, name), null);
                        reader.TrySkip();
                        break;
                    case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                        record.Add(Join(path, name), Encoding.UTF8.GetString(reader.ValueSpan));
                        break;
                }
            }
        }
        catch (JsonException)
        {
        }
        catch (InvalidOperationException)
        {
            // A name that is not UTF-16: the record is rejected when it is read.
        }

        return record;
    }

    private static string Join(Stack<string> path, string name) =>
        path.Count == 0 ? name : $"{string.Join('/', path.Reverse())}/{name}";

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> text) =>
        new(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512, AllowTrailingCommas = true }));
}
