using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Engine.Results;

/// <summary>The rows of a running query, read from DuckDB's chunks in place.</summary>
internal sealed class DuckDbRowReader(DuckDbResult result, ImmutableArray<ResultColumn> columns, bool readsFiles = false) : IRowReader
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private DataChunk? _chunk;
    private byte[] _buffer = [];
    private int _row = -1;

    public IReadOnlyList<ResultColumn> Columns => columns;

    public bool Read()
    {
        try
        {
            _row++;
            while (_chunk is null || _row >= _chunk.RowCount)
            {
                _chunk?.Dispose();
                _chunk = null;
                if (!result.TryReadChunk(out _chunk))
                {
                    return false;
                }

                _row = 0;
            }

            return true;
        }
        catch (DuckDbException e)
        {
            throw EngineFaults.Of("execution", e, readsFiles);
        }
    }

    public bool IsNull(int column) => columns[column].Type != KqlType.String && Vector(column).IsNull(_row);

    public bool GetBool(int column) => Vector(column).Values<bool>()[_row];

    public long GetLong(int column) => columns[column].Type == KqlType.Int ? Vector(column).Values<int>()[_row] : Vector(column).Values<long>()[_row];

    public double GetReal(int column) => Vector(column).Values<double>()[_row];

    public ReadOnlySpan<byte> GetUtf8(int column) => columns[column].Type switch
    {
        KqlType.Dynamic => Json(Vector(column).Bytes(_row)),
        KqlType.Guid => Encode(Vector(column).Uuid(_row).ToString("D", CultureInfo.InvariantCulture)),
        KqlType.Decimal => Encode(Trimmed(Vector(column).Decimal(_row).ToString())),
        _ => Vector(column).IsNull(_row) ? [] : Vector(column).Bytes(_row),
    };

    public void Dispose()
    {
        _chunk?.Dispose();
        result.Dispose();
    }

    private VectorReader Vector(int column) => (_chunk ?? throw new InvalidOperationException("Read() comes first.")).Column(column);

    /// <summary>Plain JSON: the markers of typed scalars are ours alone.</summary>
    private ReadOnlySpan<byte> Json(ReadOnlySpan<byte> value)
    {
        _text.ResetWrittenCount();
        DynamicText.WriteJson(value, _text);
        return _text.WrittenSpan;
    }

    /// <summary>A decimal without the zeros that its storage adds.</summary>
    private static string Trimmed(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private ReadOnlySpan<byte> Encode(string text)
    {
        _buffer = Encoding.UTF8.GetBytes(text);
        return _buffer;
    }
}
