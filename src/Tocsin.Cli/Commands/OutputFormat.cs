using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Cli.Terminal;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

internal enum OutputFormat
{
    Table,
    Json,
    Ndjson,
    Csv,
    Parquet,
    Sarif,
    Ocsf,
}

/// <summary>The options <c>--format</c>, <c>-o</c> and <c>--spreadsheet-safe</c>, and the writer they ask for.</summary>
/// <param name="holdAlerts">The results are alerts, for which there are formats of their own.</param>
internal sealed class OutputOptions(bool holdAlerts = false)
{
    private readonly Option<OutputFormat?> _format = holdAlerts
        ? ChoiceOption.Create<OutputFormat>(
            "--format", "FORMAT", "How alerts are written: table, json, ndjson, csv, parquet, sarif or ocsf. Without it, the ending of the output file decides, else table.")
        : ChoiceOption.Create(
            "--format", "FORMAT", "How results are written: table, json, ndjson, csv or parquet. Without it, the ending of the output file decides, else table.", OutputFormat.Sarif, OutputFormat.Ocsf);

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write to this file instead of the standard output. It appears only when it is whole.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _spreadsheetSafe = new("--spreadsheet-safe")
    {
        Description = "In CSV, put an apostrophe before text that a spreadsheet would run as a formula.",
    };

    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_output);
        command.Add(_spreadsheetSafe);
        command.Validators.Add(Validate);
    }

    public string? File(ParseResult result) => result.GetValue(_output) is { Length: > 0 } and not "-" ? result.GetValue(_output) : null;

    public OutputFormat Format(ParseResult result) => result.GetValue(_format) ?? FromEnding(File(result)) ?? OutputFormat.Table;

    /// <summary>The writer of a format that goes through streams; Parquet does not.</summary>
    public IResultWriter Writer(ParseResult result, Surroundings surroundings) => Format(result) switch
    {
        OutputFormat.Table => new TableResultWriter(File(result) is null ? surroundings.OutputSurface : TableSurface.Plain),
        OutputFormat.Json => new JsonResultWriter(lines: false),
        OutputFormat.Ndjson => new JsonResultWriter(lines: true),
        OutputFormat.Csv => new CsvResultWriter(result.GetValue(_spreadsheetSafe)),
        OutputFormat.Parquet => throw new InvalidOperationException("Parquet is written by the engine."),
        OutputFormat.Sarif or OutputFormat.Ocsf => throw new InvalidOperationException("Alerts alone are written so."),
    };

    /// <summary>The writer of a query's results.</summary>
    public IResultSetWriter Writer(ParseResult result, Surroundings surroundings, int results) => Format(result) switch
    {
        OutputFormat.Table => new TableResultSetWriter(File(result) is null ? surroundings.OutputSurface : TableSurface.Plain, isSeveral: results > 1),
        OutputFormat.Json when results > 1 => new JsonResultSetWriter(),
        _ => new SingleResultWriter(Writer(result, surroundings)),
    };

    /// <exception cref="UsageException">The format has no room for so many results.</exception>
    public void CheckRoom(ParseResult arguments, int results)
    {
        if (results > 1 && Format(arguments) is not (OutputFormat.Table or OutputFormat.Json) and var format)
        {
            throw new UsageException($"The query has {results} results, and {format.ToString().ToLowerInvariant()} holds one: choose --format table or json.");
        }
    }

    private OutputFormat? FromEnding(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        ".json" => OutputFormat.Json,
        ".ndjson" or ".jsonl" => OutputFormat.Ndjson,
        ".csv" => OutputFormat.Csv,
        ".parquet" => OutputFormat.Parquet,
        ".sarif" when holdAlerts => OutputFormat.Sarif,
        _ => null,
    };

    private void Validate(CommandResult command)
    {
        // The word itself: reading the value of an option that was refused throws.
        var isParquet = command.GetResult(_format)?.Tokens is [var word] && string.Equals(word.Value, "parquet", StringComparison.OrdinalIgnoreCase);
        if (isParquet && command.GetValue(_output) is null or "-")
        {
            command.AddError("Parquet needs a file: give one with -o FILE.");
        }
    }
}
