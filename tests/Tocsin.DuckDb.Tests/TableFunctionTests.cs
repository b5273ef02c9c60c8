using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class TableFunctionTests : IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open();

    public TableFunctionTests() =>
        _session.RegisterTable(new TableFunction("numbered", [DuckDbType.BigInt, DuckDbType.Varchar], arguments => new NumberedScan((long)arguments[0]!, (string?)arguments[1])));

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Reads_rows_made_here()
    {
        using DuckDbResult result = _session.Query("select * from numbered(3, 'row ')");
        result.Columns.ShouldBe([new("number", DuckDbType.BigInt), new("label", DuckDbType.Varchar), new("upto", DuckDbType.List(DuckDbType.BigInt))]);
        TestFormat.Of(result.ReadRows().ToArray<object?>()).ShouldBe("[[0, 'row 0', []], [1, null, [0]], [2, 'row 2', [0, 1]]]");
    }

    [Fact]
    public void Reads_many_chunks_on_many_threads()
    {
        _session.Execute("set threads = 4");
        _session.QueryValue("select count(*) from numbered(500000, 'a label beyond a slot ')").ShouldBe(500000L);
        _session.QueryValue("select sum(number) from numbered(500000, 'x')").ShouldBe((Int128)124999750000);
        _session.QueryValue("select count(distinct label) from numbered(500000, 'a label beyond a slot ')").ShouldBe(250000L);
        _session.QueryValue("select count(*) from numbered(3000, 'x') where upto[number] is not distinct from (case when number > 0 then number - 1 end)").ShouldBe(3000L);
    }

    [Theory]
    [InlineData("select label from numbered(1, 'x')", "['x0']")]
    [InlineData("select upto from numbered(2, 'x')", "[[], [0]]")]
    [InlineData("select label || number from numbered(1, 'x')", "['x00']")]
    [InlineData("select 1 from numbered(2, 'x')", "[1, 1]")]
    [InlineData("select count(*) from numbered(0, 'x')", "[0]")]
    [InlineData("select a.number from numbered(3, 'x') a join numbered(3, 'y') b on a.number = b.number + 1 order by 1", "[1, 2]")]
    [InlineData("select label from numbered(3, null) where number = 2", "['2']")]
    public void Gives_only_the_columns_asked_for(string sql, string expected)
    {
        using DuckDbResult result = _session.Query(sql);
        TestFormat.Of(result.ReadRows().Select(row => row[0]).ToArray()).ShouldBe(expected);
    }

    [Fact]
    public void Arguments_come_as_plain_values()
    {
        ImmutableArray<object?> seen = [];
        _session.RegisterTable(new TableFunction(
            "seen",
            [DuckDbType.Varchar, DuckDbType.BigInt, DuckDbType.Double, DuckDbType.Boolean, DuckDbType.List(DuckDbType.Varchar), DuckDbType.BigInt],
            arguments =>
            {
                seen = arguments;
                return new NumberedScan(0, "");
            }));
        _session.Execute("select * from seen('é', 1, 2.5, true, ['a', null], null)");
        TestFormat.Of(seen.ToArray()).ShouldBe("['é', 1, 2.5, true, ['a', null], null]");
    }

    [Fact]
    public void Readers_are_disposed_of_even_if_left_early()
    {
        int before = NumberedReader.Disposed;
        _session.QueryValue("select count(*) from (select * from numbered(500000, 'x') limit 5)").ShouldBe(5L);
        NumberedReader.Disposed.ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData("select * from numbered(-1, 'x')", "a negative number of rows")]
    [InlineData("select * from numbered(100, 'fail at start')", "cannot start")]
    [InlineData("select * from numbered(100, 'fail while reading')", "cannot read")]
    public void What_a_source_throws_fails_the_query_and_is_kept(string sql, string message)
    {
        DuckDbException exception = Should.Throw<DuckDbException>(() =>
        {
            using DuckDbResult result = _session.Query(sql);
            _ = result.ReadRows().Count();
        });
        exception.Message.ShouldContain(message);
        exception.InnerException.ShouldBeOfType<InvalidDataException>();
        _session.QueryValue("select 1").ShouldBe(1);
    }

    private sealed class NumberedScan : TableScan
    {
        private readonly long _rowCount;
        private readonly string _prefix;

        internal NumberedScan(long rowCount, string? prefix)
        {
            _rowCount = rowCount >= 0 ? rowCount : throw new InvalidDataException("a negative number of rows");
            _prefix = prefix ?? "";
        }

        public override ImmutableArray<DuckDbColumn> Columns { get; } =
            [new("number", DuckDbType.BigInt), new("label", DuckDbType.Varchar), new("upto", DuckDbType.List(DuckDbType.BigInt))];

        public override long? Cardinality => _rowCount;

        public override int MaxThreads => 4;

        public override Func<TableReader> Start(ImmutableArray<int> columns)
        {
            if (_prefix == "fail at start")
            {
                throw new InvalidDataException("cannot start");
            }

            var next = new Counter();
            return () => new NumberedReader(next, _rowCount, _prefix, columns);
        }
    }

    private sealed class Counter
    {
        private long _value;

        internal long Take(int count) => Interlocked.Add(ref _value, count) - count;
    }

    private sealed class NumberedReader(Counter next, long rowCount, string prefix, ImmutableArray<int> columns) : TableReader
    {
        private static int _disposed;

        internal static int Disposed => Volatile.Read(ref _disposed);

        public override int Read(ChunkWriter output)
        {
            if (prefix == "fail while reading")
            {
                throw new InvalidDataException("cannot read");
            }

            long first = next.Take(ChunkWriter.Capacity);
            int count = (int)Math.Clamp(rowCount - first, 0, ChunkWriter.Capacity);
            for (int i = 0; i < columns.Length; i++)
            {
                VectorWriter column = output.Column(i);
                for (int row = 0; row < count; row++)
                {
                    Fill(column, columns[i], row, first + row);
                }
            }

            return count;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref _disposed);
            base.Dispose(disposing);
        }

        private void Fill(VectorWriter column, int index, int row, long number)
        {
            switch (index)
            {
                case 0:
                    column.Values<long>()[row] = number;
                    break;
                case 1 when number % 2 == 1:
                    column.SetNull(row);
                    break;
                case 1:
                    column.SetText(row, Encoding.UTF8.GetBytes(prefix + number.ToString(CultureInfo.InvariantCulture)));
                    break;
                default:
                    Span<long> elements = column.AppendList<long>(row, (int)number);
                    for (int i = 0; i < elements.Length; i++)
                    {
                        elements[i] = i;
                    }

                    break;
            }
        }
    }
}
