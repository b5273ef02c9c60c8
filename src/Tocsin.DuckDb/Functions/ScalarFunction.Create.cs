using System.Collections.Immutable;
using Tocsin.DuckDb.Functions;

namespace Tocsin.DuckDb;

// The shapes that a function of one row can have. Parameters: bool, int, long, double, Int128, DecimalUnits, Guid, their nullables
// (which let the row's null through; otherwise a null argument makes a null result), ReadOnlySpan<byte> (UTF-8 text),
// ListView<T>, TextListView. Results: the plain ones of these, or, as a last parameter, a writer.
// A prepared parameter is text from which something is made once for many rows.
public sealed partial class ScalarFunction
{
    /// <summary>A function of one row.</summary>
    public static ScalarFunction Create<T1, TResult>(string name, Func<T1, TResult> function)
        where T1 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, createParts: null, (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, TResult>(new(input.Column(0)), function, output);
            Run(ref kernel, input, output);
        });

    /// <summary>A function of one row that writes its result: text, or a list.</summary>
    public static ScalarFunction Create<T1, TWriter>(string name, Action<T1, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, NewWriter(typeof(TWriter)), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new WriterKernel<Argument<T1>, T1, TWriter>(new(input.Column(0)), function, Writer<TWriter>(input), output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction Create<T1, T2, TResult>(string name, Func<T1, T2, TResult> function)
        where T1 : allows ref struct
        where T2 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, createParts: null, (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, Argument<T2>, T2, TResult>(new(input.Column(0)), new(input.Column(1)), function, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction Create<T1, T2, TWriter>(string name, Action<T1, T2, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, NewWriter(typeof(TWriter)), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new WriterKernel<Argument<T1>, T1, Argument<T2>, T2, TWriter>(new(input.Column(0)), new(input.Column(1)), function, Writer<TWriter>(input), output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction Create<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> function)
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, createParts: null, (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, Argument<T2>, T2, Argument<T3>, T3, TResult>(new(input.Column(0)), new(input.Column(1)), new(input.Column(2)), function, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction Create<T1, T2, T3, TWriter>(string name, Action<T1, T2, T3, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, NewWriter(typeof(TWriter)), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new WriterKernel<Argument<T1>, T1, Argument<T2>, T2, Argument<T3>, T3, TWriter>(new(input.Column(0)), new(input.Column(1)), new(input.Column(2)), function, Writer<TWriter>(input), output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction Create<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> function)
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        where T4 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, createParts: null, (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, Argument<T2>, T2, Argument<T3>, T3, Argument<T4>, T4, TResult>(new(input.Column(0)), new(input.Column(1)), new(input.Column(2)), new(input.Column(3)), function, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction Create<T1, T2, T3, T4, TWriter>(string name, Action<T1, T2, T3, T4, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        where T4 : allows ref struct
        => RowWise(name, function, isSecondPrepared: false, NewWriter(typeof(TWriter)), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new WriterKernel<Argument<T1>, T1, Argument<T2>, T2, Argument<T3>, T3, Argument<T4>, T4, TWriter>(new(input.Column(0)), new(input.Column(1)), new(input.Column(2)), new(input.Column(3)), function, Writer<TWriter>(input), output);
            Run(ref kernel, input, output);
        });

    /// <summary>A function whose second parameter is prepared; <paramref name="prepare"/> runs once for each text and thread, as a rule.</summary>
    public static ScalarFunction CreatePrepared<T1, TPrepared, TResult>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Func<T1, TPrepared, TResult> function)
        where T1 : allows ref struct
        => RowWise(name, function, isSecondPrepared: true, () => new PreparedCache<TPrepared>(prepare), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, PreparedArgument<TPrepared>, TPrepared, TResult>(new(input.Column(0)), new(input.Column(1), Prepared<TPrepared>(input)), function, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, TWriter>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Action<T1, TPrepared, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        => RowWise(name, function, isSecondPrepared: true, () => (new TWriter(), new PreparedCache<TPrepared>(prepare)), (in ScalarInput input, VectorWriter output) =>
        {
            (TWriter writer, PreparedCache<TPrepared> cache) = input.State<RowState>().Parts<(TWriter, PreparedCache<TPrepared>)>();
            writer.Reset();
            var kernel = new WriterKernel<Argument<T1>, T1, PreparedArgument<TPrepared>, TPrepared, TWriter>(new(input.Column(0)), new(input.Column(1), cache), function, writer, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, T2, TResult>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Func<T1, TPrepared, T2, TResult> function)
        where T1 : allows ref struct
        where T2 : allows ref struct
        => RowWise(name, function, isSecondPrepared: true, () => new PreparedCache<TPrepared>(prepare), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, PreparedArgument<TPrepared>, TPrepared, Argument<T2>, T2, TResult>(new(input.Column(0)), new(input.Column(1), Prepared<TPrepared>(input)), new(input.Column(2)), function, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, T2, TWriter>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Action<T1, TPrepared, T2, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        => RowWise(name, function, isSecondPrepared: true, () => (new TWriter(), new PreparedCache<TPrepared>(prepare)), (in ScalarInput input, VectorWriter output) =>
        {
            (TWriter writer, PreparedCache<TPrepared> cache) = input.State<RowState>().Parts<(TWriter, PreparedCache<TPrepared>)>();
            writer.Reset();
            var kernel = new WriterKernel<Argument<T1>, T1, PreparedArgument<TPrepared>, TPrepared, Argument<T2>, T2, TWriter>(new(input.Column(0)), new(input.Column(1), cache), new(input.Column(2)), function, writer, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, T2, T3, TResult>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Func<T1, TPrepared, T2, T3, TResult> function)
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        => RowWise(name, function, isSecondPrepared: true, () => new PreparedCache<TPrepared>(prepare), (in ScalarInput input, VectorWriter output) =>
        {
            var kernel = new FuncKernel<Argument<T1>, T1, PreparedArgument<TPrepared>, TPrepared, Argument<T2>, T2, Argument<T3>, T3, TResult>(new(input.Column(0)), new(input.Column(1), Prepared<TPrepared>(input)), new(input.Column(2)), new(input.Column(3)), function, output);
            Run(ref kernel, input, output);
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, T2, T3, TWriter>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Action<T1, TPrepared, T2, T3, TWriter> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        => RowWise(name, function, isSecondPrepared: true, () => (new TWriter(), new PreparedCache<TPrepared>(prepare)), (in ScalarInput input, VectorWriter output) =>
        {
            (TWriter writer, PreparedCache<TPrepared> cache) = input.State<RowState>().Parts<(TWriter, PreparedCache<TPrepared>)>();
            writer.Reset();
            var kernel = new WriterKernel<Argument<T1>, T1, PreparedArgument<TPrepared>, TPrepared, Argument<T2>, T2, Argument<T3>, T3, TWriter>(new(input.Column(0)), new(input.Column(1), cache), new(input.Column(2)), new(input.Column(3)), function, writer, output);
            Run(ref kernel, input, output);
        });

    /// <summary>
    /// Reads the signature off the delegate's type. Generic code would do so too, but each signature's copy of it would be
    /// compiled when the program starts.
    /// </summary>
    private static ScalarFunction RowWise(string name, Delegate function, bool isSecondPrepared, Func<object>? createParts, ScalarKernel kernel)
    {
        Type[] signature = function.GetType().GenericTypeArguments;
        var parameters = ImmutableArray.CreateBuilder<DuckDbType>();
        ulong nullableParameters = 0;
        for (int i = 0; i < signature.Length - 1; i++)
        {
            bool isPrepared = isSecondPrepared && i == 1;
            parameters.Add(isPrepared ? DuckDbType.Varchar : SignatureType.Of(signature[i]));
            nullableParameters |= !isPrepared && SignatureType.IsNullable(signature[i]) ? 1UL << i : 0;
        }

        DuckDbType returnType = SignatureType.Of(signature[^1]);
        bool memoizes = parameters[0].Id == DuckDbTypeId.Varchar && returnType.Id != DuckDbTypeId.List;
        return new ScalarFunction(name, parameters.ToImmutable(), returnType, kernel)
        {
            NullableParameters = nullableParameters,
            CreateState = () => new RowState(memoizes ? new RowMemo() : null, createParts?.Invoke()),
        };
    }

    private static Func<object> NewWriter(Type type) => () => Activator.CreateInstance(type)!;

    private static void Run<TKernel>(ref TKernel kernel, in ScalarInput input, VectorWriter output)
        where TKernel : struct, IRowKernel, allows ref struct
    {
        if (input.State<RowState>().Memo is { } memo && memo.BeginChunk(input.RowCount))
        {
            RowLoop.RunMemoized(ref kernel, input, output, memo);
        }
        else
        {
            RowLoop.Run(ref kernel, input);
        }
    }

    private static TWriter Writer<TWriter>(in ScalarInput input)
        where TWriter : ResultWriter
    {
        TWriter writer = input.State<RowState>().Parts<TWriter>();
        writer.Reset();
        return writer;
    }

    private static PreparedCache<TPrepared> Prepared<TPrepared>(in ScalarInput input) => input.State<RowState>().Parts<PreparedCache<TPrepared>>();

    /// <summary>What a row-wise function keeps for a thread: the memo of rows and the parts that its shape needs.</summary>
    private sealed class RowState(RowMemo? memo, object? parts)
    {
        internal RowMemo? Memo { get; } = memo;

        internal T Parts<T>() => (T)parts!;
    }
}
