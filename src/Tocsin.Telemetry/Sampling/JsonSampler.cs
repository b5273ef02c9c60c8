using System.Text;
using System.Text.Json;

namespace Tocsin.Telemetry.Sampling;

/// <summary>Reads the layout and the first records of JSON text that may be cut off, or broken, anywhere.</summary>
internal static class JsonSampler
{
    private const int MaximumRecords = 200;
    private const int MaximumNesting = 3;
    private const int MaximumHolders = 5;

    /// <summary>
    /// Keys that hold records: advanced hunting's API (<c>Results</c>; <c>results</c> in Graph), Event Hub batches
    /// (<c>records</c>), OData (<c>value</c>).
    /// </summary>
    private static readonly string[] EnvelopeKeys = ["Results", "results", "records", "value"];

    /// <summary>The key, within an object of the same name, that holds the records of a search in Elasticsearch.</summary>
    private const string SearchKey = "hits";

    /// <summary>What else may hold the answer of a search: Kibana's inspector, asynchronous and multiple searches.</summary>
    private static readonly string[] SearchHolders = ["hits", "rawResponse", "response", "responses"];

    /// <summary>What the lines between the records of a bulk request name.</summary>
    private static readonly string[] BulkActions = ["index", "create", "update", "delete"];

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

    private static JsonSample Array(ReadOnlySpan<byte> text)
    {
        var depth = ArrayDepth(text);
        return new(new JsonLayout(JsonLayoutKind.Array, EnvelopeDepth: depth), Elements(text, depth));
    }

    /// <summary>How many arrays hold the first object: collectors write pairs of a time and a record, within a pair of a tag and these.</summary>
    private static int ArrayDepth(ReadOnlySpan<byte> text)
    {
        var reader = Reader(text);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    return reader.CurrentDepth;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before the first object.
        }

        return 1;
    }

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
        var hasActions = false;
        while (!text.IsEmpty && records.Count < MaximumRecords)
        {
            var newLine = text.IndexOf((byte)'\n');
            var line = newLine < 0 ? text : text[..newLine];
            text = newLine < 0 ? default : text[(newLine + 1)..];
            if (IsBulkAction(line))
            {
                hasActions = true;
            }
            else if (line.TrimStart(" \t\r"u8).StartsWith((byte)'{') && (newLine < 0 || ObjectEnd(line) > 0))
            {
                records.Add(Record(line));
            }
        }

        return new JsonSample(new JsonLayout(JsonLayoutKind.Lines) { HasActions = hasActions }, records);
    }

    /// <summary>
    /// Whether the line says what to do with the record on the next:
    /// https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
    /// </summary>
    public static bool IsBulkAction(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, isFinalBlock: true, default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && IsOneOf(ref reader, BulkActions)
                && reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && (!reader.Read() || reader.TokenType == JsonTokenType.EndObject || (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.StartsWith((byte)'_')))
                && SkipsTo(ref reader, depth: 1)
                && reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsOneOf(ref Utf8JsonReader reader, string[] names)
    {
        foreach (var name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads to the end of the object that began at the depth.</summary>
    private static bool SkipsTo(ref Utf8JsonReader reader, int depth)
    {
        while (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != depth)
        {
            if (!reader.Read())
            {
                return false;
            }
        }

        return true;
    }

    private static JsonLayout? Envelope(ReadOnlySpan<byte> text)
    {
        var reader = Reader(text);
        try
        {
            reader.Read();
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0)
                {
                    return null;
                }

                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    // The end of a holder, or an element of one that is an array.
                    continue;
                }

                var name = reader.GetString()!;
                if (!reader.Read())
                {
                    return null;
                }

                var depth = reader.CurrentDepth;
                var isRecords = depth == 1 ? EnvelopeKeys.Contains(name, StringComparer.Ordinal) : name.Equals(SearchKey, StringComparison.Ordinal);
                if (isRecords && reader.TokenType == JsonTokenType.StartArray)
                {
                    if (reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray)
                    {
                        return new JsonLayout(JsonLayoutKind.Envelope, name, depth);
                    }
                }
                else if (depth < MaximumHolders && SearchHolders.Contains(name, StringComparer.Ordinal)
                    && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    // Its own keys come next.
                    continue;
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
                            if (!reader.TrySkip())
                            {
                                return record;
                            }
                        }

                        break;
                    case JsonTokenType.EndObject when path.Count > 0:
                        path.Pop();
                        break;
                    case JsonTokenType.StartArray:
                        record.Add(Join(path, name), null);
                        if (!reader.TrySkip())
                        {
                            // Where the sample ends within it, its elements are not the record's.
                            return record;
                        }

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
