using System.Buffers.Text;
using System.Text;
using Shouldly;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly DuckDbSession _session = DuckDbSession.Open();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("''")]
    [InlineData("'x'")]
    [InlineData("'twelve bytes'")]
    [InlineData("'thirteen byte'")]
    [InlineData("'é'")]
    [InlineData("'🦆🦆🦆'")]
    [InlineData("'🦆🦆🦆🦆'")]
    [InlineData("'a' || chr(0) || 'b'")]
    [InlineData("repeat('long ', 1000)")]
    [InlineData("null")]
    public void Text_goes_in_and_out_unchanged(string expression)
    {
        _session.RegisterScalar(ScalarFunction.Create("echo", (ReadOnlySpan<byte> text, Utf8Writer output) => output.Append(text)));
        _session.QueryValue($"select echo(x) is not distinct from x from (select {expression}::varchar as x)").ShouldBe(true);
        _session.QueryValue($"select count(*) from (select case when i % 3 = 0 then null else {expression}::varchar || i end as x from range(5000) t(i)) where echo(x) is not distinct from x").ShouldBe(5000L);
    }

    [Fact]
    public void Plain_values_go_in_and_out_unchanged()
    {
        _session.RegisterScalar(ScalarFunction.Create("echo", (bool x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (int x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (long x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (double x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (Int128 x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (Guid x) => x));
        foreach (string column in new[] { "bool", "int", "bigint", "double", "hugeint", "uuid" })
        {
            _session.QueryValue($"select count(*) from test_all_types() where echo({column}) is not distinct from {column} and typeof(echo({column})) = typeof({column})").ShouldBe(3L, column);
        }
    }

    [Fact]
    public void Nullable_values_go_in_and_out_unchanged()
    {
        _session.RegisterScalar(ScalarFunction.Create("echo", (bool? x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (int? x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (long? x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (double? x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (Int128? x) => x));
        _session.RegisterScalar(ScalarFunction.Create("echo", (Guid? x) => x));
        _session.RegisterScalar(ScalarFunction.Create("is_missing", (long? x) => x is null));
        foreach (string column in new[] { "bool", "int", "bigint", "double", "hugeint", "uuid" })
        {
            _session.QueryValue($"select count(*) from test_all_types() where echo({column}) is not distinct from {column}").ShouldBe(3L, column);
        }

        _session.QueryValue("select string_agg(is_missing(x), ' ' order by x) from (values (1), (null)) t(x)").ShouldBe("false true");
    }

    [Fact]
    public void A_null_among_arguments_that_do_not_take_it_makes_null()
    {
        int calls = 0;
        _session.RegisterScalar(ScalarFunction.Create("plus_or_100", (long x, long? y) =>
        {
            Interlocked.Increment(ref calls);
            return x + (y ?? 100);
        }));
        Rows("select plus_or_100(x, y) from (values (1, 2), (null, 2), (1, null), (null, null)) t(x, y)").ShouldBe("[3, null, 101, null]");
        calls.ShouldBe(2);
    }

    [Fact]
    public void Results_may_be_null()
    {
        _session.RegisterScalar(ScalarFunction.Create("parse", (ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long value, out int length) && length == text.Length ? value : (long?)null));
        _session.RegisterScalar(ScalarFunction.Create("unless_empty", (ReadOnlySpan<byte> text, Utf8Writer output) =>
        {
            output.Append("ignored"u8);
            if (text.IsEmpty)
            {
                output.SetNull();
            }
        }));
        Rows("select parse(x) from (values ('12'), ('x'), ('12'), ('x'), (null), ('')) t(x)").ShouldBe("[12, null, 12, null, null, null]");
        Rows("select unless_empty(x) from (values ('12'), (''), ('')) t(x)").ShouldBe("['ignored', null, null]");
    }

    [Fact]
    public void A_function_that_returns_false_makes_null()
    {
        _session.RegisterScalar(ScalarFunction.Create("one", (long x, Utf8Writer output) => Answer(x > 0, output)));
        _session.RegisterScalar(ScalarFunction.Create("two", (ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Utf8Writer output) => Answer(x.SequenceEqual(y), output)));
        _session.RegisterScalar(ScalarFunction.Create("three", (long x, long y, long z, Utf8Writer output) => Answer(x + y == z, output)));
        _session.RegisterScalar(ScalarFunction.Create("four", (long a, long b, long c, long d, Utf8Writer output) => Answer(a + b + c == d, output)));
        _session.RegisterScalar(ScalarFunction.CreatePrepared("prepared", text => text.Length, (ReadOnlySpan<byte> x, int length, Utf8Writer output) => Answer(x.Length == length, output)));
        _session.RegisterScalar(ScalarFunction.CreatePrepared("prepared", text => text.Length, (ReadOnlySpan<byte> x, int length, long more, Utf8Writer output) => Answer(x.Length == length + more, output)));
        Rows("select one(x) from (values (1), (0), (null), (2)) t(x)").ShouldBe("['answer', null, null, 'answer']");
        Rows("select two(x, 'a') from (values ('a'), ('b'), (null), ('a')) t(x)").ShouldBe("['answer', null, null, 'answer']");
        Rows("select unnest([three(1, 2, 3), three(1, 2, 4), four(1, 1, 1, 3), four(1, 1, 1, 4)])").ShouldBe("['answer', null, 'answer', null]");
        Rows("select unnest([prepared('ab', 'xy'), prepared('ab', 'x'), prepared('abc', 'xy', 1), prepared('ab', 'xy', 1)])").ShouldBe("['answer', null, 'answer', null]");

        static bool Answer(bool holds, Utf8Writer output)
        {
            output.Append("answer"u8);
            return holds;
        }
    }

    [Fact]
    public void Functions_take_up_to_four_parameters()
    {
        _session.RegisterScalar(ScalarFunction.Create("replaced", (ReadOnlySpan<byte> text, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, long limit, Utf8Writer output) =>
            output.Append(Encoding.UTF8.GetBytes(string.Concat(Encoding.UTF8.GetString(text).Replace(Encoding.UTF8.GetString(from), Encoding.UTF8.GetString(to), StringComparison.Ordinal).Take((int)limit))))));
        _session.RegisterScalar(ScalarFunction.Create("sum4", (int a, long b, double c, bool d) => a + b + c + (d ? 1 : 0)));
        _session.QueryValue("select replaced('banana', 'an', 'AN', 4)").ShouldBe("bANA");
        Rows("select sum4(i::int, i, 0.5, i = 1) from range(3) t(i)").ShouldBe("[0.5, 3.5, 4.5]");
    }

    [Fact]
    public void Lists_are_read_in_place()
    {
        _session.RegisterScalar(ScalarFunction.Create("total", (ListView<double> list) =>
        {
            double sum = 0;
            for (int i = 0; i < list.Length; i++)
            {
                sum += list.IsNull(i) ? 1000 : list.Values[i];
            }

            return sum;
        }));
        _session.RegisterScalar(ScalarFunction.Create("joined", (TextListView list, ReadOnlySpan<byte> separator, Utf8Writer output) =>
        {
            for (int i = 0; i < list.Length; i++)
            {
                output.Append(i == 0 ? default : separator);
                output.Append(list.IsNull(i) ? "NULL"u8 : list[i]);
            }
        }));
        Rows("select total(x) from (values ([1.5, 2]), ([]), (null), ([null, 4])) t(x)").ShouldBe("[3.5, 0, null, 1004]");
        Rows("select joined(x, '-') from (values (['a', 'a text longer than a slot', null]), ([]), (null)) t(x)").ShouldBe("['a-a text longer than a slot-NULL', '', null]");
        _session.QueryValue("select count(*) from range(10000) t(i) where total(range(i % 50)::double[]) = (i % 50) * (i % 50 - 1) / 2").ShouldBe(10000L);
    }

    [Fact]
    public void Lists_are_written()
    {
        _session.RegisterScalar(ScalarFunction.Create("differences", (ListView<double> list, ListWriter<double> output) =>
        {
            Span<double> differences = output.Append(Math.Max(list.Length - 1, 0));
            for (int i = 0; i < differences.Length; i++)
            {
                differences[i] = list.Values[i + 1] - list.Values[i];
            }
        }));
        _session.RegisterScalar(ScalarFunction.Create("evens", (long count, ListWriter<long> output) =>
        {
            for (long i = 0; i < count; i++)
            {
                if (i % 2 == 0)
                {
                    output.Add(i);
                }
                else
                {
                    output.AddNull();
                }
            }
        }));
        _session.RegisterScalar(ScalarFunction.Create("words", (ReadOnlySpan<byte> text, TextListWriter output) =>
        {
            foreach (Range word in text.Split((byte)' '))
            {
                if (text[word].IsEmpty)
                {
                    output.AddNull();
                }
                else
                {
                    output.Add(text[word]);
                }
            }
        }));
        Rows("select differences(x) from (values ([1, 2, 4]::double[]), ([]), ([7]), (null)) t(x)").ShouldBe("[[1, 2], [], [], null]");
        Rows("select evens(x) from (values (3), (0), (4)) t(x)").ShouldBe("[[0, null, 2], [], [0, null, 2, null]]");
        Rows("select words(x) from (values ('a  bc'), ('one-word-beyond-a-slot')) t(x)").ShouldBe("[['a', null, 'bc'], ['one-word-beyond-a-slot']]");
        _session.QueryValue("select sum(len(evens(i % 100))) from range(10000) t(i)").ShouldBe((Int128)495000);
    }

    [Fact]
    public void Something_is_prepared_once_for_a_constant()
    {
        int prepared = 0;
        _session.RegisterScalar(ScalarFunction.CreatePrepared(
            "count_of",
            letters =>
            {
                Interlocked.Increment(ref prepared);
                return Encoding.UTF8.GetString(letters);
            },
            (ReadOnlySpan<byte> text, string letters) =>
            {
                long count = 0;
                foreach (byte letter in text)
                {
                    count += letters.Contains((char)letter, StringComparison.Ordinal) ? 1 : 0;
                }

                return count;
            }));
        _session.Execute("set threads = 1");
        _session.QueryValue("select sum(count_of('abcabc' || i, 'ab')) from range(100000) t(i)").ShouldBe((Int128)400000);
        prepared.ShouldBe(1);
        _session.QueryValue("select sum(count_of('abcabc', 'letters that are not in a slot ' || i % 3)) from range(100000) t(i)").ShouldBe((Int128)200000);
        prepared.ShouldBe(4);
        _session.QueryValue("select count(*) from range(3000) t(i) where count_of(i::varchar || '-long-enough-for-the-heap', i::varchar) >= length(i::varchar)").ShouldBe(3000L);
    }

    [Fact]
    public void Prepared_functions_take_further_parameters_and_writers()
    {
        _session.RegisterScalar(ScalarFunction.CreatePrepared("cut", from => (byte)from[0], (ReadOnlySpan<byte> text, byte mark, Utf8Writer output) => output.Append(text[..text.IndexOf(mark)])));
        _session.RegisterScalar(ScalarFunction.CreatePrepared("nth", from => (byte)from[0], (ReadOnlySpan<byte> text, byte mark, long index, Utf8Writer output) =>
        {
            foreach (Range part in text.Split(mark))
            {
                if (index-- == 0)
                {
                    output.Append(text[part]);
                }
            }
        }));
        _session.RegisterScalar(ScalarFunction.CreatePrepared("at", from => (byte)from[0], (ReadOnlySpan<byte> text, byte mark, bool last) => (long)(last ? text.LastIndexOf(mark) : text.IndexOf(mark))));
        _session.QueryValue("select cut('key=value', '=')").ShouldBe("key");
        _session.QueryValue("select nth('a.b.c', '.', 1)").ShouldBe("b");
        _session.QueryValue("select at('a.b.c', '.', true)").ShouldBe(3L);
    }

    [Fact]
    public void Repeated_strings_are_worked_on_once_and_rightly()
    {
        int calls = 0;
        _session.RegisterScalar(ScalarFunction.Create("size_of", (ReadOnlySpan<byte> text, long more) =>
        {
            Interlocked.Increment(ref calls);
            return text.Length == 7 ? (long?)null : text.Length + more;
        }));
        _session.RegisterScalar(ScalarFunction.Create("louder", (ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, Utf8Writer output) =>
        {
            output.Append(text);
            output.Append(mark);
        }));
        _session.Execute("create table t as select i, case when i % 5 = 4 then null else repeat('x', (i % 20)::int) end as s, i % 3 as m from range(50000) t(i)");
        _session.QueryValue("select count(*) from t where size_of(s, m) is not distinct from (case when length(s) <> 7 then length(s) + m end)").ShouldBe(50000L);
        calls.ShouldBeLessThan(30000);
        _session.QueryValue("select count(*) from t where louder(s, m || '!') is not distinct from s || m || '!'").ShouldBe(50000L);
        _session.QueryValue("select count(*) from t where louder(s, 'a mark that is longer than a slot') is not distinct from s || 'a mark that is longer than a slot'").ShouldBe(50000L);
    }

    [Fact]
    public void Constant_calls_are_folded()
    {
        int calls = 0;
        _session.RegisterScalar(ScalarFunction.Create("answer", (long x) => (long)(Interlocked.Increment(ref calls) * 0) + x));
        _session.QueryValue("select sum(answer(42)) from range(100000)").ShouldBe((Int128)4200000);
        calls.ShouldBeLessThan(5);
    }

    [Fact]
    public void Overloads_are_chosen_by_type()
    {
        _session.RegisterScalar(ScalarFunction.Create("kind", (long _) => 1));
        _session.RegisterScalar(ScalarFunction.Create("kind", (ReadOnlySpan<byte> _) => 2));
        _session.RegisterScalar(ScalarFunction.Create("kind", (long _, long _) => 3));
        Rows("select unnest([kind(1), kind('x'), kind(1, 2)])").ShouldBe("[1, 2, 3]");
        Should.Throw<DuckDbException>(() => _session.QueryValue("select kind('x'::varchar, 'y'::varchar)")).Kind.ShouldBe(DuckDbErrorKind.Binder);
    }

    [Fact]
    public void Kernels_take_any_arguments()
    {
        _session.RegisterScalar(new ScalarFunction("described", [DuckDbType.Any, DuckDbType.Any], DuckDbType.Varchar, static (in ScalarInput input, VectorWriter output) =>
        {
            for (int row = 0; row < input.RowCount; row++)
            {
                var text = new StringBuilder();
                for (int i = 0; i < input.ColumnCount; i++)
                {
                    VectorReader column = input.Column(i);
                    text.Append(column.Type).Append('=').Append(TestFormat.Of(column.Value(row))).Append(' ');
                }

                output.SetText(row, Encoding.UTF8.GetBytes(text.ToString()));
            }
        })
        {
            HandlesNulls = true,
        });
        _session.QueryValue("select described(1, null::double)").ShouldBe("INTEGER=1 DOUBLE=null ");
        _session.QueryValue("select described(['a'], {k: true})").ShouldBe("VARCHAR[]=['a'] STRUCT(\"k\" BOOLEAN)={k: true} ");
        _session.QueryValue("select described('{}'::json, 2.5)").ShouldBe("JSON='{}' DECIMAL(2,1)=2.5 ");
    }

    [Fact]
    public void Structs_with_lists_are_results()
    {
        DuckDbType type = DuckDbType.Struct(new("upto", DuckDbType.List(DuckDbType.BigInt)), new("label", DuckDbType.Varchar), new("nested", DuckDbType.List(DuckDbType.List(DuckDbType.Varchar))));
        _session.RegisterScalar(new ScalarFunction("unpacked", [DuckDbType.BigInt], type, static (in ScalarInput input, VectorWriter output) =>
        {
            ReadOnlySpan<long> counts = input.Column(0).Values<long>();
            for (int row = 0; row < counts.Length; row++)
            {
                if (input.IsNull(row))
                {
                    continue;
                }

                VectorWriter upto = output.Field(0);
                int first = upto.AppendList(row, (int)counts[row]);
                Span<long> numbers = upto.Elements.Values<long>()[first..];
                for (int i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = i;
                }

                if (counts[row] == 2)
                {
                    output.Field(1).SetNull(row);
                }
                else
                {
                    output.Field(1).SetText(row, "a label, and not a short one"u8);
                }

                VectorWriter outer = output.Field(2);
                int offset = outer.AppendList(row, 1);
                VectorWriter inner = outer.Elements;
                int innerOffset = inner.AppendList(offset, (int)counts[row]);
                for (int i = 0; i < counts[row]; i++)
                {
                    inner.Elements.SetText(innerOffset + i, i == 0 ? "x"u8 : "a text on the heap"u8);
                }
            }
        }));
        Rows("select unpacked(x) from (values (1), (null), (2), (0)) t(x)").ShouldBe(
            "[{upto: [0], label: 'a label, and not a short one', nested: [['x']]}, null, {upto: [0, 1], label: null, nested: [['x', 'a text on the heap']]}, {upto: [], label: 'a label, and not a short one', nested: [[]]}]");
        _session.QueryValue("select sum(len(unpacked(i % 100).upto)) from range(10000) t(i)").ShouldBe((Int128)495000);
        Rows("select unpacked(x) is null from (values (1), (null)) t(x)").ShouldBe("[false, true]");
    }

    [Fact]
    public void State_is_one_a_thread()
    {
        int created = 0;
        _session.RegisterScalar(new ScalarFunction("nth_row", [DuckDbType.BigInt], DuckDbType.BigInt, static (in ScalarInput input, VectorWriter output) =>
        {
            long[] counter = input.State<long[]>();
            Span<long> numbers = output.Values<long>();
            for (int row = 0; row < input.RowCount; row++)
            {
                numbers[row] = counter[0]++;
            }
        })
        {
            CreateState = () =>
            {
                Interlocked.Increment(ref created);
                return new long[1];
            },
        });
        _session.Execute("set threads = 1");
        _session.QueryValue("select max(nth_row(i)) from range(10000) t(i)").ShouldBe(9999L);
        created.ShouldBe(1);
    }

    [Fact]
    public void A_second_function_of_the_same_parameters_takes_the_first_ones_place()
    {
        _session.RegisterScalar(ScalarFunction.Create("which", (long _) => 1));
        _session.RegisterScalar(ScalarFunction.Create("which", (long _) => 2));
        _session.QueryValue("select which(0::bigint)").ShouldBe(2);
    }

    [Fact]
    public void A_function_without_a_name_is_an_error() =>
        Should.Throw<DuckDbException>(() => _session.RegisterScalar(ScalarFunction.Create("", (long x) => x))).Message.ShouldContain("(BIGINT)");

    [Fact]
    public void A_type_without_counterpart_is_refused_at_once() =>
        Should.Throw<NotSupportedException>(() => ScalarFunction.Create("f", (DateTime x) => x));

    private string Rows(string sql)
    {
        using DuckDbResult result = _session.Query(sql);
        return TestFormat.Of(result.ReadRows().Select(row => row[0]).ToArray());
    }
}
