using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Loading;

public static partial class TelemetryCatalog
{
    /// <summary>The path that stands for standard input; a file of that name is ./-.</summary>
    public const string StandardInput = InputExpander.StandardInput;

    /// <summary>
    /// Looks at the files under the paths (files, folders, patterns, <c>-</c> for standard input) and plans how to read them. Nothing but samples
    /// is read, except that archives are unpacked and JSON arrays and UTF-16 are copied to one record a line.
    /// </summary>
    public static TelemetrySet Open(IEnumerable<string> paths, TelemetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options ??= TelemetryOptions.Default;
        var diagnostics = new List<TelemetryDiagnostic>();
        var store = new TemporaryStore(options.TemporaryFolder, options.MaximumTemporaryBytes);
        try
        {
            var recogniser = new FileRecogniser(store, options, diagnostics);
            var requested = paths.ToArray();
            var found = InputExpander.Expand(requested, diagnostics);
            var files = found.Select(f => (Path: f, Table: Table(f, options, diagnostics))).ToArray();
            var copies = files.GroupBy(f => f.Table, f => f.Path, StringComparer.Ordinal).SelectMany(FileCopies.Find).ToDictionary(StringComparer.Ordinal);
            foreach (var (copy, original) in copies)
            {
                recogniser.LeaveOut(copy, $"a copy of {original}");
            }

            files = [.. files.Where(f => !copies.ContainsKey(f.Path))];
            var recognised = files.SelectMany(f => f.Path is InputExpander.StandardInput ? recogniser.RecogniseInput(f.Table) : recogniser.Recognise(f.Path, f.Table)).ToArray();
            if (recognised.Length == 0 && found.Count > 0)
            {
                diagnostics.Add(TelemetryDescriptors.NothingUsable.For(string.Join(' ', requested), found.Count));
            }

            diagnostics.AddRange(options.Mappings
                .Where(m => Array.TrueForAll(recognised, r => r.Recognised.Format != m.Name))
                .Select(m => TelemetryDescriptors.UnusedMapping.For(m.Name)));
            return new TelemetrySet(Group(recognised), [.. recogniser.Skipped], [.. diagnostics], store, options);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The files under the paths, in the order in which they are read; paths that are not there give none.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => InputExpander.Expand(paths, []);

    /// <summary>Files of equal format and shape are one reading, in the order of their first file.</summary>
    internal static ImmutableArray<TelemetryReading> Group(IEnumerable<RecognisedFile> files, int firstStage = 1) =>
    [
        .. files.GroupBy(f => (f.Recognised.Format, f.Recognised.Shape, f.File.Compression))
            .Select((g, i) => g.First().Recognised.Plan([.. g.Select(f => f.File)], StageName(firstStage + i))),
    ];

    internal static string StageName(int number) => string.Create(CultureInfo.InvariantCulture, $"tocsin_stage_{number}");

    private static string? Table(string path, TelemetryOptions options, List<TelemetryDiagnostic> diagnostics)
    {
        if (!options.Tables.TryGetValue(Path.GetFullPath(path), out var name))
        {
            return null;
        }

        if (KnownTables.Find(name) is not null || Fault(name, options) is not { } fault)
        {
            return name;
        }

        diagnostics.Add(TelemetryDescriptors.TableName.For(path, name, fault));
        return null;
    }

    /// <summary>Why a table of one's own cannot have the name; null where it can. The database does not tell names by case.</summary>
    private static string? Fault(string name, TelemetryOptions options) =>
        !OwnName().IsMatch(name) ? "it has other characters than letters, digits and underscores"
        : name.StartsWith("tocsin_", StringComparison.OrdinalIgnoreCase) ? "names that begin so are Tocsin's own"
        : KnownTables.Names.Concat(options.Tables.Values).FirstOrDefault(n => n != name && n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other
            ? $"it differs in nothing but case from {other}"
        : null;

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]{0,199}\z", RegexOptions.None, 1000)]
    private static partial Regex OwnName();
}
