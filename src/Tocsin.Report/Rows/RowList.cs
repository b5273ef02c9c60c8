using System.Collections.Immutable;
using System.Text;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;

namespace Tocsin.Report.Rows;

/// <summary>Rows that are in memory already, as a reader.</summary>
public sealed class RowList(IReadOnlyList<ResultColumn> columns, IReadOnlyList<ImmutableArray<Cell>> rows) : IRowReader
{
    private int _row = -1;

    public IReadOnlyList<ResultColumn> Columns { get; } = columns;

    public bool Read() => ++_row < rows.Count;

    public bool IsNull(int column) => rows[_row][column].IsNull;

    public bool GetBool(int column) => rows[_row][column].IntegerValue != 0;

    public long GetLong(int column) => rows[_row][column].IntegerValue;

    public double GetReal(int column) => rows[_row][column].RealValue;

    public ReadOnlySpan<byte> GetUtf8(int column) => Encoding.UTF8.GetBytes(rows[_row][column].Text);

    public void Dispose()
    {
    }
}
