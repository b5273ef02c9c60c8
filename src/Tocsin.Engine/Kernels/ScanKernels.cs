using Tocsin.DuckDb;
using Tocsin.Functions.Scan;

namespace Tocsin.Engine.Kernels;

/// <summary>
/// The scan operator over the records of a table, which come as one list in their order. The first fields of each are
/// the program's columns; what comes out names records by their place in the list.
/// </summary>
internal static class ScanKernels
{
    /// <summary>After so many records the memory that they hold is counted anew.</summary>
    private const int RecordsBetweenCounts = 1024;

    private static DuckDbType Result => DuckDbType.List(DuckDbType.Struct(
        new DuckDbField("row", DuckDbType.BigInt),
        new DuckDbField("position", DuckDbType.BigInt),
        new DuckDbField("match", DuckDbType.BigInt),
        new DuckDbField("integers", DuckDbType.List(DuckDbType.BigInt)),
        new DuckDbField("reals", DuckDbType.List(DuckDbType.Double)),
        new DuckDbField("texts", DuckDbType.List(DuckDbType.Varchar))));

    public static IEnumerable<ScalarFunction> All =>
    [
        new("kql_scan", [DuckDbType.Varchar, DuckDbType.Any], Result, Scan) { CreateState = () => new Programs() },
    ];

    /// <summary>The program last read; it is the same for all rows of a query.</summary>
    private sealed class Programs
    {
        private byte[] _text = [];
        private ScanProgram? _program;

        public ScanProgram Get(ReadOnlySpan<byte> text)
        {
            if (_program is null || !text.SequenceEqual(_text))
            {
                _program = ScanProgram.Read(text);
                _text = text.ToArray();
            }

            return _program;
        }
    }

    private static void Scan(in ScalarInput input, VectorWriter output)
    {
        var programs = input.State<Programs>();
        var tables = input.Column(1);
        using var memory = input.Memory.Lease();
        foreach (var row in input.Rows)
        {
            var program = programs.Get(input.Column(0).Bytes(row));
            var run = new ScanRun(program);
            Read(tables, row, program, run, memory);
            Write(output, row, program, run);
        }
    }

    private static void Read(VectorReader tables, int row, ScanProgram program, ScanRun run, MemoryLease memory)
    {
        var entry = tables.Entry(row);
        var records = tables.Elements;
        var values = run.Frame.Row;
        for (var i = 0; i < entry.Length; i++)
        {
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = Value(records.Field(column), entry.Offset + i, program.Columns[column], run.Frame);
            }

            run.Next(i);
            if (i % RecordsBetweenCounts == 0)
            {
                memory.Resize(run.HeldBytes);
            }
        }

        memory.Resize(run.HeldBytes);
    }

    private static ScanValue Value(VectorReader column, int row, ScanKind kind, ScanFrame frame) => column.IsNull(row) ? ScanValue.Null : kind switch
    {
        ScanKind.Bool => ScanValue.Of(column.Values<bool>()[row]),
        ScanKind.Real => ScanValue.Of(column.Values<double>()[row]),
        ScanKind.Text => frame.Add(column.Bytes(row)),
        _ => ScanValue.Of(column.Type.Id == DuckDbTypeId.Integer ? column.Values<int>()[row] : column.Values<long>()[row]),
    };

    private static void Write(VectorWriter output, int row, ScanProgram program, ScanRun run)
    {
        var offset = output.AppendList(row, run.RecordCount);
        var records = output.Elements;
        var position = 0;
        foreach (var record in run.Records)
        {
            var at = offset + position;
            records.Field(0).Values<long>()[at] = record.Row;
            records.Field(1).Values<long>()[at] = position++;
            records.Field(2).Values<long>()[at] = record.Match;
            WriteList(records.Field(3), at, program, run, record, k => k is ScanKind.Integer or ScanKind.Bool);
            WriteList(records.Field(4), at, program, run, record, k => k == ScanKind.Real);
            WriteList(records.Field(5), at, program, run, record, k => k == ScanKind.Text);
        }
    }

    /// <summary>The declared values of one kind, in their order.</summary>
    private static void WriteList(VectorWriter lists, int at, ScanProgram program, ScanRun run, ScannedRecord record, Func<ScanKind, bool> isOfKind)
    {
        var next = lists.AppendList(at, program.Declared.Count(isOfKind));
        var elements = lists.Elements;
        for (var i = 0; i < program.Declared.Length; i++)
        {
            if (!isOfKind(program.Declared[i]))
            {
                continue;
            }

            var value = run.Value(record, i);
            if (!value.HasValue)
            {
                elements.SetNull(next);
            }
            else if (program.Declared[i] == ScanKind.Text)
            {
                elements.SetText(next, run.Frame.Text(value));
            }
            else
            {
                elements.Values<long>()[next] = value.Bits;
            }

            next++;
        }
    }
}
