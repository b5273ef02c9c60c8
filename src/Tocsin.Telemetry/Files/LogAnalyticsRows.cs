using System.Text.Json;
using Tocsin.Telemetry.Evtx;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Results of the Log Analytics query API, <c>{"tables":[{"columns":[{"name":…}],"rows":[[…]]}]}</c>, to one object a
/// row (https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format). Read as a stream; what cannot be
/// read ends in a line that is rejected.
/// </summary>
internal sealed class LogAnalyticsRows
{
    private const int MaximumDepth = 512;

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly int _maximumBytes;
    private readonly List<string> _columns = [];
    private readonly Utf8JsonWriter _writer;
    private readonly ByteBuffer _row;
    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private bool _isEnd;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaximumDepth });

    // Where the reader is: the name that was read last, whether the rows of a table are being read, and the place in a row.
    private string _name = string.Empty;
    private int _rowsDepth = -1;
    private int _columnsDepth = -1;
    private int _column;
    private bool _isRow;

    private LogAnalyticsRows(Stream input, Stream output, Utf8JsonWriter writer, int maximumBytes)
    {
        _input = input;
        _output = output;
        _maximumBytes = maximumBytes;
        _row = new ByteBuffer(maximumBytes);
        _writer = writer;
    }

    /// <summary>Whether the text begins as such a result.</summary>
    public static bool Matches(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState());
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("tables"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.StartArray
                && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static void Split(Stream input, Stream output, int maximumBytes)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, MaxDepth = MaximumDepth });
        new LogAnalyticsRows(input, output, writer, maximumBytes).Run();
    }

    private void Run()
    {
        try
        {
            while (!_isEnd || _length > 0)
            {
                Fill();
                var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isEnd, _state);
                while (reader.Read())
                {
                    Token(ref reader);
                }

                _state = reader.CurrentState;
                var consumed = (int)reader.BytesConsumed;
                _buffer.AsSpan(consumed, _length - consumed).CopyTo(_buffer);
                _length -= consumed;
                if (_isEnd)
                {
                    return;
                }

                if (_length == _buffer.Length)
                {
                    Grow();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The row that it broke off in is rejected as it stands; between rows, a line of its own is.
            _writer.Flush();
            _output.Write(_isRow ? "\n"u8 : "{\"cut off\n"u8);
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= _maximumBytes)
        {
            throw new JsonException("A value is too long.");
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private void Fill()
    {
        while (!_isEnd && _length < _buffer.Length)
        {
            int read;
            try
            {
                read = _input.Read(_buffer.AsSpan(_length));
            }
            catch (InvalidDataException)
            {
                read = 0;
            }

            _isEnd = read == 0;
            _length += read;
        }
    }

    private void Token(ref Utf8JsonReader reader)
    {
        if (_rowsDepth >= 0)
        {
            RowToken(ref reader);
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = reader.GetString()!;
                break;
            case JsonTokenType.StartArray when _name.Equals("columns", StringComparison.Ordinal) && _columnsDepth < 0:
                _columnsDepth = reader.CurrentDepth;
                _columns.Clear();
                break;
            case JsonTokenType.EndArray when reader.CurrentDepth == _columnsDepth:
                _columnsDepth = -1;
                _name = string.Empty;
                break;
            case JsonTokenType.String when _columnsDepth >= 0 && _name is "name" or "ColumnName":
                _columns.Add(reader.GetString()!);
                break;
            case JsonTokenType.StartArray when _name.Equals("rows", StringComparison.Ordinal):
                _rowsDepth = reader.CurrentDepth;
                break;
        }
    }

    private void RowToken(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth - _rowsDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray when depth == 0:
                _rowsDepth = -1;
                _name = string.Empty;
                return;
            case JsonTokenType.StartArray when depth == 1:
                _column = 0;
                _isRow = true;
                _writer.WriteStartObject();
                return;
            case JsonTokenType.EndArray when depth == 1:
                _isRow = false;
                _writer.WriteEndObject();
                _writer.Flush();
                _writer.Reset();
                _output.WriteByte((byte)'\n');
                return;
        }

        if (depth == 2 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            _writer.WritePropertyName(_column < _columns.Count ? _columns[_column] : "column that has no name");
            _column++;
        }

        Copy(ref reader);
    }

    private void Copy(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                _writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                _writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                _writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                _writer.WritePropertyName(Unescaped(ref reader));
                break;
            case JsonTokenType.String:
                _writer.WriteStringValue(Unescaped(ref reader));
                break;
            default:
                _writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    private ReadOnlySpan<byte> Unescaped(ref Utf8JsonReader reader)
    {
        _row.Clear();
        _row.Advance(reader.CopyString(_row.Room(reader.ValueSpan.Length)));
        return _row.Written;
    }
}
