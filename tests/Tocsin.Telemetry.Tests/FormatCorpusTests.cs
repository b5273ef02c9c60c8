using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Tocsin.Sql.Dialects;
using Tocsin.Telemetry.Context;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Telemetry.Tests;

/// <summary>tests/corpus/formats: each *.expected.json says what reading the file beside it (or the files it lists) gives.</summary>
public sealed class FormatCorpusTests
{
    private const string Suffix = ".expected.json";
    private const int LongTable = 20;
    private const int LongValue = 1000;

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateFiles(Corpus.Folder("formats"), "*" + Suffix, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Corpus.Folder("formats"), f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_as_expected(string path)
    {
        var expectedPath = Path.Combine(Corpus.Folder("formats"), path);
        using var expected = JsonDocument.Parse(File.ReadAllText(expectedPath));
        var root = expected.RootElement;
        string[] files = root.TryGetProperty("files", out var list)
            ? [.. list.EnumerateArray().Select(f => Path.Combine(Path.GetDirectoryName(expectedPath)!, f.GetString()!))]
            : [expectedPath[..^Suffix.Length]];

        var derives = root.TryGetProperty("derive", out var derive) && derive.GetString() == "aggregated-reports";
        var mappings = Strings(root, "maps").Select(m => Mapping(Path.Combine(Path.GetDirectoryName(expectedPath)!, m)));
        var drafts = Golden.IsUpdating && !root.TryGetProperty("accounts", out _);
        var named = root.TryGetProperty("rejections", out _);
        var options = TelemetryOptions.Default with { Mappings = [.. mappings], KeepsRejections = drafts || named, Tables = Bound(root, files) };
        using var set = TelemetryCatalog.Open(files, options);
        using var session = new TestSession();
        var loaded = TelemetryLoader.Load(set, session);
        loaded = derives ? AggregatedReports.Add(loaded, session) : loaded;

        if (drafts)
        {
            File.WriteAllText(expectedPath, Draft(root, session, loaded));
            return;
        }

        var messages = string.Join('\n', loaded.Diagnostics.Select(d => $"{d.Id} {d.Message}"));
        Accounts(loaded).ToArray().ShouldBe(
            [.. root.GetProperty("accounts").EnumerateArray().Select(a => a.GetString()!).Order(StringComparer.Ordinal)],
            messages);
        loaded.Diagnostics.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal).ToArray().ShouldBe(
            [.. Strings(root, "diagnostics").Order(StringComparer.Ordinal)],
            messages);
        if (named)
        {
            Rejections(loaded).ShouldBe([.. Strings(root, "rejections")], messages);
        }

        foreach (var text in Strings(root, "messages"))
        {
            messages.ShouldContain(text, Case.Sensitive);
        }

        foreach (var table in root.TryGetProperty("columns", out var columns) ? columns.EnumerateObject() : default)
        {
            Columns(loaded.Tables.Single(t => t.Schema.Name == table.Name)).ShouldBe([.. table.Value.EnumerateArray().Select(c => c.GetString()!)]);
        }

        foreach (var table in root.TryGetProperty("tables", out var tables) ? tables.EnumerateObject() : default)
        {
            CompareRows(session, loaded.Tables.Single(t => t.Schema.Name == table.Name), table.Value);
        }
    }

    /// <summary>The table that all files are bound to, or each file's.</summary>
    private static ImmutableDictionary<string, string> Bound(JsonElement root, string[] files) =>
        !root.TryGetProperty("boundTo", out var bound) ? ImmutableDictionary<string, string>.Empty
        : bound.ValueKind == JsonValueKind.String ? files.ToImmutableDictionary(Path.GetFullPath, _ => bound.GetString()!, StringComparer.Ordinal)
        : bound.EnumerateObject().ToImmutableDictionary(
            b => Path.GetFullPath(files.Single(f => Path.GetFileName(f) == b.Name)), b => b.Value.GetString()!, StringComparer.Ordinal);

    /// <summary>Of a published table, the columns that its files add.</summary>
    private static string[] Columns(LoadedTable table) =>
        [.. table.Schema.Columns.Where(c => KnownTables.Find(table.Schema.Name)?.Find(c.Name) is null).Select(c => $"{c.Name}:{c.Type.Name()}")];

