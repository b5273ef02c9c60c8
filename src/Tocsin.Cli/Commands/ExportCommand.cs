using System.CommandLine;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections.Export;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin export RULE --to FORM</c>.</summary>
internal sealed class ExportCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Argument<string> _rule = new("rule") { Description = "The detection's id, or the path of its package or KQL file.", HelpName = "RULE" };
    private readonly Option<string> _to = new("--to") { Description = $"The form: {Forms}.", HelpName = "FORM", Required = true };
    private readonly Option<string?> _file = new("-o", "--output") { Description = "The file to write; without it, the standard output.", HelpName = "FILE" };
    private readonly Option<string?> _loss = new("--loss") { Description = "The file to list in what the export loses or changes, one line each; without it, the standard error.", HelpName = "FILE" };
    private readonly TuningOptions _tuning = new();
    private readonly Surroundings _surroundings;

    private ExportCommand(Surroundings surroundings) => _surroundings = surroundings;

    private static string Forms => string.Join(", ", DetectionExporters.All.Select(e => e.Name));

    public static Command Create(Surroundings surroundings)
    {
        var export = new ExportCommand(surroundings);
        export._to.CompletionSources.Add(_ => DetectionExporters.All.Select(e => new System.CommandLine.Completions.CompletionItem(e.Name)));
        var command = new Command("export", "Write a detection in the form of another product, and say what that form lacks.") { export._rule, export._to, export._file, export._loss };
        export._tuning.AddTo(command);
        command.SetAction(arguments => CommandRunner.Run(surroundings, _ => export.Run(arguments)));
        return command;
    }

    private int Run(ParseResult arguments)
    {
        var form = arguments.GetValue(_to)!;
        var exporter = DetectionExporters.Find(form) ?? throw new UsageException($"'{form}' is none of {Forms}.");
        ResultOutput.CheckFolder(arguments.GetValue(_file));
        ResultOutput.CheckFolder(arguments.GetValue(_loss));
        var rule = arguments.GetValue(_rule)!;
        if (RuleOption.Load([rule], _surroundings) is not { } packages || _tuning.Apply([.. packages.Select(p => p.WithQueryAlone())], [rule], arguments, _surroundings) is not { } tuned)
        {
            return ExitStatus.Refused;
        }

        if (tuned.Packages is not [var package])
        {
            throw new UsageException(tuned.Packages.IsEmpty
                ? $"{rule} is turned off by the overrides."
                : $"{rule} holds {tuned.Packages.Length} detections; export takes one at a time: {string.Join(", ", tuned.Packages.Select(p => p.Id))}.");
        }

        var result = exporter.Export(package);
        WriteNotes([.. package.LeftOut, .. result.Notes.Select(n => n.ToString())], arguments.GetValue(_loss));
        DiagnosticPrinter.Print(_surroundings.Error, result.Diagnostics);
        if (result.Text is not { } text)
        {
            return CommandRunner.Fail(_surroundings, ExitStatus.Refused, $"{package.Id} cannot be exported to {exporter.Name}.");
        }

        Write(text, arguments.GetValue(_file));
        return ExitStatus.Done;
    }

    private void WriteNotes(IEnumerable<string> notes, string? file)
    {
        var text = string.Concat(notes.Select(n => TerminalText.Neutralise(n) + "\n"));
        if (file is not null)
        {
            Write(text, file);
        }
        else if (text.Length > 0)
        {
            _surroundings.Error.Write(text);
        }
    }

    private void Write(string text, string? file)
    {
        if (file is null)
        {
            _surroundings.Output.Write(Utf8.GetBytes(text));
            _surroundings.Output.Flush();
            return;
        }

        using var target = AtomicFile.Create(file);
        target.Stream.Write(Utf8.GetBytes(text));
        target.Commit();
    }
}
