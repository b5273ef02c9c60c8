using System.CommandLine;
using Tocsin.Cli.Terminal;
using Tocsin.Engine;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin ingest</c>: files into a store.</summary>
internal sealed class IngestCommand
{
    private readonly Argument<string[]> _paths = new("path") { Description = "Files and folders of events; what they hold is found out.", HelpName = "PATH", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _store = new("--store") { Description = "The store's folder; it is made where it is missing.", HelpName = "DIR", Required = true };
    private readonly Option<string[]> _mappings = DataOptions.MappingsOption();
    private readonly Option<string?> _rejects = DataOptions.RejectsOption();
    private readonly Option<string?> _accounts = DataOptions.AccountsOption();
    private readonly Option<bool> _strict = DataOptions.StrictOption();
    private readonly LimitOptions _limits = new();
    private readonly Surroundings _surroundings;
    private readonly EngineFactory _engine;

    private IngestCommand(Surroundings surroundings, EngineFactory engine)
    {
        _surroundings = surroundings;
        _engine = engine;
    }

    public static Command Create(Surroundings surroundings, EngineFactory engine)
    {
        var ingest = new IngestCommand(surroundings, engine);
        var command = new Command("ingest", "Take files of events into a store that query and hunt read.") { ingest._paths, ingest._store, ingest._mappings, ingest._rejects, ingest._accounts, ingest._strict };
        ingest._limits.AddTo(command);
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => ingest.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var status = new StatusLine(_surroundings);
        var request = new IngestRequest(arguments.GetValue(_paths)!, arguments.GetValue(_store)!)
        {
            IsStrict = arguments.GetValue(_strict),
            Rejects = DataOptions.Written(arguments.GetValue(_rejects)),
            Accounts = DataOptions.Written(arguments.GetValue(_accounts)),
            Mappings = arguments.GetValue(_mappings) ?? [],
        };
        var summary = _engine(_limits.Read(arguments)).Ingest(request, status, cancellationToken);
        status.Clear();
        foreach (var warning in summary.Warnings)
        {
            _surroundings.Error.WriteLine($"tocsin: warning: {TerminalText.Neutralise(warning)}");
        }

        Line($"{Quantity.Of(summary.Files, "file")} taken in, {DataNotes.Number(summary.KnownFiles)} known already");
        foreach (var count in summary.Used)
        {
            Line($"used      {DataNotes.Number(count.Records)}  {count.Kind}");
        }

        foreach (var count in summary.Skipped)
        {
            Line($"skipped   {DataNotes.Number(count.Records)}  {count.Kind}");
        }

        Line($"rejected  {DataNotes.Number(summary.Rejected)}");
        return ExitStatus.Done;
    }

    private void Line(string text) => StoreCommand.WriteLine(_surroundings, text);
}
