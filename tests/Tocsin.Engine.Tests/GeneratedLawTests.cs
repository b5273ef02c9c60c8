using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.Engine.Tests.Generated;
using Tocsin.Kql.Types;
using Xunit;

namespace Tocsin.Engine.Tests;

/// <summary>
/// Laws that hold whatever a function does: it gives a row the same answer alone, as literals, and among other rows, as
/// columns; a group the same alone and among other groups; and a plan the same with and without its rewrites.
/// TOCSIN_LAWS=COUNT[,SEED] tries more of each.
/// </summary>
public sealed partial class GeneratedLawTests(EngineFixture engine)
{
    private const int Usual = 300;
    private const int Rows = 6;

    [Fact]
    public void A_row_is_answered_alone_as_among_others() => Holds((templates, random) =>
    {
        var all = templates.Scalars.SelectMany(g => g).Where(t => IsRepeatable(t.Name)).ToArray();
        var call = random.Next(3) == 0 ? OperatorTemplates.All[random.Next(OperatorTemplates.All.Length)] : Expression(all[random.Next(all.Length)]);
        var rows = Enumerable.Range(0, Rows).Select(_ => call.Arguments.Select(a => Literal(a, random)).ToImmutableArray()).ToList();
        rows.RemoveAll(row => engine.Session.Compile(new($"print {call.With([.. row])}")).IsRefused);
        if (rows.Count == 0)
        {
            return null;
        }

        // An argument that is a constant by rule is the same in each row.
        var constants = call.Arguments.Select((a, i) => a.IsConstant ? rows[0][i] : null).ToArray();
        rows = [.. rows.Select(row => row.Select((literal, i) => constants[i] ?? literal).ToImmutableArray())];
        rows.RemoveAll(row => engine.Session.Compile(new($"print {call.With([.. row])}")).IsRefused);
        if (rows.Count == 0)
        {
            return null;
        }

        var alone = $"print {string.Join(", ", rows.Select((row, i) => $"r{i} = {call.With([.. row])}"))}";
        var columns = Enumerable.Range(0, call.Arguments.Length).Where(i => !call.Arguments[i].IsConstant).ToArray();
        if (columns.Length == 0)
        {
            return null;
        }

        var schema = string.Join(", ", columns.Select(i => $"a{i}: {call.Arguments[i].Type.Name()}"));
        var values = string.Join(", ", rows.Select((row, n) => $"{n}, {string.Join(", ", columns.Select(i => row[i]))}"));
        var among = $"datatable(n: long, {schema}) [{values}]\n| extend r = {call.With([.. call.Arguments.Select((a, i) => a.IsConstant ? rows[0][i] : $"a{i}")])}\n| sort by n asc\n| project r";
        return (alone, among, answer => answer.Rows is [var only] ? string.Join('\n', only.Select(v => v.GetRawText())) : answer.Text, answer => string.Join('\n', answer.Rows.Select(r => r[0].GetRawText())));
    });

    [Fact]
    public void A_group_is_answered_alone_as_among_others() => Holds((templates, random) =>
    {
        var all = templates.Aggregates.Where(t => IsRepeatable(t.Name)).ToArray();
        var call = Expression(all[random.Next(all.Length)]);
        var constants = call.Arguments.Select(a => a.IsConstant ? Literal(a, random) : null).ToArray();
        var columns = Enumerable.Range(0, call.Arguments.Length).Where(i => constants[i] is null).ToArray();
        var schema = string.Concat(columns.Select(i => $", a{i}: {call.Arguments[i].Type.Name()}"));
        var values = string.Join(", ", Enumerable.Range(0, 12).Select(n => $"{n % 3}{string.Concat(columns.Select(i => $", {Literal(call.Arguments[i], random)}"))}"));
        var table = $"datatable(g: long{schema}) [{values}]";
        var aggregate = call.With([.. call.Arguments.Select((_, i) => constants[i] ?? $"a{i}")]);
        var among = $"{table}\n| summarize r = {aggregate} by g\n| sort by g asc\n| project-away g";
        var alone = $"let T = {table};\nunion {string.Join(", ", Enumerable.Range(0, 3).Select(g => $"(T | where g == {g} | summarize r = {aggregate} | extend g = {g})"))}\n| sort by g asc\n| project-away g";
        return engine.Session.Compile(new(among)).IsRefused ? null : (alone, among, answer => answer.Text, answer => answer.Text);
    });

