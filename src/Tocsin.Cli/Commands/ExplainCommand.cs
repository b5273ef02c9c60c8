using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Analysis;
using Tocsin.Report.Analysis;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin explain</c>: what a detection's text says of it.</summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _rule = new("rule") { Description = "The detection's id, or the path of its package, KQL file or Sentinel rule.", HelpName = "RULE" };
    private readonly Option<ExplainFormat?> _format = ChoiceOption.Create<ExplainFormat>("--format", "FORMAT", "How it is written: text, json or markdown.");
    private readonly Surroundings _surroundings;

    private ExplainCommand(Surroundings surroundings) => _surroundings = surroundings;

    private enum ExplainFormat
    {
        Text,
        Json,
        Markdown,
    }

    public static Command Create(Surroundings surroundings)
    {
        var explain = new ExplainCommand(surroundings);
        var command = new Command("explain", "Show what a detection's query says: parameters, stages, exclusions, indicators, output, events that feed it.") { explain._rule, explain._format };
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => explain.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (RuleOption.Load([arguments.GetValue(_rule)!], _surroundings) is not { } rules)
        {
            return ExitStatus.Refused;
        }

        var catalogue = DetectionCatalogue.Load(RuleOption.BuiltInFolder).Packages;
        var analyses = ImmutableArray.CreateBuilder<RuleAnalysis>();
        foreach (var rule in rules)
        {
            cancellationToken.ThrowIfCancellationRequested();
            analyses.Add(RuleAnalyser.Analyse(rule, catalogue));
        }

        Write(arguments.GetValue(_format) ?? ExplainFormat.Text, analyses.ToImmutable());
        DiagnosticPrinter.Print(_surroundings.Error, analyses.SelectMany(a => a.Diagnostics));
        return analyses.Any(a => !a.Diagnostics.IsEmpty) ? ExitStatus.Refused : ExitStatus.Done;
    }

    private void Write(ExplainFormat format, ImmutableArray<RuleAnalysis> analyses)
    {
        if (format == ExplainFormat.Json)
        {
            WriteJson(analyses);
        }
        else
        {
            var texts = analyses.Select(a => format == ExplainFormat.Text ? AnalysisTextWriter.Write(a) : AnalysisMarkdownWriter.Write(a));
            _surroundings.Output.Write(Encoding.UTF8.GetBytes(string.Join("\n", texts)));
        }

        _surroundings.Output.Flush();
    }

    /// <summary>One detection is an object, a folder of them an array.</summary>
    private void WriteJson(ImmutableArray<RuleAnalysis> analyses)
    {
        using (var json = new Utf8JsonWriter(_surroundings.Output, AnalysisJsonWriter.Options))
        {
            if (analyses is [var only])
            {
                AnalysisJsonWriter.Write(only, json);
            }
            else
            {
                json.WriteStartArray();
                foreach (var analysis in analyses)
                {
                    AnalysisJsonWriter.Write(analysis, json);
                }

                json.WriteEndArray();
            }
        }

        _surroundings.Output.Write("\n"u8);
    }
}