    private static FileMapping Mapping(string path)
    {
        var bag = new DiagnosticBag(new SourceText(File.ReadAllText(path), path));
        return MappingFileReader.Read(bag.Source, bag).ShouldNotBeNull(string.Join('\n', bag.Items.Select(d => $"{d.Position} {d.Message}")));
    }

    /// <summary>What a case without accounts gives, for its author to check: all that is not empty.</summary>
    private static string Draft(JsonElement root, TestSession session, LoadedTelemetry loaded)
    {
        var draft = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            draft[property.Name] = property.Value.Clone();
        }

        draft["accounts"] = Accounts(loaded);
        if (loaded.Diagnostics.Length > 0)
        {
            draft["diagnostics"] = loaded.Diagnostics.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal);
        }

        if (loaded.Rejections.Length > 0)
        {
            draft["rejections"] = Rejections(loaded);
        }

        if (root.TryGetProperty("boundTo", out _))
        {
            draft["columns"] = loaded.Tables.Where(t => Columns(t).Length is > 0 and < LongTable).ToDictionary(t => t.Schema.Name, Columns, StringComparer.Ordinal);
        }

        // Of long tables and long values the accounts say enough.
        var tables = loaded.Tables.Select(t => (t.Schema, Rows: session.Rows(DuckDbWriter.Write(t.Rows)))).Where(t => t.Rows.Count < LongTable);
        draft["tables"] = tables.ToDictionary(t => t.Schema.Name, t => t.Rows.Select(row => t.Schema.Columns
            .Select((c, i) => KeyValuePair.Create(c.Name, Show(row[i], c.Type)))
            .Where(c => c.Value.Length is > 0 and < LongValue && (c.Key != "TimeGenerated" || KnownTables.Find(t.Schema.Name) is null))
            .ToDictionary(StringComparer.Ordinal)));
        return JsonSerializer.Serialize(draft, Indented).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    private static IEnumerable<string> Accounts(LoadedTelemetry loaded) => loaded.Accounts
        .GroupBy(a => (a.Outcome, a.Detail))
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key.Outcome.ToString().ToLowerInvariant()} {g.Key.Detail}: {g.Sum(a => a.Records)}"))
        .Order(StringComparer.Ordinal);

    /// <summary>As <c>3: not valid JSON</c>; without a number where a file does not have its records on lines.</summary>
    private static string[] Rejections(LoadedTelemetry loaded) =>
        [.. loaded.Rejections.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Line}: {r.Reason}")).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Strings(JsonElement root, string name) =>
        root.TryGetProperty(name, out var values) ? values.EnumerateArray().Select(v => v.GetString()!) : [];

    /// <summary>Rows in order; of each, the columns that the expectation names.</summary>
    private static void CompareRows(TestSession session, LoadedTable table, JsonElement expected)
    {
        var rows = session.Rows(DuckDbWriter.Write(table.Rows));
        rows.ShouldAllBe(r => r.Count == table.Schema.Columns.Length);
        var wanted = expected.EnumerateArray().ToArray();
        rows.Count.ShouldBe(wanted.Length);
        for (var i = 0; i < wanted.Length; i++)
        {
            foreach (var property in wanted[i].EnumerateObject())
            {
                var column = table.Schema.Find(property.Name).ShouldNotBeNull(property.Name);
                Show(rows[i][table.Schema.Columns.IndexOf(column)], column.Type).ShouldBe(property.Value.ToString(), $"row {i}, {property.Name}");
            }
        }

        for (var c = 0; c < table.Schema.Columns.Length; c++)
        {
            if (table.Schema.Columns[c].Type == KqlType.String)
            {
                rows.ShouldAllBe(r => r[c] is string, table.Schema.Columns[c].Name);
            }
        }
    }

    private static string Show(object? value, KqlType type) => (value, type) switch
    {
        (null, _) => string.Empty,
        (_, KqlType.DateTime) => new DateTime(Convert.ToInt64(value, CultureInfo.InvariantCulture), DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
