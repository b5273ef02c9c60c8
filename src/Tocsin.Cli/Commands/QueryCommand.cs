using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Engine;
using Tocsin.Kql.Results;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin query</c>: one query, or a batch of them, over files.</summary>
internal sealed class QueryCommand
{
    private readonly Argument<string?> _kql = new("kql")
    {
        Description = "The query. With -f or --batch, leave it out.",
        HelpName = "KQL",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _file = new("--file", "-f") { Description = "Read the query from a file; - is the standard input.", HelpName = "FILE" };
    private readonly Option<string[]> _data = new("--data") { Description = "A file or folder of events; what it holds is found out. May be given again.", HelpName = "PATH" };
    private readonly TableOption _tables = new();
    private readonly Option<Clock> _now = ClockOption.Create();
    private readonly Option<Stage?> _emit = ChoiceOption.Create<Stage>("--emit", "STAGE", "Print a stage of the query's way instead of running it: syntax, bound, plan or sql.");

    private readonly Option<string?> _batch = new("--batch")
    {
        Description = "Answer many queries: one {\"id\",\"query\"} a line in, one answer or error a line out; - is the standard input.",
        HelpName = "FILE",
    };

    private readonly ReferenceOptions _references = new();
    private readonly LimitOptions _limits = new();
    private readonly DataOptions _dataOptions = new();
    private readonly OutputOptions _output = new();
    private readonly Surroundings _surroundings;
    private readonly EngineFactory _engine;

    private QueryCommand(Surroundings surroundings, EngineFactory engine)
    {
        _surroundings = surroundings;
        _engine = engine;
    }

    public static Command Create(Surroundings surroundings, EngineFactory engine)
    {
        var query = new QueryCommand(surroundings, engine);
        var command = new Command("query", "Run a KQL query over files.") { query._kql, query._file, query._data };
        query._tables.AddTo(command);
        command.Add(query._now);
        command.Add(query._emit);
        command.Add(query._batch);
        query._references.AddTo(command);
        query._dataOptions.AddTo(command);
        query._limits.AddTo(command);
        query._output.AddTo(command);
        command.Validators.Add(query.Validate);
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => query.Run(arguments, cancellationToken)));
        return command;
    }

    private void Validate(CommandResult command)
    {
        var given = new[] { command.GetValue(_kql), command.GetValue(_file), command.GetValue(_batch) }.Count(v => v is not null);
        if (given != 1)
        {
            command.AddError(given == 0 ? "Give a query, -f FILE or --batch FILE." : "Give one of a query, -f FILE and --batch FILE, not several.");
        }

        var readsInput = command.GetValue(_file) is "-" || command.GetValue(_batch) is "-";
        if (readsInput && ((command.GetValue(_data) ?? []).Contains("-") || _tables.ReadsInput(command)))
        {
            command.AddError("Standard input is either the query or the data.");
        }
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        ResultOutput.CheckFolder(_output.File(arguments));
        RequireFile(arguments.GetValue(_batch) ?? "-");
        var text = arguments.GetValue(_batch) is null ? ReadQuery(arguments) : null;
        var tables = _tables.Read(arguments);
        using var status = new StatusLine(_surroundings);
        var request = _dataOptions.Apply(new DataRequest(arguments.GetValue(_data) ?? [], tables, arguments.GetValue(_now)!.Instant) { NeedsAllFiles = true }, arguments);
        using var session = _engine(_limits.Read(arguments)).Open(_references.Apply(arguments, request), status, cancellationToken);
        status.Clear();
        foreach (var warning in DataNotes.Warnings(session.Data).Concat(DataNotes.LeftOut(session.Data).Select(f => $"left out {f}")))
        {
            _surroundings.Error.WriteLine($"tocsin: warning: {TerminalText.Neutralise(warning)}");
        }

        if (text is null)
        {
            return RunBatch(session, arguments.GetValue(_batch)!, cancellationToken);
        }

        var query = session.Compile(text);
        DiagnosticPrinter.Print(_surroundings.Error, query.Diagnostics);
        if (arguments.GetValue(_emit) is { } stage)
        {
            return Emit(query, stage);
        }

        if (query.IsRefused)
        {
            return ExitStatus.Refused;
        }

        if (query.TablesWithoutRows is { Count: > 0 } empty)
        {
            _surroundings.Error.WriteLine($"tocsin: warning: {TerminalText.Neutralise(DataNotes.WithoutRows(empty, session.Data))}");
        }

        return Answer(query, arguments, status, cancellationToken);
    }

    private SourceText ReadQuery(ParseResult arguments)
    {
        if (arguments.GetValue(_file) is not { } file)
        {
            return new SourceText(arguments.GetValue(_kql)!);
        }

        RequireFile(file);
        return file is "-" ? new SourceText(Console.In.ReadToEnd(), "stdin") : QueryFile.Read(file);
    }

    private int Emit(CompiledQuery query, Stage stage)
    {
        if (query.Emit(stage) is { } text)
        {
            _surroundings.Output.Write(Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n"));
            _surroundings.Output.Flush();
        }

        return query.IsRefused ? ExitStatus.Refused : ExitStatus.Done;
    }

    private int Answer(CompiledQuery query, ParseResult arguments, StatusLine status, CancellationToken cancellationToken)
    {
        _output.CheckRoom(arguments, query.ResultCount);
        status.Report("Running the query…");
        if (_output.Format(arguments) == OutputFormat.Parquet)
        {
            ResultOutput.WriteParquet(_output.File(arguments)!, path => query.WriteParquet(path, cancellationToken), cancellationToken);
            WriteNotes(query);
            return ExitStatus.Done;
        }

        ResultOutput.Write(_output, arguments, _surroundings, Answered(query.RunAll(cancellationToken), status), query.ResultCount, cancellationToken);
        WriteNotes(query);
        return ExitStatus.Done;
    }

    /// <summary>The status goes away once rows come.</summary>
    private static IEnumerable<NamedResult> Answered(IEnumerable<NamedResult> results, StatusLine status)
    {
        foreach (var result in results)
        {
            status.Clear();
            yield return result;
        }
    }

    /// <summary>What the answer rests on beside evidence stands below it.</summary>
    private void WriteNotes(CompiledQuery query)
    {
        foreach (var note in query.Notes())
        {
            _surroundings.Error.WriteLine($"tocsin: warning: {TerminalText.Neutralise(note)}");
        }
    }

    private static void RequireFile(string path)
    {
        if (path is not "-" && !File.Exists(path))
        {
            throw new UsageException($"The query file '{path}' does not exist.");
        }
    }

    private int RunBatch(IEngineSession session, string path, CancellationToken cancellationToken)
    {
        using var reader = path is "-" ? new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false)) : new StreamReader(path, new UTF8Encoding(false));
        new QueryBatch(session, _surroundings.Output).Answer(reader, cancellationToken);
        return ExitStatus.Done;
    }
}
