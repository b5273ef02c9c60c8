using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Alerts;
using Tocsin.Engine;
using Tocsin.Report.Alerts;
using Tocsin.Report.Rows;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>The options on which alerts are written, and where to.</summary>
internal sealed class AlertOutput
{
    private readonly Option<Severity?> _minSeverity = ChoiceOption.Create<Severity>("--min-severity", "SEVERITY", "Leave out alerts below this severity: informational, low, medium, high or critical.");

    private readonly Option<bool> _showSuppressed = new("--show-suppressed")
    {
        Description = "Write suppressed alerts too: those that repeat another within their detection's suppression window.",
    };

    private readonly Option<Uri?> _webhook = new("--webhook")
    {
        Description = "Post the alerts as JSON to this address too, at most 100 at a time. Redirects are not followed.",
        HelpName = "URL",
        CustomParser = ParseAddress,
    };

    private readonly OutputOptions _output = new(holdAlerts: true);

    public void AddTo(Command command)
    {
        command.Add(_minSeverity);
        command.Add(_showSuppressed);
        command.Add(_webhook);
        _output.AddTo(command);
    }

    /// <summary>The output's file, or null for the standard output.</summary>
    public string? File(ParseResult arguments) => _output.File(arguments);

    /// <summary>Whether a table goes to the standard output, where other text for people may stand.</summary>
    public bool IsForScreen(ParseResult arguments) => _output.Format(arguments) == OutputFormat.Table && File(arguments) is null;

    /// <summary>The alerts that the options let through.</summary>
    public ImmutableArray<Alert> Shown(IEnumerable<Alert> alerts, ParseResult arguments)
    {
        var least = arguments.GetValue(_minSeverity) ?? Severity.Informational;
        return [.. alerts.Where(a => a.Severity >= least && (a.IsRaised || arguments.GetValue(_showSuppressed)))];
    }

    public void Write(IEngineSession session, ImmutableArray<Alert> alerts, ParseResult arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var run = new AlertRunInfo(TocsinCommand.Version, session.Data.Now);
        switch (_output.Format(arguments))
        {
            case OutputFormat.Parquet:
                using (var whole = AlertRows.All(alerts))
                {
                    ResultOutput.WriteParquet(File(arguments)!, path => session.WriteParquet(whole, path, cancellationToken), cancellationToken);
                }

                break;
            case OutputFormat.Sarif:
                Write(new SarifAlertWriter(run), alerts, arguments, surroundings, cancellationToken);
                break;
            case OutputFormat.Ocsf:
                Write(new OcsfAlertWriter(run), alerts, arguments, surroundings, cancellationToken);
                break;
            default:
                WriteRows(alerts, arguments, surroundings, cancellationToken);
                break;
        }
    }

    /// <summary>Posts the alerts where that is asked for; to be called after they are written, which must not depend on it.</summary>
    public void Post(ImmutableArray<Alert> alerts, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_webhook) is { } address)
        {
            using var webhook = new Webhook(address, TocsinCommand.Version, Webhook.Patience);
            webhook.Post(alerts, cancellationToken);
        }
    }

    private void Write(IAlertWriter writer, ImmutableArray<Alert> alerts, ParseResult arguments, Surroundings surroundings, CancellationToken cancellationToken) =>
        ResultOutput.Write(
            File(arguments),
            surroundings,
            output => writer.Write(alerts, output, cancellationToken),
            cancellationToken);

    private void WriteRows(ImmutableArray<Alert> alerts, ParseResult arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // An empty table tells less than the summary's line.
        if (IsForScreen(arguments) && alerts.IsEmpty)
        {
            return;
        }

        if (IsForScreen(arguments) && surroundings.OutputSurface is { IsNarrow: true, Width: { } width, Colour: var colour })
        {
            new AlertListWriter(width, colour).Write(alerts, surroundings.Output);
            return;
        }

        using var rows = _output.Format(arguments) == OutputFormat.Table ? AlertRows.Brief(alerts) : AlertRows.All(alerts);
        ResultOutput.Write(_output, arguments, surroundings, rows, cancellationToken);
    }

    private static Uri? ParseAddress(ArgumentResult argument)
    {
        var (address, refusal) = Webhook.Parse(argument.Tokens is [var token] ? token.Value : "");
        if (refusal is not null)
        {
            argument.AddError(refusal);
        }

        return address;
    }
}
