using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// What Hayabusa and Chainsaw make of event logs: not the events, but what their rules found in them. An event stands there
/// once for each rule that matched it, or not at all, so counts and intervals would be wrong.
/// </summary>
internal sealed class DetectionListReader : IFormatReader
{
    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        var isHayabusa = sample.Json is { } json
            ? json.Most(r => r.Has("RuleTitle") && r.HasAny("EventID", "RecordID", "Details"))
            : CsvHeader.Read(sample.Lines) is { } header && header.Columns.Contains("RuleTitle", StringComparer.Ordinal) && header.Columns.Contains("EventID", StringComparer.Ordinal);
        return isHayabusa ? Refusal("Hayabusa's timeline", "hayabusa reads")
            : sample.Json?.Most(r => r.Has("document/kind") && r.Has("document/data")) == true ? Refusal("Chainsaw's hunt", "chainsaw dump writes")
            : null;
    }

    private static Refused Refusal(string what, string instead) =>
        new($"{what} lists what rules found, an event once for each rule that matched it; give the event logs that {instead}");
}
