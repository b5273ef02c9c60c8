using System.Collections.Immutable;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Files;

public enum FileCompression
{
    None,
    Gzip,
}

/// <summary>A file to read.</summary>
/// <param name="DisplayPath">What messages call it: the path as found, or <c>archive!member</c>.</param>
/// <param name="Path">The full path of what is read, which is a copy of ours for members of archives and transcoded text.</param>
public sealed record InputFile(string DisplayPath, string Path, FileCompression Compression = FileCompression.None)
{
    /// <summary>The table that the user bound the file to, or null.</summary>
    public string? Table { get; init; }

    /// <summary>Whether that is a table of which nothing is published: the file's own columns are the table's.</summary>
    internal bool IsOwnTable => Table is not null && KnownTables.Find(Table) is null;

    /// <summary>Whether records stand one a line where the file was found, so that line numbers mean something to its owner.</summary>
    public bool HasLines { get; init; } = true;

    /// <summary>What has the lines of <see cref="Path"/> as they were found, where that is a copy without some.</summary>
    internal string? LinesPath { get; init; }

    /// <summary>Whether it is a part of a file that was put together from several, each with its header.</summary>
    internal bool IsSection { get; init; }

    /// <summary>The columns that the file itself states, with their types; empty where it states none.</summary>
    internal ImmutableArray<ResultColumn> Stated { get; init; } = [];

    /// <summary>How often the records were taken out of others around them.</summary>
    internal int Unwrapped { get; init; }

    /// <summary>Whether the records have been looked at, so that the database may read them.</summary>
    internal bool IsScreened { get; init; }
}
