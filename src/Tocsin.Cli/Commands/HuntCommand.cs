using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Engine;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin hunt</c>: every detection over the data, and the alerts.</summary>
internal sealed class HuntCommand
{
    private readonly Argument<string[]> _paths = new("path") { Description = "Files and folders of events; what they hold is found out.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _rules = RuleOption.Create();
    private readonly Option<Clock> _now = ClockOption.Create();
    private readonly Option<Severity?> _failOn = ChoiceOption.Create<Severity>("--fail-on", "SEVERITY", "Exit with status 1 if there is an alert of this severity or above.");
    private readonly Option<int> _maxAlerts = new("--max-alerts")
    {
        Description = "Take no more than this many rows of one detection for alerts; those beyond are counted.",
        HelpName = "N",
        DefaultValueFactory = _ => DetectionRun.MostAlerts,
        CustomParser = ParseCount,
    };

    private readonly TableOption _tables = new();
    private readonly TuningOptions _tuning = new();
    private readonly ReferenceOptions _references = new();
    private readonly LimitOptions _limits = new();
    private readonly DataOptions _dataOptions = new();
    private readonly AlertOutput _output = new();
    private readonly Surroundings _surroundings;
    private readonly EngineFactory _engine;

    private HuntCommand(Surroundings surroundings, EngineFactory engine)
    {
        _surroundings = surroundings;
        _engine = engine;
    }

    public static Command Create(Surroundings surroundings, EngineFactory engine)
    {
        var hunt = new HuntCommand(surroundings, engine);
        var command = new Command("hunt", "Run detections over files of events and raise alerts.") { hunt._paths, hunt._rules };
        hunt._tables.AddTo(command);
        hunt._tuning.AddTo(command);
        command.Add(hunt._now);
        command.Add(hunt._failOn);
        command.Add(hunt._maxAlerts);
        hunt._references.AddTo(command);
        hunt._dataOptions.AddTo(command);
        hunt._limits.AddTo(command);
        hunt._output.AddTo(command);
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => hunt.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        ResultOutput.CheckFolder(_output.File(arguments));
        if (RuleOption.LoadReadable(arguments.GetValue(_rules), _surroundings) is not { Packages.IsEmpty: false } loaded
            || _tuning.Apply(loaded.Packages, arguments.GetValue(_rules) ?? [], arguments, _surroundings) is not { } rules)
        {
            return ExitStatus.Refused;
        }

        using var status = new StatusLine(_surroundings);
        var request = _dataOptions.Apply(new DataRequest(arguments.GetValue(_paths) ?? [], _tables.Read(arguments), arguments.GetValue(_now)!.Instant), arguments);
        if (request.NamesNoData)
        {
            throw new UsageException("Name files or folders of events, a table's file, or a store.");
        }

        using var session = _engine(_limits.Read(arguments)).Open(_references.Apply(arguments, request), status, cancellationToken);
        var hunt = new Hunt(session, arguments.GetValue(_maxAlerts), status) { Unreadable = loaded.Unreadable };
        hunt.Run(rules.Packages, cancellationToken);
        status.Clear();
        DiagnosticPrinter.Print(_surroundings.Error, hunt.Diagnostics);
        var shown = _output.Shown(hunt.Alerts, arguments);
        _output.Write(session, shown, arguments, _surroundings, cancellationToken);
        var hidden = hunt.Raised.Count() - shown.Count(a => a.IsRaised);
        WriteSummary(arguments, new HuntSummary(session.Data, hunt, hidden, rules, watch.Elapsed));
        _output.Post(shown, arguments, cancellationToken);
        return Status(arguments, hunt);
    }

    private int Status(ParseResult arguments, Hunt hunt)
    {
        if (hunt.Refused > 0)
        {
            return ExitStatus.Refused;
        }

        return arguments.GetValue(_failOn) is { } limit && hunt.Alerts.Any(a => a.Severity >= limit) ? ExitStatus.Failed : ExitStatus.Done;
    }

    /// <summary>Beside a table on the standard output the summary is part of it; else it must not mix with the data.</summary>
    private void WriteSummary(ParseResult arguments, HuntSummary summary)
    {
        if (_output.IsForScreen(arguments))
        {
            _surroundings.Output.Write(Encoding.UTF8.GetBytes(summary.ToString()));
            _surroundings.Output.Flush();
        }
        else
        {
            _surroundings.Error.Write(summary.ToString());
        }
    }

    private static int ParseCount(ArgumentResult argument)
    {
        var word = argument.Tokens is [var token] ? token.Value : "";
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            argument.AddError($"'{word}' is no number of alerts; expected 1 or more.");
        }

        return count;
    }
}
