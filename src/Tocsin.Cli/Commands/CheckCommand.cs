using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Analysis;
using Tocsin.Detections.Analysis.Checks;
using Tocsin.Kql.Diagnostics;
using Tocsin.Report.Checks;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin check</c>: whether queries bind and mean something in the place where they are to run.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "A package, KQL file, Sentinel rule in YAML, or folder of them; or the id of a detection that is built in.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<CheckTarget?> _target = ChoiceOption.Create<CheckTarget>("--target", "TARGET", "Where the queries are to run: kusto (the default), sentinel or defender-xdr.");
    private readonly Option<string[]> _functions = ReferenceOptions.FunctionsOption();
    private readonly Option<CheckFormat?> _format = ChoiceOption.Create<CheckFormat>("--format", "FORMAT", "How findings are written: table, json or sarif.");
    private readonly Surroundings _surroundings;

    private CheckCommand(Surroundings surroundings) => _surroundings = surroundings;

    private enum CheckFormat
    {
        Table,
        Json,
        Sarif,
    }

    public static Command Create(Surroundings surroundings)
    {
        var check = new CheckCommand(surroundings);
        var command = new Command("check", "Check detections without running them: columns that a service lacks, rules that cannot fire, thresholds that do nothing, cost.")
        {
            check._paths, check._target, check._functions, check._format,
        };
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => check.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var files = RuleFiles.Load(Resolve(arguments.GetValue(_paths)!));
        if (files.Queries.IsEmpty && files.Diagnostics.IsEmpty)
        {
            return CommandRunner.Fail(_surroundings, ExitStatus.Refused, $"No package, KQL file or Sentinel rule in {string.Join(", ", arguments.GetValue(_paths)!)}.");
        }

        var target = arguments.GetValue(_target) ?? CheckTarget.Kusto;
        var checker = new RuleChecker(target, arguments.GetValue(_functions) ?? []);
        var diagnostics = new List<Diagnostic>(files.Diagnostics);
        foreach (var file in files.Queries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            diagnostics.AddRange(checker.Check(file.Query, file.IsTimeBoundElsewhere));
        }

        Write(arguments.GetValue(_format) ?? CheckFormat.Table, target, files.Queries, diagnostics);
        return diagnostics.Exists(d => d.Severity == DiagnosticSeverity.Error) ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static IEnumerable<string> Resolve(string[] paths)
    {
        DetectionCatalogue? builtIn = null;
        foreach (var path in paths)
        {
            if (File.Exists(path) || Directory.Exists(path))
            {
                yield return path;
                continue;
            }

            builtIn ??= DetectionCatalogue.Load(RuleOption.BuiltInFolder);
            yield return builtIn.Find(path)?.Folder
                ?? throw new UsageException($"'{path}' is neither a file or folder nor the id of a detection. Built in: {string.Join(", ", builtIn.Packages.Select(p => p.Id))}.");
        }
    }

    private void Write(CheckFormat format, CheckTarget target, ImmutableArray<RuleFile> queries, List<Diagnostic> diagnostics)
    {
        switch (format)
        {
            case CheckFormat.Json:
                CheckJsonWriter.Write(_surroundings.Output, target.Title(), queries.Length, diagnostics);
                _surroundings.Output.Write("\n"u8);
                break;
            case CheckFormat.Sarif:
                new CheckSarifWriter(TocsinCommand.Version, CheckDocument.Explain).Write(_surroundings.Output, diagnostics);
                break;
            default:
                WriteTable(target, queries, diagnostics);
                break;
        }

        _surroundings.Output.Flush();
    }

    private void WriteTable(CheckTarget target, ImmutableArray<RuleFile> queries, List<Diagnostic> diagnostics)
    {
        using var output = new StreamWriter(_surroundings.Output, leaveOpen: true) { NewLine = "\n" };
        DiagnosticPrinter.Print(output, diagnostics);
        var errors = diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);
        var warnings = diagnostics.Count(d => d.Severity == DiagnosticSeverity.Warning);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{queries.Length} {(queries.Length == 1 ? "query" : "queries")} checked for {target.Title()}: {errors} {(errors == 1 ? "error" : "errors")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}."));
    }
}
