using System.Text.RegularExpressions;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// What to do about names that nothing here has: every message says the way out.
public sealed partial class Binder
{
    /// <summary>What ASIM calls its parsers (https://learn.microsoft.com/azure/sentinel/normalization-about-parsers).</summary>
    [GeneratedRegex("^(_(Im|ASim|ASIM)_|(im|vim|ASim|ASIM_)[A-Z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParserName();

    /// <summary>The nearest of the names; of a column that a table without a file would have, which that is; else where columns that no schema has come from.</summary>
    private string NameHint(string name, IEnumerable<string> known)
    {
        var lacking = _reachesAll && _environment.WildcardTables is { } reached
            ? _tables.Values.FirstOrDefault(t => !reached.Contains(t.Name) && t.Columns.Any(c => c.Name.Equals(name, StringComparison.Ordinal)))
            : null;
        if (lacking is not null)
        {
            return $"{lacking.Name} has it, and no file of that table was given: '*', search and find go over those that were. Name the table to have its columns without rows.";
        }

        var nearest = NearestName.Hint(name, known);
        return nearest.Length > 0 || _tablesRead is not [var table] ? nearest : $"If a file has it: --table {table}=FILE reads all columns of a file.";
    }

    private string TableHint(string name) => WithNearest(name, _tables.Keys.Concat(_lets.Names), ParserName().IsMatch(name) ? StoredParser(name) : OwnTable(name));

    private static string FunctionHint(string name, IEnumerable<string> known) => name switch
    {
        // https://learn.microsoft.com/defender-xdr/advanced-hunting-devicefromip-function and its neighbours.
        "SeenBy" or "DeviceFromIP" or "AssignedIPAddresses" =>
            $"{name}() belongs to the advanced hunting of Defender XDR, which knows the devices. A function of your own by that name is given with --functions DIR.",
        _ => WithNearest(name, known, ParserName().IsMatch(name) ? StoredParser(name) : "A function that the query does not define is given with --functions DIR."),
    };

    /// <summary>Where a call belongs that names a table or what holds tables; null for other calls.</summary>
    private static string? PlaceOfTables(CallSyntax call) => call.Function.Text switch
    {
        "table" => "It stands where a table does, with a constant: table('T') | take 1.",
        "database" or "cluster" => "It stands before a table's name: database('x').T, cluster('y').database('x').T.",
        _ => null,
    };

    private static string OwnTable(string name) => $"--table {name}=FILE gives the table {name} a file's rows, --functions DIR the functions of a folder.";

    private static string StoredParser(string name) => $"A stored function such as {name} is given with --functions DIR, the folder of its file.";

    private static string WithNearest(string name, IEnumerable<string> known, string hint) =>
        NearestName.Hint(name, known) is { Length: > 0 } nearest ? $"{nearest} {hint}" : hint;

    /// <summary>Whether what is bound stands in a stored function and not in the query.</summary>
    private bool IsInStoredFunction => !ReferenceEquals(_diagnostics.Source, _source);

    /// <summary>Whether a name that stands alone is nothing at all.</summary>
    private bool IsUnknown(string name) =>
        _lets.Find(name) is null && !_tables.ContainsKey(name) && !_catalogue.Scalars.ContainsKey(name) && !_catalogue.Aggregates.ContainsKey(name);

    /// <summary>
    /// Whether a path names a table of another workspace, of Azure's resources or of a cluster
    /// (https://learn.microsoft.com/azure/azure-monitor/logs/cross-workspace-query).
    /// </summary>
    private bool IsElsewhere(PathSyntax path) =>
        path.Target is CallSyntax { Function.Text: "workspace" or "app" or "resource" or "arg" or "adx" } call && _lets.Find(call.Function.Text) is null;

    private static string ElsewhereHint(PathSyntax path)
    {
        var name = path.Member is NameExpressionSyntax member ? member.Name.Text : "NAME";
        return $"Other workspaces and services cannot be reached. Give the rows with --data FILE or --table {name}=FILE, and write {name} alone.";
    }
}
