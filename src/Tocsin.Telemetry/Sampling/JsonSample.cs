namespace Tocsin.Telemetry.Sampling;

internal sealed record JsonSample(JsonLayout Layout, IReadOnlyList<SampleRecord> Records)
{
    /// <summary>Names of all sampled records.</summary>
    public IReadOnlySet<string> Names { get; } = Records.SelectMany(r => r.Names).ToHashSet(StringComparer.Ordinal);

    /// <summary>A name that stands in a record twice, or null.</summary>
    public string? DuplicateName => Records.Select(r => r.DuplicateName).FirstOrDefault(n => n is not null);

    /// <summary>Whether more than half of the records satisfy the condition.</summary>
    public bool Most(Func<SampleRecord, bool> condition) => Records.Count > 0 && Records.Count(condition) * 2 > Records.Count;
}
