using System.Buffers;
using System.Text.Json;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Evtx;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Files;

/// <summary>A column as a query's result names it.</summary>
/// <param name="Type">The type that it states; null where it states none that Kusto has.</param>
internal sealed record ResultColumn(string Name, KqlType? Type);

/// <summary>
/// Results of queries that name their columns apart from the rows, <c>{"tables":[{"columns":[{"name":…}],"rows":[[…]]}]}</c>,
/// to one object a row; <see cref="QueryResultShape"/> has the services. Rows are cut out by their brackets and read by
/// themselves, so that a broken one costs no other; what cannot be read ends in a line that is rejected.
/// </summary>
internal sealed class QueryResultRows
{
    private const int MaximumDepth = 512;
    private const int ShownBytes = 300;

    private readonly Stream _output;
    private readonly int _maximumBytes;
    private readonly int _tableDepth;
    private readonly int _rowsDepth;
    private readonly List<ResultColumn> _columns = [];
    private readonly ByteBuffer _text;
    private readonly ByteBuffer _value;
    private readonly ArrayBufferWriter<byte> _row;
    private readonly Utf8JsonWriter _writer;

    private string _name = string.Empty;
    private Section _section;
    private int _depth;
    private bool _isString;
    private bool _isEscaped;
    private bool _isTooLong;
    private bool _isOfService;

    private QueryResultRows(QueryResultShape shape, Stream output, ArrayBufferWriter<byte> row, Utf8JsonWriter writer, int maximumBytes)
    {
        _tableDepth = shape.TableDepth;
        _rowsDepth = shape.TableDepth + 1;
        _output = output;
        _row = row;
        _writer = writer;
        _maximumBytes = maximumBytes;
        _text = new ByteBuffer(maximumBytes + 1);
        _value = new ByteBuffer(maximumBytes + 1);
    }

    private enum Section
    {
        Other,
        Columns,
        Rows,
    }

    /// <returns>The columns of the last table of data.</returns>
    public static IReadOnlyList<ResultColumn> Split(Stream input, QueryResultShape shape, Stream output, int maximumBytes)
    {
        var row = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(row, new JsonWriterOptions { SkipValidation = true, MaxDepth = MaximumDepth });
        var rows = new QueryResultRows(shape, output, row, writer, maximumBytes);
        rows.Run(input);
        return rows._columns;
    }

    private void Run(Stream input)
    {
        try
        {
            Feed(input);
        }
        finally
        {
            End();
        }
    }

    private void Feed(Stream input)
    {
        var buffer = new byte[1 << 16];
        var skip = -1;
        while (input.Read(buffer) is > 0 and var length)
        {
            skip = skip < 0 ? ContentSniffer.Utf8MarkLength(buffer.AsSpan(0, length)) : 0;
            foreach (var value in buffer.AsSpan(skip, length - skip))
            {
                Feed(value);
            }
        }
    }

    private void End()
    {
        // The row that it broke off in is rejected as it stands; between rows, a line of its own is.
        EndGap();
        if (_depth > _rowsDepth)
        {
            Reject();
        }
        else if (_depth > 0)
        {
            _output.Write("{\"cut off\n"u8);
        }
    }

    private void Feed(byte value)
    {
        if (_isString)
        {
            InString(value);
            return;
        }

        switch (value)
        {
            case (byte)'{' or (byte)'[':
                Open(value);
                break;
            case (byte)'}' or (byte)']':
                Close(value);
                break;
            default:
                _isString = value == '"';
                if (_isString && _depth == _tableDepth)
                {
                    _text.Clear();
                }

                Keep(value);
                break;
        }
    }

    private void InString(byte value)
    {
        Keep(value);
        if (value == '\n')
        {
            // No string of JSON holds one: the quote before it has no other.
            (_isString, _isEscaped) = (false, false);
        }
        else if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (value == '\\')
        {
            _isEscaped = true;
        }
        else if (value == '"')
        {
            _isString = false;
            if (_depth == _tableDepth)
            {
                var text = System.Text.Encoding.UTF8.GetString(_text.Written.Trim((byte)'"'));

                // Of the tables of an answer in Kusto's version 2, those say what they are.
                _isOfService |= _name.Equals(QueryResultShape.TableKind, StringComparison.Ordinal) && !text.Equals(QueryResultShape.Primary, StringComparison.Ordinal);
                _name = text;
            }
        }
    }

    private void Open(byte bracket)
    {
        if (_depth == _rowsDepth && _section == Section.Rows)
        {
            EndGap();
        }

        Keep(bracket);
        if (_depth == _tableDepth - 1)
        {
            _isOfService = false;
        }

        if (_depth == _tableDepth)
        {
            // The bracket itself is not among what is kept.
            _section = bracket != '[' ? Section.Other : _name switch
            {
                "columns" or "Columns" or "schema" => Section.Columns,
                "rows" or "Rows" or "values" or "datarows" when !_isOfService => Section.Rows,
                _ => Section.Other,
            };
            Begin();
        }

        _depth++;
    }

