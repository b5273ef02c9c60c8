using Tocsin.Kql.Types;

namespace Tocsin.Kql.Results;

/// <summary>A column of a result, with Kusto's name of its type in reach.</summary>
public sealed record ResultColumn(string Name, KqlType Type);

/// <summary>
/// A forward-only cursor over the rows of a result. Values are read in their own type, without boxing; spans
/// hold until the next <see cref="Read"/>. Strings are never null.
/// </summary>
public interface IRowReader : IDisposable
{
    IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Moves to the next row; false after the last.</summary>
    bool Read();

    bool IsNull(int column);

    /// <summary>A bool.</summary>
    bool GetBool(int column);

    /// <summary>An int or long; a datetime (since 0001-01-01) or timespan in ticks of 100 ns.</summary>
    long GetLong(int column);

    /// <summary>A real.</summary>
    double GetReal(int column);

    /// <summary>A string; a dynamic as compact JSON; a decimal or guid in its canonical text. UTF-8.</summary>
    ReadOnlySpan<byte> GetUtf8(int column);
}
