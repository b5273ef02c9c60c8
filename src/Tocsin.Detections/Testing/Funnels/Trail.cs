using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler;
using Tocsin.Detections.Analysis.Checks;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Detections.Testing.Scenarios;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>
/// What tells the rows that a test is about from the others: the values of columns that name devices, processes, accounts and
/// endpoints. They are followed as far as columns hand those values through unchanged.
/// </summary>
internal sealed class Trail
{
    /// <summary>A column of more values tells rows apart no better, and makes long queries.</summary>
    private const int MostValues = 50;

    private static readonly ImmutableArray<string> Columns =
    [
        "DeviceName", "InitiatingProcessFileName", "FileName", "RemoteIP", "RemotePort", "RemoteUrl", "InitiatingProcessAccountName", "AccountName",
    ];

    private readonly ImmutableDictionary<string, ImmutableArray<string>> _literals;
    private readonly CompilerOptions _options;

    private Trail(ImmutableDictionary<string, ImmutableArray<string>> literals, string description)
    {
        _literals = literals;
        _options = new CompilerOptions(TargetSchemas.Ours, DateTime.UnixEpoch.Ticks);
        Description = description;
    }

    /// <summary>The values in words; empty where nothing is followed.</summary>
    public string Description { get; }

    public static Trail Of(DetectionTest test, Scenario scenario)
    {
        var values = new Dictionary<string, (KqlType Type, SortedSet<string> Values)>(StringComparer.Ordinal);
        foreach (var table in scenario.Tables)
        {
            foreach (var name in Columns.Where(c => table.Find(c) is not null))
            {
                var index = table.Find(name)!.Value;
                var texts = table.Rows.Where(r => !r.IsBackground).Select(r => r[index].Text);
                Add(values, name, table.Columns[index].Type, texts);
            }
        }

        if (values.Count == 0)
        {
            foreach (var (kind, names) in test.Expectation.With.SelectMany(w => w.Entities))
            {
                Add(values, ColumnOf(kind), KqlType.String, names);
            }
        }

        // An empty text among the values tells nothing.
        var told = values.Where(v => v.Value.Values.Count is > 0 and <= MostValues && !v.Value.Values.Contains(""))
            .OrderBy(v => Columns.IndexOf(v.Key)).ToList();
        return new Trail(
            told.ToImmutableDictionary(v => v.Key, v => v.Value.Values.Select(t => Literal(v.Value.Type, t)).ToImmutableArray(), StringComparer.Ordinal),
            string.Join(", ", told.Select(v => $"{v.Key} {Shown(v.Value.Values)}")));
    }

    /// <summary>The condition that holds for the followed rows of a query's result; null where its columns do not tell.</summary>
    public string? Condition(SourceText query)
    {
        if (_literals.IsEmpty || KqlCompiler.Compile(query, _options).Bound.Result is not { } bound)
        {
            return null;
        }

        var conditions = bound.Columns
            .Select(c => (Column: c, Origin: ColumnOrigins.Find(bound, c)))
            .Where(c => c.Origin is not null && _literals.ContainsKey(c.Origin))
            .Select(c => $"{KqlLiteral.Name(c.Column.Name)} {(c.Column.Type.Kind == KqlType.String ? "in~" : "in")} ({string.Join(", ", _literals[c.Origin!])})")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return conditions.Count > 0 ? string.Join(" and ", conditions) : null;
    }

    private static void Add(Dictionary<string, (KqlType Type, SortedSet<string> Values)> values, string name, KqlType type, IEnumerable<string> texts)
    {
        if (!values.TryGetValue(name, out var known))
        {
            known = (type, new SortedSet<string>(StringComparer.Ordinal));
            values.Add(name, known);
        }

        known.Values.UnionWith(texts);
    }

    private static string ColumnOf(EntityKind kind) => kind switch
    {
        EntityKind.Host => "DeviceName",
        EntityKind.Account => "InitiatingProcessAccountName",
        EntityKind.Process => "InitiatingProcessFileName",
        EntityKind.Ip => "RemoteIP",
        EntityKind.Url => "RemoteUrl",
    };

    private static string Shown(SortedSet<string> values) =>
        values.Count <= 3 ? string.Join("/", values) : string.Create(CultureInfo.InvariantCulture, $"{values.Min}/… ({values.Count} values)");

    private static string Literal(KqlType type, string text) => type == KqlType.String ? KqlLiteral.Quote(text) : text;
}
