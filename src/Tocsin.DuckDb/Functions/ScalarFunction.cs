using System.Collections.Immutable;

namespace Tocsin.DuckDb;

/// <summary>
/// Works out one chunk of rows. It runs on DuckDB's threads, several at a time. It may throw, which fails the query; but
/// DuckDB also asks for values that no row needs (a filtered row's, or all of a file's dictionary), so that a value
/// without an answer had better be null.
/// </summary>
public delegate void ScalarKernel(in ScalarInput input, VectorWriter output);

/// <summary>A function from row to value that DuckDB calls a chunk at a time. The <c>Create</c> methods make the usual shapes from a lambda.</summary>
public sealed partial class ScalarFunction
{
    public ScalarFunction(string name, ImmutableArray<DuckDbType> parameters, DuckDbType returnType, ScalarKernel kernel)
    {
        Name = name;
        Parameters = parameters;
        ReturnType = returnType;
        Kernel = kernel;
    }

    public string Name { get; }

    public ImmutableArray<DuckDbType> Parameters { get; }

    public DuckDbType ReturnType { get; }

    public ScalarKernel Kernel { get; }

    /// <summary>
    /// False (the default): a row with a null argument is null, and the kernel skips the rows that
    /// <see cref="ScalarInput.IsNull"/> names. True: the kernel sees nulls and decides.
    /// </summary>
    public bool HandlesNulls { get => NullableParameters == ulong.MaxValue; init => NullableParameters = value ? ulong.MaxValue : 0; }

    /// <summary>Makes what <see cref="ScalarInput.State{T}"/> returns: one object a thread and call site.</summary>
    public Func<object>? CreateState { get; init; }

    /// <summary>By bit, the parameters whose nulls the kernel sees.</summary>
    internal ulong NullableParameters { get; private init; }
}
