using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Telemetry.Loading;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>tests/corpus/hostile/files: what must be read of each, and what must be said.</summary>
public sealed class HostileFileTests
{
    private static readonly string Folder = Path.Combine(Corpus.Folder("hostile"), "files");

    public static TheoryData<string> Cases() => [.. File.ReadLines(Path.Combine(Folder, "expected.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_read_as_far_as_it_can_be(string line)
    {
        using var expected = JsonDocument.Parse(line);
        var root = expected.RootElement;
        var file = Path.Combine(Folder, root.GetProperty("file").GetString()!);
        var made = Make(root, file);
        try
        {
            using var set = TelemetryCatalog.Open([made ?? file]);
            using var session = new TestSession();
            Check(root, TelemetryLoader.Load(set, session));
        }
        finally
        {
            if (made is not null)
            {
                File.Delete(made);
            }
        }
    }

    [Fact]
    public void A_sample_that_ends_within_an_array_doubles_no_names()
    {
        var file = Path.GetTempFileName();
        try
        {
            var items = string.Join(',', Enumerable.Repeat("\"item\"", 20_000));
            File.WriteAllText(file, $$$"""[{"Timestamp":"2026-02-11T08:00:00Z","DeviceName":"a","ActionType":"ConnectionSuccess","RemoteIP":"192.0.2.1","AdditionalFields":{"l":[{{{items}}}]}}]""");
            using var set = TelemetryCatalog.Open([file]);
            using var session = new TestSession();
            var loaded = TelemetryLoader.Load(set, session);
            loaded.Diagnostics.ShouldBeEmpty();
            loaded.Records(RecordOutcome.Used).ShouldBe(1);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Check(JsonElement expected, LoadedTelemetry loaded)
    {
        var messages = string.Join('\n', loaded.Diagnostics.Select(d => $"{d.Id} {d.Message}").Concat(loaded.Accounts.Select(a => a.ToString())));
        var used = loaded.Records(RecordOutcome.Used);
        var rejected = loaded.Records(RecordOutcome.Rejected);
        if (expected.GetProperty("used") is { ValueKind: JsonValueKind.Number } wantedUsed)
        {
            used.ShouldBe(wantedUsed.GetInt64(), messages);
        }

        if (expected.GetProperty("rejected") is { ValueKind: JsonValueKind.Number } wantedRejected)
        {
            rejected.ShouldBe(wantedRejected.GetInt64(), messages);
        }

        var outcome = used > 0 ? (rejected > 0 ? "partial" : "read")
            : rejected > 0 || !loaded.Skipped.IsEmpty || loaded.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? "unreadable"
            : "read";
        var outcomes = expected.GetProperty("outcome");
        (outcomes.ValueKind == JsonValueKind.Array ? outcomes.EnumerateArray().Select(o => o.GetString()) : [outcomes.GetString()])
            .ShouldContain(outcome, messages);
        foreach (var mention in expected.GetProperty("mentions").EnumerateArray())
        {
            var anyOf = mention.ValueKind == JsonValueKind.Array ? mention.EnumerateArray().Select(m => m.ToString()) : [mention.ToString()];
            anyOf.ShouldContain(m => messages.Contains(m, StringComparison.OrdinalIgnoreCase), $"{mention} in:\n{messages}");
        }
    }

    /// <summary>Large files are described, not stored: before, repeat × times, after.</summary>
    private static string? Make(JsonElement root, string file)
    {
        if (!root.TryGetProperty("repeat", out var repeat))
        {
            return null;
        }

        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}-{Path.GetFileName(file)}"));
        using var stream = File.Create(path);
        stream.Write(Bytes(root, "before"));
        var unit = Encoding.UTF8.GetBytes(repeat.GetString()!);
        for (var i = root.GetProperty("times").GetInt64(); i > 0; i--)
        {
            stream.Write(unit);
        }

        stream.Write(Bytes(root, "after"));
        return path;
    }

    private static byte[] Bytes(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? Encoding.UTF8.GetBytes(value.GetString()!) : [];
}
