using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin rules list|show</c>.</summary>
internal sealed class RulesCommand
{
    private static readonly ResultColumn[] ListColumns =
    [
        new("id", KqlType.String), new("severity", KqlType.String), new("confidence", KqlType.String),
        new("status", KqlType.String), new("techniques", KqlType.String), new("title", KqlType.String),
    ];

    private readonly Option<string[]> _rules = RuleOption.Create();
    private readonly OutputOptions _output = new();
    private readonly Argument<string> _rule = new("rule") { Description = "The detection's id, or the path of its package or KQL file.", HelpName = "RULE" };
    private readonly Surroundings _surroundings;

    private RulesCommand(Surroundings surroundings) => _surroundings = surroundings;

    public static Command Create(Surroundings surroundings)
    {
        var rules = new RulesCommand(surroundings);
        var list = new Command("list", "List the detections: those built in, or those of --rules.") { rules._rules };
        rules._output.AddTo(list);
        list.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => rules.List(arguments, cancellationToken)));
        var show = new Command("show", "Show one detection: what it means, what it cannot see, its KQL.") { rules._rule };
        show.SetAction(arguments => CommandRunner.Run(surroundings, _ => rules.Show(arguments)));
        return new Command("rules", "Look at detections.") { list, show };
    }

    private int List(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (RuleOption.Load(arguments.GetValue(_rules), _surroundings) is not { } packages)
        {
            return ExitStatus.Refused;
        }

        if (_output.Format(arguments) == OutputFormat.Parquet)
        {
            return CommandRunner.Fail(_surroundings, ExitStatus.Refused, "A list of detections is not written as Parquet; use csv or json.");
        }

        using var rows = new RowList(
            ListColumns,
            [.. packages.Select(Row)]);
        ResultOutput.Write(_output, arguments, _surroundings, rows, cancellationToken);
        return ExitStatus.Done;
    }

    private static ImmutableArray<Cell> Row(DetectionPackage package)
    {
        var texts = new[]
        {
            package.Id, package.Severity.Name(), package.Confidence.Name(), package.Status.Name(), string.Join(", ", package.Techniques), package.Title,
        };
        return [.. texts.Select(t => Cell.FromText(KqlType.String, t))];
    }

    private int Show(ParseResult arguments)
    {
        if (RuleOption.Load([arguments.GetValue(_rule)!], _surroundings) is not { } packages)
        {
            return ExitStatus.Refused;
        }

        var text = string.Join("\n", packages.Select(Describe));
        _surroundings.Output.Write(Encoding.UTF8.GetBytes(text));
        _surroundings.Output.Flush();
        return ExitStatus.Done;
    }

    private static string Describe(DetectionPackage package)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{package.Title} ({package.Id})").AppendLine();
        if (package.Description.Length > 0)
        {
            text.AppendLine(package.Description).AppendLine();
        }

        Line(text, "Severity", $"{package.Severity.Name()}, confidence {package.Confidence.Name()}, status {package.Status.Name()}");
        Line(text, "ATT&CK", string.Join(", ", package.Techniques.Concat(package.Tactics)));
        Line(text, "Reads", string.Join("; ", package.Tables.Select(t => $"{t.Name} ({string.Join(", ", t.Columns)})")));
        Line(text, "Sources", string.Join("; ", package.DataSources));
        List(text, "False positives", package.FalsePositives);
        List(text, "Cannot see", package.BlindSpots);
        List(text, "Mended", package.Mended.Select(m => $"{m.Fault}\n    Here: {m.Ours}"));
        List(text, "References", package.References);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"KQL ({package.Query.Name})").AppendLine();
        return Clean(text.ToString()) + Clean(package.Query.Text.TrimEnd()) + "\n";
    }

    private static void Line(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name + ":",-10} {value}");
        }
    }

    private static void List(StringBuilder text, string name, IEnumerable<string> items)
    {
        var lines = items.Select(i => $"  - {i}").ToList();
        if (lines.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{name}:").AppendJoin('\n', lines).Append('\n');
        }
    }

    /// <summary>A rule is text of unknown origin too; its line breaks are kept.</summary>
    private static string Clean(string text) =>
        string.Join("\n", text.ReplaceLineEndings("\n").Split('\n').Select(l => TerminalText.Neutralise(l.Replace("\t", "    ", StringComparison.Ordinal))));
}
