namespace Tocsin.Telemetry.Sampling;

/// <summary>How a JSON file's records are laid out.</summary>
internal enum JsonLayoutKind
{
    /// <summary>One object a line.</summary>
    Lines,

    /// <summary>The elements of arrays at the top level.</summary>
    Array,

    /// <summary>The elements of an array under a key of top-level objects, such as <c>Results</c>.</summary>
    Envelope,

    /// <summary>Objects one after another, over several lines each.</summary>
    Concatenated,
}

/// <param name="EnvelopeDepth">How many objects and arrays hold the key: 1 at the top, 2 for <c>hits.hits</c>; of an array without a key, how many arrays hold its objects.</param>
internal sealed record JsonLayout(JsonLayoutKind Kind, string? EnvelopeKey = null, int EnvelopeDepth = 1)
{
    /// <summary>Whether each record has a line in front that says what to do with it, as in Elasticsearch's bulk requests.</summary>
    public bool HasActions { get; init; }
}
