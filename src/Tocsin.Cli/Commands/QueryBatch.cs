using System.Text.Json;
using Tocsin.Engine;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary>
/// Answers <c>{"id","query"}</c> lines one by one, in order. No query, however bad, ends the batch: what goes
/// wrong is the answer to its line.
/// </summary>
internal sealed class QueryBatch(IEngineSession session, Stream output)
{
    /// <summary>The code of a line that is no <c>{"id","query"}</c> object.</summary>
    private const string BadLine = "TOC0001";

    /// <summary>The code of a fault of ours.</summary>
    private const string InternalError = "TOC0002";

    /// <summary>The code of a query that the machine had not the memory or the disk for.</summary>
    private const string OutOfResources = "TOC0003";

    /// <summary>The code of a query that met a value which one of its functions does not take.</summary>
    private const string FailedQuery = "TOC4001";

    private readonly BatchAnswers _answers = new(output);

    public void Answer(TextReader input, CancellationToken cancellationToken)
    {
        while (input.ReadLine() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!line.AsSpan().Trim().IsEmpty)
            {
                AnswerLine(line, cancellationToken);
            }
        }
    }

    private void AnswerLine(string line, CancellationToken cancellationToken)
    {
        JsonElement id = default;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id", out var given))
            {
                id = given.Clone();
            }

            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String)
            {
                _answers.WriteError(id, new BatchError(BadLine, "The line is no object with an \"id\" and a \"query\" text.", 1, 1));
                return;
            }

            AnswerQuery(id, query.GetString()!, cancellationToken);
        }
        catch (JsonException e)
        {
            // The library ends its message with a position, which is ours to give.
            var reason = e.Message.Split(" LineNumber:", 2)[0];
            _answers.WriteError(id, new BatchError(BadLine, $"The line is not JSON: {reason}", 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
        catch (InvalidOperationException e)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            _answers.WriteError(id, new BatchError(BadLine, e.Message, 1, 1));
        }
    }

    private void AnswerQuery(JsonElement id, string text, CancellationToken cancellationToken)
    {
        try
        {
            var source = new SourceText(text);
            var query = session.Compile(source);
            if (query.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            {
                _answers.WriteError(id, new BatchError(error.Id, error.Message, error.Position.Line, error.Position.Column)
                {
                    Hint = error.Hint,
                    Source = ReferenceEquals(error.Source, source) ? null : error.Source.Name,
                });
                return;
            }

            _answers.WriteResults(id, query.RunAll(cancellationToken), cancellationToken);
        }
        catch (QueryFailedException e)
        {
            _answers.WriteError(id, new BatchError(FailedQuery, e.Message, 1, 1));
        }
        catch (UnreadableDataException e)
        {
            _answers.WriteError(id, new BatchError(OutOfResources, e.Message, 1, 1));
        }
        catch (Exception e) when (e is not OperationCanceledException && !IsOutputFailure(e))
        {
            _answers.WriteError(id, new BatchError(InternalError, CommandRunner.DescribeFault(e), 1, 1));
        }
    }

    // Where the answers themselves cannot be written, going on makes no sense.
    private static bool IsOutputFailure(Exception e) => e is IOException;
}
