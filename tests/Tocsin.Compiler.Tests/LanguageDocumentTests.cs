using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Shouldly;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Plugins;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Compiler.Tests;

/// <summary>docs/language.md says of every part of Microsoft's catalogue whether it is supported; it is made from the catalogues.</summary>
public sealed class LanguageDocumentTests
{
    private const string Documentation = "https://learn.microsoft.com/kusto/query/";

    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    private static readonly Dictionary<(string Kind, string Name), string> Notes = Lines("notes.tsv").ToDictionary(l => (l[0], l[1]), l => l[2]);

    [Fact]
    public void The_document_is_what_the_catalogue_says() => Golden.Check(Path.Combine(Root, "docs", "language.md"), Document());

    [Fact]
    public void Every_note_is_about_something_that_the_document_lists()
    {
        var known = Lines("catalogue.tsv").Concat(Lines("operators.tsv")).Select(l => (l[0], l[1])).ToHashSet();
        Notes.Keys.Where(k => !known.Contains(k)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_refusal_says_why() => Sections().SelectMany(s => s.Rows).Where(r => !r.IsSupported && r.Note.Length == 0).ShouldBeEmpty();

    [Fact]
    public void The_examples_of_adding_a_function_are_real()
    {
        var sources = new[] { "src", "tests/corpus", "tests/Tocsin.Functions.Tests" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is ".cs" or ".cases" && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Select(l => l.Trim())
            .ToHashSet(StringComparer.Ordinal);
        var quoted = File.ReadAllText(Path.Combine(Root, "docs", "adding-a-function.md")).Split("```").Where((_, i) => i % 2 == 1)
            .SelectMany(block => block.Split('\n').Skip(1))
            .Where(l => l.Length > 0);
        quoted.Where(l => !sources.Contains(l)).ShouldBeEmpty();
    }

    private static ImmutableArray<(string Title, ImmutableArray<Row> Rows)> Sections() =>
    [
        ("Tabular operators", Operators("tabular")),
        ("Statements", Operators("statement")),
        ("Operators of expressions", Operators("expression")),
        ("Plug-ins", [.. Names("plugin").Select(Plugin)]),
        ("Aggregates", [.. Names("aggregate").Select(Aggregate)]),
        ("Scalar functions", [.. Names("scalar").Select(Scalar)]),
    ];

    private static string Document()
    {
        var sections = Sections();
        var text = new StringBuilder("""
            # The language

            Every operator, function, aggregate and plug-in of Microsoft's catalogue, and whether Tocsin answers it. What is not
            answered is refused before anything runs, with the place and the reason. This file is made from the catalogues:
            `UPDATE_GOLDEN=1 dotnet test tests/Tocsin.Compiler.Tests` writes it anew.

            | | Supported | Refused |
            |---|---|---|

            """);
        foreach (var (title, rows) in sections)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {title} | {Count(rows, isSupported: true)} | {Count(rows, isSupported: false)} |\n");
        }

        foreach (var (title, rows) in sections)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {title}\n\n| | Supported | Notes |\n|---|---|---|\n");
            foreach (var row in rows)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {Cell(row)} | {(row.IsSupported ? "yes" : "refused")} | {row.Note.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return text.ToString();
    }

    private static ImmutableArray<Row> Operators(string kind) =>
        [.. Lines("operators.tsv").Where(l => l[0] == kind).Select(l => Of(kind, l[1], $"`{l[1]}`", l[2], FirstError(l[3])))];

    /// <summary>Some functions have a syntax or a place of their own, and so a query that shows them.</summary>
    private static Row Scalar(string name)
    {
        var form = Lines("operators.tsv").FirstOrDefault(l => l[0] is "expression" or "graph" && l[1].Split(", ").Contains($"{name}()"));
        if (form is not null)
        {
            return Of("scalar", name, $"`{name}()`", form[2], FirstError(form[3]));
        }

        var function = FunctionCatalogue.Default.Scalars[name];
        return function.Refusal is { } reason
            ? new Row($"`{name}()`", PageOf(function.Page, reason), IsSupported: false, reason)
            : new Row($"`{Signature(name, function.Overloads.Where(o => !o.IsRefused).Select(o => o.Parameters))}`", function.Page, IsSupported: true, Note("scalar", name));
    }

    private static Row Aggregate(string name)
    {
        var function = FunctionCatalogue.Default.Aggregates[name];
        return function.Refusal is { } reason
            ? new Row($"`{name}()`", PageOf(function.Page, reason), IsSupported: false, reason)
            : new Row($"`{Signature(name, function.Overloads.Select(o => o.Parameters))}`", function.Page, IsSupported: true, Note("aggregate", name));
    }

    private static Row Plugin(string name)
    {
        var plugin = PluginCatalogue.All[name];
        return plugin.Refusal is { } reason
            ? new Row($"`{name}()`", null, IsSupported: false, reason)
            : new Row($"`{plugin.Syntax}`", plugin.Page, IsSupported: true, Note("plugin", name));
    }

    /// <summary>A part of the language by a query that has it: what the refusal says for a reason stands beside it.</summary>
    private static Row Of(string kind, string name, string shown, string? page, Diagnostic? error) => error is null
        ? new Row(shown, page, IsSupported: true, Note(kind, name))
        : new Row(shown, page, IsSupported: false, error.Message.EndsWith("is not supported.", StringComparison.Ordinal) ? error.Hint ?? string.Empty : $"{error.Message} {error.Hint}".Trim());

    private static string? PageOf(string page, string reason) => reason.StartsWith("It has no documentation", StringComparison.Ordinal) ? null : page;

    private static string Signature(string name, IEnumerable<ImmutableArray<Parameter>> overloads)
    {
        var longest = overloads.MaxBy(o => o.Length);
        return $"{name}({string.Join(", ", longest.Select(p => p.IsRepeated ? $"{p.Name}, …" : p.Min == 0 ? $"[{p.Name}]" : p.Name))})";
    }

    private static Diagnostic? FirstError(string query) => KqlCompiler
        .Compile(new SourceText(query), new CompilerOptions(BindingCorpusTests.Tables, Now: 638_400_000_000_000_000) { ExternalFiles = path => new ExternalFile(path, null) })
        .Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);

    private static string Cell(Row row) => row.Page is null ? row.Shown.Replace("|", "\\|", StringComparison.Ordinal) : $"[{row.Shown.Replace("|", "\\|", StringComparison.Ordinal)}]({Documentation}{row.Page})";

    private static int Count(ImmutableArray<Row> rows, bool isSupported) => rows.Count(r => r.IsSupported == isSupported);

    private static string Note(string kind, string name) => Notes.GetValueOrDefault((kind, name), string.Empty);

    private static IEnumerable<string> Names(string kind) => Lines("catalogue.tsv").Where(l => l[0] == kind).Select(l => l[1]).Order(StringComparer.Ordinal);

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(Root, "tests", "corpus", "language", file)).Where(l => l.Length > 0).Select(l => l.Split('\t'));

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private sealed record Row(string Shown, string? Page, bool IsSupported, string Note);
}
