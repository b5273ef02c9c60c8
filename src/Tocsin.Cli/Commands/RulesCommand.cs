using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;
using Tocsin.Report.Rows;

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
        if (RuleOption.LoadReadable(arguments.GetValue(_rules), _surroundings) is not var (packages, unreadable))
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
        return unreadable == 0 ? ExitStatus.Done : ExitStatus.Refused;
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

        var text = string.Join("\n", packages.Select(p => RuleDescription.Of(p.WithQueryAlone())));
        _surroundings.Output.Write(Encoding.UTF8.GetBytes(text));
        _surroundings.Output.Flush();
        return ExitStatus.Done;
    }
}
