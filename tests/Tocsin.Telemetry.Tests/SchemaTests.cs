using System.Text.Json;
using Shouldly;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Schemas;
using Xunit;

namespace Tocsin.Telemetry.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void Schemas_equal_those_of_Microsofts_language_service()
    {
        var file = Corpus.RealTelemetry is { } folder ? Path.Combine(folder, "..", "oracle", "schemas.json") : null;
        Assert.SkipWhen(file is null || !File.Exists(file), "No recorded schemas beside the repository.");
        using var recorded = JsonDocument.Parse(File.ReadAllText(file!));
        recorded.RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
            .ShouldBe(KnownTables.Basic.Select(t => t.Name).Order(StringComparer.Ordinal));
        foreach (var table in KnownTables.Basic)
        {
            $"({string.Join(", ", table.Columns.Select(c => $"{c.Name}:{c.Type.Name()}"))})".ShouldBe(recorded.RootElement.GetProperty(table.Name).GetString());
        }
    }

    [Fact]
    public void Every_message_has_its_own_id_and_text()
    {
        var all = TelemetryDescriptors.All;
        all.Select(d => d.Id).ShouldBeUnique();
        all.ShouldAllBe(d => d.Id.StartsWith("TOC6", StringComparison.Ordinal) && d.Message.Contains("{0}", StringComparison.Ordinal));
        typeof(TelemetryDescriptors).GetFields().Length.ShouldBe(all.Count);
    }
}