    private void Close(byte bracket)
    {
        if (_depth == _rowsDepth)
        {
            EndSection();
        }

        if (_depth == _tableDepth)
        {
            // What a table says of itself behind its rows is no row.
            Begin();
        }

        _depth = Math.Max(0, _depth - 1);
        Keep(bracket);
        if (_depth == _rowsDepth && _section == Section.Rows)
        {
            Row();
        }
    }

    private void EndSection()
    {
        if (_section == Section.Columns)
        {
            ReadColumns();
        }
        else if (_section == Section.Rows)
        {
            EndGap();
        }

        _section = Section.Other;
    }

    /// <summary>Names, the columns' array, rows, and what stands between and behind them where that is not nothing.</summary>
    private void Keep(byte value)
    {
        var isWanted = _section != Section.Other || (_isString && _depth == _tableDepth)
            || (_depth == 0 && value is not ((byte)'}' or (byte)']'));
        if (!isWanted || _isTooLong)
        {
            return;
        }

        if (_text.Written.Length >= _maximumBytes)
        {
            _isTooLong = true;
            return;
        }

        // A line is a record in what is written.
        _text.Room(1)[0] = value is (byte)'\n' or (byte)'\r' ? (byte)' ' : value;
        _text.Advance(1);
    }

    private void EndGap()
    {
        if (_depth != 0 && _depth != _rowsDepth)
        {
            return;
        }

        if (!_text.Written.Trim(" ,\t\0"u8).IsEmpty)
        {
            Reject();
        }

        Begin();
    }

    private void Begin()
    {
        _text.Clear();
        _isTooLong = false;
    }

    /// <summary>Writes what was kept as an object that does not end, which no reader takes; of a long one, its beginning.</summary>
    private void Reject()
    {
        var text = _text.Written.Trim(" ,\t\0"u8);
        _output.Write("{\"unread\": "u8);
        _output.Write(_isTooLong ? text[..ShownBytes] : text);
        _output.WriteByte((byte)'\n');
        Begin();
    }

    private void ReadColumns()
    {
        var named = new List<ResultColumn>();
        try
        {
            using var columns = JsonDocument.Parse($"[{System.Text.Encoding.UTF8.GetString(_text.Written)}]");
            foreach (var column in columns.RootElement.EnumerateArray())
            {
                if (column.ValueKind == JsonValueKind.Object
                    && (column.TryGetProperty("name", out var name) || column.TryGetProperty("ColumnName", out name))
                    && name.ValueKind == JsonValueKind.String)
                {
                    var type = column.TryGetProperty("type", out var said) || column.TryGetProperty("ColumnType", out said) ? said : default;
                    named.Add(new ResultColumn(name.GetString()!, type.ValueKind == JsonValueKind.String ? KqlTypes.FromName(type.GetString()!) : null));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Rows of columns without names are rejected for want of a time.
        }

        _isOfService |= QueryResultShape.IsOfService([.. named.Select(c => c.Name)]);
        if (!_isOfService)
        {
            _columns.Clear();
            _columns.AddRange(named);
        }

        Begin();
    }

    private void Row()
    {
        if (_isTooLong || !TryWrite())
        {
            Reject();
            return;
        }

        _output.Write(_row.WrittenSpan);
        _output.WriteByte((byte)'\n');
        Begin();
    }

    private bool TryWrite()
    {
        _row.ResetWrittenCount();
        _writer.Reset();
        var reader = new Utf8JsonReader(_text.Written.Trim(" ,\t\0"u8), new JsonReaderOptions { MaxDepth = MaximumDepth });
        try
        {
            var column = 0;
            while (reader.Read())
            {
                column += Token(ref reader, column) ? 1 : 0;
            }

            _writer.Flush();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>True where the token begins the value of a column.</summary>
    private bool Token(ref Utf8JsonReader reader, int column)
    {
        if (reader.CurrentDepth == 0)
        {
            if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                throw new JsonException("A row is an array.");
            }

            Copy(ref reader, isRow: true);
            return false;
        }

        var isValue = reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject);
        if (isValue)
        {
            _writer.WritePropertyName(column < _columns.Count ? _columns[column].Name : "column that has no name");
        }

        Copy(ref reader, isRow: false);
        return isValue;
    }

    private void Copy(ref Utf8JsonReader reader, bool isRow)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray when isRow:
            case JsonTokenType.StartObject:
                _writer.WriteStartObject();
                break;
            case JsonTokenType.EndArray when isRow:
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
        _value.Clear();
        _value.Advance(reader.CopyString(_value.Room(reader.ValueSpan.Length)));
        return _value.Written;
    }
}
