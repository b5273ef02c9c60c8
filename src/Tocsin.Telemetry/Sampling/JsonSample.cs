namespace Tocsin.Telemetry.Sampling;

internal sealed record JsonSample(JsonLayout Layout, IReadOnlyList<SampleRecord> Records)
{
    /// <summary>Names of all sampled records.</summary>
    public IReadOnlySet<string> Names { get; } = Records.SelectMany(r => r.Names).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether more than half of the records satisfy the condition.</summary>
    public bool Most(Func<SampleRecord, bool> condition) => Records.Count > 0 && Records.Count(condition) * 2 > Records.Count;
}
