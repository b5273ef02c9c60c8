using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Engine;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin hunt</c>: every detection over the data, and the alerts.</summary>
internal sealed class HuntCommand
{
    private readonly Argument<string[]> _paths = new("path") { Description = "Files and folders of events; what they hold is found out.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _rules = RuleOption.Create();
    private readonly Option<DateTime?> _now = ClockOption.Create();
    private readonly Option<Severity?> _minSeverity = ChoiceOption.Create<Severity>("--min-severity", "SEVERITY", "Leave out alerts below this severity: informational, low, medium, high or critical.");
    private readonly Option<Severity?> _failOn = ChoiceOption.Create<Severity>("--fail-on", "SEVERITY", "Exit with status 1 if there is an alert of this severity or above.");
    private readonly TuningOptions _tuning = new();
    private readonly ReferenceOptions _references = new();
    private readonly LimitOptions _limits = new();
    private readonly DataOptions _dataOptions = new();
    private readonly OutputOptions _output = new();
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
        var command = new Command("hunt", "Run detections over files of events and raise alerts.") { hunt._paths, hunt._rules, hunt._now, hunt._minSeverity, hunt._failOn };
        hunt._tuning.AddTo(command);
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
        if (RuleOption.Load(arguments.GetValue(_rules), _surroundings) is not { } packages
            || _tuning.Apply(packages, arguments.GetValue(_rules) ?? [], arguments, _surroundings) is not { } rules)
        {
            return ExitStatus.Refused;
        }

        using var status = new StatusLine(_surroundings);
        var request = _dataOptions.Apply(new DataRequest(arguments.GetValue(_paths) ?? [], [], arguments.GetValue(_now)), arguments);
        if (request.NamesNoData)
        {
            throw new UsageException("Name files or folders of events, or a store.");
        }

        using var session = _engine(_limits.Read(arguments)).Open(_references.Apply(arguments, request), status, cancellationToken);
        var hunt = new Hunt(session, status);
        hunt.Run(rules.Packages, cancellationToken);
        status.Clear();
        DiagnosticPrinter.Print(_surroundings.Error, hunt.Diagnostics);
        var shown = hunt.Alerts.Where(a => a.Severity >= (arguments.GetValue(_minSeverity) ?? Severity.Informational)).ToImmutableArray();
        WriteAlerts(session, shown, arguments, cancellationToken);
        var summary = new HuntSummary(session.Data, hunt, hunt.Alerts.Length - shown.Length, rules, watch.Elapsed);
        WriteSummary(arguments, summary);
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

    private void WriteAlerts(IEngineSession session, ImmutableArray<Alert> alerts, ParseResult arguments, CancellationToken cancellationToken)
    {
        var format = _output.Format(arguments);
        if (format == OutputFormat.Parquet)
        {
            using var whole = AlertRows.All(alerts);
            ResultOutput.WriteParquet(_output.File(arguments)!, path => session.WriteParquet(whole, path, cancellationToken), cancellationToken);
            return;
        }

        // An empty table tells less than the summary's line.
        var isForScreen = format == OutputFormat.Table && _output.File(arguments) is null;
        if (isForScreen && alerts.IsEmpty)
        {
            return;
        }

        if (isForScreen && _surroundings.OutputSurface is { IsNarrow: true, Width: { } width, Colour: var colour })
        {
            new AlertListWriter(width, colour).Write(alerts, _surroundings.Output);
            return;
        }

        using var rows = format == OutputFormat.Table ? AlertRows.Brief(alerts) : AlertRows.All(alerts);
        ResultOutput.Write(_output, arguments, _surroundings, rows, cancellationToken);
    }

    /// <summary>Beside a table on the standard output the summary is part of it; else it must not mix with the data.</summary>
    private void WriteSummary(ParseResult arguments, HuntSummary summary)
    {
        if (_output.Format(arguments) == OutputFormat.Table && _output.File(arguments) is null)
        {
            _surroundings.Output.Write(Encoding.UTF8.GetBytes(summary.ToString()));
            _surroundings.Output.Flush();
        }
        else
        {
            _surroundings.Error.Write(summary.ToString());
        }
    }
}
