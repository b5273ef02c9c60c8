using System.Collections.Immutable;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>How many rows went into and came out of each stage of a query, and where those that a test is about ended.</summary>
/// <param name="Following">The columns and values by which rows are followed, in words.</param>
public sealed record Funnel(ImmutableArray<FunnelPipeline> Pipelines, string Following);

/// <summary>One pipeline of a query: its result, a let table, or the right side of a join.</summary>
/// <param name="Name">What the query calls it.</param>
/// <param name="Source">The source's text, such as a table's name.</param>
/// <param name="Rows">Of the source.</param>
/// <param name="Followed">Rows of the source that are followed; null where its columns do not tell.</param>
/// <param name="IsResult">Whether it gives the query's result.</param>
public sealed record FunnelPipeline(string Name, string Source, long Rows, long? Followed, ImmutableArray<FunnelStage> Stages, bool IsResult);

/// <param name="Number">Counted from 1 through the whole query, the sources not included.</param>
/// <param name="Text">The operator's text on one line.</param>
/// <param name="Depth">0 for operators of the pipeline, 1 for those of a sub-query in the operator before them.</param>
/// <param name="Followed">Rows that are followed after the stage; null where the columns do not tell.</param>
public sealed record FunnelStage(int Number, string Text, int Depth, long RowsIn, long RowsOut, long? FollowedIn, long? Followed)
{
    /// <summary>No row that is followed came out, though some went in.</summary>
    public bool IsEnd => FollowedIn > 0 && Followed == 0;

    /// <summary>What of the stage's conditions the followed rows did not meet.</summary>
    public ImmutableArray<NearMiss> Misses { get; init; } = [];
}

/// <summary>A condition, and how near the followed rows came to it.</summary>
/// <param name="Condition">Its text.</param>
/// <param name="Rows">The followed rows that reach the stage.</param>
/// <param name="Passing">Those of them that meet it.</param>
/// <param name="Nearest">The value that missed it nearest, in words, or null.</param>
public sealed record NearMiss(string Condition, long Rows, long Passing, string? Nearest);
