using System.Collections.Immutable;

namespace Tocsin.DuckDb;

/// <summary>
/// Works out one chunk of rows. It runs on DuckDB's threads, several at a time; it may throw, which fails the query.
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

    /// <summary>The type of any number of further arguments; null for none.</summary>
    public DuckDbType? VarArgs { get; init; }

    /// <summary>
    /// False (the default): a row with a null argument is null, and the kernel skips the rows that
    /// <see cref="ScalarInput.IsNull"/> names. True: the kernel sees nulls and decides.
    /// </summary>
    public bool HandlesNulls { get; init; }

    /// <summary>True where equal arguments may give unequal results, so that DuckDB must not fold or share calls.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Makes what <see cref="ScalarInput.State{T}"/> returns: one object a thread and call site.</summary>
    public Func<object>? CreateState { get; init; }
}