    [Fact]
    public void A_plan_is_answered_alike_without_its_rewrites()
    {
        var (count, seed) = Asked();
        var generator = new PipelineGenerator(engine.Session, CallTemplates.Of(engine.Session), new Random(seed));
        var faults = new List<string>();
        var (asked, answered) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var query = generator.Next();
            if (!IsRepeatable(query))
            {
                continue;
            }

            asked++;
            var answer = Try(engine.Session, query);
            answered += answer is { Error: null } ? 1 : 0;
            var (rewritten, plain) = (Rowset(answer), Rowset(Try(engine.Unrewritten, query)));
            if (rewritten != plain)
            {
                faults.Add($"{query}\n    rewritten: {rewritten}\n    plain:     {plain}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} of {asked} answered");
        (answered * 10).ShouldBeGreaterThan(asked * 9, "queries that ran to their end");
        faults.ShouldBeEmpty(string.Join("\n\n", faults));
    }

    private void Holds(Func<CallTemplates, Random, (string Alone, string Among, Func<Answer, string> OfAlone, Func<Answer, string> OfAmong)?> next)
    {
        var (count, seed) = Asked();
        var (templates, random) = (CallTemplates.Of(engine.Session), new Random(seed));
        var faults = new List<string>();
        var held = 0;
        for (var i = 0; i < count; i++)
        {
            if (next(templates, random) is not var (alone, among, ofAlone, ofAmong) || Try(engine.Session, alone) is not { Error: null } one || Try(engine.Session, among) is not { Error: null } many)
            {
                continue;
            }

            held++;
            if (ofAlone(one) != ofAmong(many))
            {
                faults.Add($"{alone}\n{ofAlone(one)}\n{among}\n{ofAmong(many)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{held} of {count} held against each other");
        held.ShouldBeGreaterThan(count / 2);
        faults.ShouldBeEmpty(string.Join("\n\n", faults));
    }

    /// <summary>Null where the run fails by a value that a function does not take.</summary>
    private static Answer? Try(IEngineSession session, string query)
    {
        try
        {
            return Answer.Of(session, query, TestContext.Current.CancellationToken);
        }
        catch (QueryFailedException)
        {
            return null;
        }
    }

    private static string Rowset(Answer? answer) =>
        answer is null ? "failed" : string.Join('\n', answer.Rows.Select(Answer.RowText).Order(StringComparer.Ordinal).Concat(answer.Further.Select(Rowset)));

    private static CallExpression Expression(CallTemplate call) => new(
        [.. call.Arguments.Where(a => a.Text is null)],
        texts =>
        {
            var given = 0;
            return $"{call.Name}({string.Join(", ", call.Arguments.Select(a => a.Text ?? texts[given++]))})";
        });

    private static string Literal(ArgumentTemplate argument, Random random) => Literals.Of(argument.Type) is var literals ? literals[random.Next(literals.Length)] : string.Empty;

    /// <summary>Whether a text names nothing that is drawn anew, by chance or as it comes.</summary>
    private static bool IsRepeatable(string text) => !Unrepeatable().IsMatch(text);

    [GeneratedRegex(@"\b(?:rand|new_guid|sample|sample-distinct|take_any|any|anyif|take_anyif|arg_max|arg_min|argmax|argmin|hll|hll_if|hll_merge)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Unrepeatable();

    private static (int Count, int Seed) Asked() =>
        Environment.GetEnvironmentVariable("TOCSIN_LAWS")?.Split(',') is { } asked
            ? (int.Parse(asked[0], CultureInfo.InvariantCulture), asked.Length > 1 ? int.Parse(asked[1], CultureInfo.InvariantCulture) : 1)
            : (Usual, 1);
}
