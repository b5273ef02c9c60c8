using System.Collections.Immutable;
using Tocsin.DuckDb.Functions;

namespace Tocsin.DuckDb;

/// <summary>
/// An aggregate of ours. Each group has a state; DuckDB builds states on several threads and merges them. A state is bytes
/// of DuckDB's, which it moves and spills as it likes; what it holds beyond them is a block of <see cref="FunctionMemory"/>.
/// </summary>
public abstract class AggregateFunction
{
    private protected AggregateFunction(string name, ImmutableArray<DuckDbType> parameters, DuckDbType returnType)
    {
        Name = name;
        Parameters = parameters;
        ReturnType = returnType;
    }

    public string Name { get; }

    public ImmutableArray<DuckDbType> Parameters { get; }

    public DuckDbType ReturnType { get; }

    /// <summary>So many bytes at the head of a new state are zero. The first eight of a state point to its block, or are zero.</summary>
    internal const int HeadSize = 16;

    /// <summary>The bytes of a state.</summary>
    internal abstract int StateSize { get; }

    /// <summary>
    /// The distinct values of a column as a list, in the order in which they first came; null rows do not count. Not for
    /// windows.
    /// </summary>
    /// <param name="element">BOOLEAN, INTEGER, BIGINT, DOUBLE or VARCHAR. Reals are equal as <see cref="double.Equals(double)"/> has it.</param>
    /// <param name="most">How many values a list holds; further ones are left out.</param>
    /// <param name="takesLimit">Whether a second argument, an INTEGER that is not null, says so too.</param>
    public static AggregateFunction Distinct(string name, DuckDbType element, int most, bool takesLimit)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element.Id switch
        {
            DuckDbTypeId.Boolean => new DistinctNumbers<bool>(name, element, most, takesLimit),
            DuckDbTypeId.Integer => new DistinctNumbers<int>(name, element, most, takesLimit),
            DuckDbTypeId.BigInt => new DistinctNumbers<long>(name, element, most, takesLimit),
            DuckDbTypeId.Double => new DistinctNumbers<double>(name, element, most, takesLimit),
            DuckDbTypeId.Varchar => new DistinctTexts(name, most, takesLimit),
            _ => throw new NotSupportedException($"No set is made of {element}."),
        };
    }

    internal abstract unsafe void Update(nint chunk, nint** states, ref StateLedger ledger);

    internal abstract unsafe void Combine(nint** sources, nint** targets, int count, ref StateLedger ledger);

    internal abstract unsafe void Finish(nint** states, nint output, int count, int offset);
}
