using System.Text;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>The rows of one table that a scenario makes: only the columns that some row fills.</summary>
public sealed class ScenarioTable(TableSchema schema)
{
    private readonly List<ColumnSchema> _columns = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<ScenarioRow> _rows = [];

    public TableSchema Schema { get; } = schema;

    public IReadOnlyList<ColumnSchema> Columns => _columns;

    public IReadOnlyList<ScenarioRow> Rows => _rows;

    public ScenarioRow Add(bool isBackground)
    {
        var row = new ScenarioRow(this, isBackground);
        _rows.Add(row);
        return row;
    }

    /// <summary>The rows in the order of their times, as telemetry comes.</summary>
    public void Sort(string timeColumn)
    {
        if (!_indexes.TryGetValue(timeColumn, out var index))
        {
            return;
        }

        var sorted = _rows.OrderBy(r => r[index].IntegerValue).ToList();
        _rows.Clear();
        _rows.AddRange(sorted);
    }

    public int? Find(string column) => _indexes.TryGetValue(column, out var index) ? index : null;

    public IRowReader Read() => new Reader(this);

    internal int IndexOf(string name)
    {
        if (!_indexes.TryGetValue(name, out var index))
        {
            index = _columns.Count;
            _columns.Add(Schema.Find(name) ?? throw new ArgumentException($"{Schema.Name} has no column {name}.", nameof(name)));
            _indexes.Add(name, index);
        }

        return index;
    }

    private sealed class Reader(ScenarioTable table) : IRowReader
    {
        private readonly ResultColumn[] _columns = [.. table._columns.Select(c => new ResultColumn(c.Name, c.Type))];
        private int _row = -1;

        public IReadOnlyList<ResultColumn> Columns => _columns;

        public bool Read() => ++_row < table._rows.Count;

        public bool IsNull(int column) => Cell(column).IsNull;

        public bool GetBool(int column) => Cell(column).IntegerValue != 0;

        public long GetLong(int column) => Cell(column).IntegerValue;

        public double GetReal(int column) => Cell(column).RealValue;

        public ReadOnlySpan<byte> GetUtf8(int column) => Encoding.UTF8.GetBytes(Cell(column).Text);

        public void Dispose()
        {
        }

        private Cell Cell(int column) => table._rows[_row][column];
    }
}

/// <summary>A row; cells that nothing has set hold nothing.</summary>
public sealed class ScenarioRow
{
    private readonly ScenarioTable _table;
    private Cell?[] _cells;

    internal ScenarioRow(ScenarioTable table, bool isBackground)
    {
        _table = table;
        _cells = new Cell?[Math.Max(8, table.Columns.Count)];
        IsBackground = isBackground;
    }

    /// <summary>It is not what the test is about.</summary>
    public bool IsBackground { get; }

    /// <summary>The value in one of the table's <see cref="ScenarioTable.Columns"/>.</summary>
    public Cell this[int column] =>
        (column < _cells.Length ? _cells[column] : null) ?? Cell.Null(_table.Columns[column].Type);

    public ScenarioRow Set(string column, string text) => Set(column, Cell.FromText(KqlType.String, text));

    public ScenarioRow Set(string column, KqlType type, long value) => Set(column, Cell.Integer(type, value));

    public ScenarioRow Set(string column, Cell value)
    {
        var index = _table.IndexOf(column);
        if (index >= _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(index + 1, _cells.Length * 2));
        }

        _cells[index] = value;
        return this;
    }
}
