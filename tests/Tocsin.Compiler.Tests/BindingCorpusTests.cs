using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;
using Xunit;

namespace Tocsin.Compiler.Tests;

/// <summary>
/// Holds the binder against what Microsoft's language service said of the queries in tests/corpus/binding: accepted or
/// not, and the names and types of the result's columns. differences.jsonl there lists where we differ, with the reason.
/// The whole account is written to artifacts/binding.
/// </summary>
public sealed partial class BindingCorpusTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));
    private static readonly string Folder = Path.Combine(Root, "tests", "corpus", "binding");

    /// <summary>The tables that the recorded answers saw.</summary>
    internal static readonly Dictionary<string, TableDescriptor> Tables = new TableDescriptor[]
    {
        Table("T", "b:bool, i:int, l:long, r:real, m:decimal, s:string, t:datetime, p:timespan, g:guid, d:dynamic"),
        Table("U", "l:long, s:string, x:real, i:long"),
        Table("U2", "b:bool, i:int, l:long, r:real, m:decimal, s:string, t:datetime, p:timespan, g:guid, d:dynamic"),
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Folder, "*.tsv").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_binder_agrees_with_the_language_service(string file)
    {
        var known = KnownDifferences();
        var account = File.ReadLines(Path.Combine(Folder, $"{file}.tsv"))
            .Select(l => l.Split('\t'))
            .Select(l => VerdictOf(l[0], l[1]))
            .ToArray();
        var wrong = account.Where(v => v.Outcome is not (Outcome.Agrees or Outcome.NotSupportedYet)).ToArray();
        var unlisted = wrong.Where(v => !known.Any(k => k.IsMatch(v.Query))).ToArray();
        var notYet = account.Count(v => v.Outcome == Outcome.NotSupportedYet);
        var notRun = account.Count(v => v.Outcome == Outcome.Agrees && v.Refusal is not null && !v.Theirs.StartsWith('!'));
        var summary = $"{file}: {account.Length} queries, {account.Count(v => v.Outcome == Outcome.Agrees)} agree ({notRun} of them bind and are refused before they run), {notYet} not supported yet, {wrong.Length} differ, {unlisted.Length} of them unlisted";
        WriteCodes(file, account);
        Write(file, summary, account.Where(v => v.Outcome == Outcome.NotSupportedYet), unlisted, wrong.Except(unlisted));
        unlisted.ShouldBeEmpty($"{summary}\n{string.Join('\n', unlisted.Take(100))}");
    }

    /// <summary>What is not supported counts as a difference here.</summary>
    [Fact]
    public void It_agrees_about_995_queries_in_a_thousand()
    {
        var queries = Queries();
        var agreed = queries.Count(q => VerdictOf(q[0], q[1]).Outcome == Outcome.Agrees);
        (agreed * 1000L / queries.Length).ShouldBeGreaterThanOrEqualTo(995, $"{agreed} of {queries.Length} agree");
    }

    [Fact]
    public void Every_listed_difference_is_one()
    {
        var queries = Queries();
        var stale = KnownDifferences()
            .Where(k => !queries.Any(q => k.IsMatch(q[0]) && VerdictOf(q[0], q[1]).Outcome is Outcome.Accepts or Outcome.Refuses or Outcome.Columns))
            .Select(k => k.ToString());
        stale.ShouldBeEmpty();
    }

    private static string[][] Queries() => [.. Directory.EnumerateFiles(Folder, "*.tsv").SelectMany(File.ReadLines).Select(l => l.Split('\t'))];

    private static Regex[] KnownDifferences() =>
        [.. File.ReadLines(Path.Combine(Folder, "differences.jsonl"))
            .Where(l => l.Length > 0)
            .Select(l => new Regex(JsonDocument.Parse(l).RootElement.GetProperty("query").GetString()!, RegexOptions.None, TimeSpan.FromSeconds(5)))];

    private static Verdict VerdictOf(string query, string theirs)
    {
        try
        {
            var (ours, refusal) = Answer(query);
            return new Verdict(query, theirs, ours) { Refusal = refusal };
        }
        catch (Exception e)
        {
            return new Verdict(query, theirs, $"a fault: {e.Message}");
        }
    }

    /// <summary>"name:type, …", or "!" with the first error; and what keeps a query that binds from running.</summary>
    private static (string Ours, string? Refusal) Answer(string query)
    {
        var compiled = KqlCompiler.Compile(new SourceText(query), new CompilerOptions(Tables, Now: 638_400_000_000_000_000));
        var first = compiled.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        var error = first is null ? null : $"!{first.Id} {first.Descriptor.KustoCode} {first.Message}";
        return compiled.Bound.IsBound ? (string.Join(", ", compiled.Columns.Select(c => $"{c.Name}:{c.Type.Name()}")), error) : (error!, null);
    }

    private static void Write(string file, string summary, params IEnumerable<Verdict>[] parts)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "binding"));
        File.WriteAllText(Path.Combine(folder.FullName, $"{file}.txt"), $"{summary}\n{string.Join("\n\n", parts.Select(p => string.Join('\n', p)))}\n");
    }

    /// <summary>Which of their codes stand beside which of ours, most frequent first: what a descriptor's cross-reference should say.</summary>
    private static void WriteCodes(string file, Verdict[] account)
    {
        var pairs = account
            .Where(v => v.Theirs.StartsWith('!') && v.Ours.StartsWith('!'))
            .Select(v => $"{string.Join(' ', v.Ours[1..].Split(' ').Take(2))} | {v.Theirs[1..].Split(' ')[0]}")
            .CountBy(p => p, StringComparer.Ordinal)
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key} | {p.Value}");
        var folder = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "binding", "codes"));
        File.WriteAllLines(Path.Combine(folder.FullName, $"{file}.txt"), pairs);
    }

    private static TableDescriptor Table(string name, string columns) => new(
        name,
        [.. columns.Split(", ").Select(c => c.Split(':')).Select(c => new TableColumn(c[0], KqlTypes.FromName(c[1])!.Value))]);

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private enum Outcome
    {
        Agrees,

        /// <summary>A part of the language that Tocsin knows and refuses, or does not have: right, but no answer.</summary>
        NotSupportedYet,
        Accepts,
        Refuses,
        Columns,
        Fails,
    }

    private sealed partial record Verdict(string Query, string Theirs, string Ours)
    {
        /// <summary>What keeps a query that binds from running.</summary>
        public string? Refusal { get; init; }

        public Outcome Outcome => (Theirs.StartsWith('!'), Ours.StartsWith('!') || (Refusal is not null && Theirs.StartsWith('!'))) switch
        {
            _ when Ours.StartsWith("a fault: ", StringComparison.Ordinal) => Outcome.Fails,
            (true, true) => Outcome.Agrees,
            (true, false) => Outcome.Accepts,
            (false, true) => NotSupported().IsMatch(Ours) ? Outcome.NotSupportedYet : Outcome.Refuses,
            _ when Theirs == Ours || Theirs == "-" => Outcome.Agrees,
            _ => Outcome.Columns,
        };

        public override string ToString() => $"{Outcome,-9} {Query}\n          theirs {Theirs}\n          ours   {Ours}";

        /// <summary>Messages about what is not supported, and about names that we do not have but they do.</summary>
        [GeneratedRegex("^!(TOC3|TOC2003)")]
        private static partial Regex NotSupported();
    }
}
