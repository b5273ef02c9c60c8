using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>Why a query of a batch has no answer.</summary>
public sealed record BatchError(string Code, string Message, int Line, int Column)
{
    /// <summary>The way out, where there is one.</summary>
    public string? Hint { get; init; }

    /// <summary>The file that the place is in, where it is not in the query: that of a stored function.</summary>
    public string? Source { get; init; }
}

/// <summary>
/// The lines that <c>query --batch</c> answers with:
/// <c>{"id","columns":[{"name","type"}],"rows":[[…]]}</c> or <c>{"id","error":{…}}</c>. A result that asks
/// to be drawn has <c>"render":{"visualization","properties":{…}}</c>. Where there are several, those after the first stand in
/// <c>"furtherResults":[{"columns","rows",…}]</c>, and each may have a <c>"name"</c>.
/// </summary>
public sealed class BatchAnswers(Stream output)
{
    // Messages quote KQL, which is full of quotes: no page of HTML will hold these lines.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the answer as one line; nothing is written if reading the rows fails.</summary>
    /// <param name="id">The id as it came, JSON; a batch may number its queries or name them.</param>
    /// <param name="rows">The result, read to its end.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public void WriteResult(JsonElement id, IRowReader rows, CancellationToken cancellationToken) =>
        WriteResults(id, [new NamedResult(null, null, rows)], cancellationToken);

    /// <summary>Writes the results of one query as one line; nothing is written if reading the rows fails.</summary>
    public void WriteResults(JsonElement id, IEnumerable<NamedResult> results, CancellationToken cancellationToken)
    {
        // A failure while rows come must leave no torn line: the line is kept until it is whole.
        using var line = new MemoryStream();
        var buffer = new ByteBuffer(line);
        buffer.Append("{\"id\":"u8);
        buffer.Append(Encoding.UTF8.GetBytes(IdText(id)));
        var count = 0;
        NamedResult? first = null;
        foreach (var result in results)
        {
            if (count == 1)
            {
                // One result alone needs no name to be told by.
                ResultMembers.AppendName(buffer, first!, before: ","u8, after: ""u8);
            }

            buffer.Append(count switch { 0 => ","u8, 1 => ",\"furtherResults\":[{"u8, _ => ",{"u8 });
            AppendResult(buffer, result, cancellationToken);
            if (count > 0)
            {
                ResultMembers.AppendName(buffer, result, before: ","u8, after: ""u8);
                buffer.Append((byte)'}');
            }

            first ??= result;
            count++;
        }

        buffer.Append(count > 1 ? "]}\n"u8 : "}\n"u8);
        buffer.Flush();
        line.WriteTo(output);
        output.Flush();
    }

    public void WriteError(JsonElement id, BatchError error)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, Plain))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            writer.WriteRawValue(IdText(id));
            writer.WriteStartObject("error");
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteNumber("line", error.Line);
            writer.WriteNumber("column", error.Column);
            if (error.Source is not null)
            {
                writer.WriteString("source", error.Source);
            }

            if (error.Hint is not null)
            {
                writer.WriteString("hint", error.Hint);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        line.WriteTo(output);
        output.Flush();
    }

    private static void AppendResult(ByteBuffer buffer, NamedResult result, CancellationToken cancellationToken)
    {
        ResultMembers.AppendColumns(buffer, result.Rows.Columns);
        buffer.Append(",\"rows\":["u8);
        AppendRows(buffer, result.Rows, cancellationToken);
        buffer.Append((byte)']');
        ResultMembers.AppendRender(buffer, result, before: ","u8, after: ""u8);
    }

    private static void AppendRows(ByteBuffer buffer, IRowReader rows, CancellationToken cancellationToken)
    {
        var first = true;
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Append(first ? "["u8 : ",["u8);
            first = false;
            for (var i = 0; i < rows.Columns.Count; i++)
            {
                if (i > 0)
                {
                    buffer.Append((byte)',');
                }

                JsonValues.Append(buffer, rows, i);
            }

            buffer.Append((byte)']');
            buffer.FlushIfFull();
        }
    }

    private static string IdText(JsonElement id) => id.ValueKind == JsonValueKind.Undefined ? "null" : id.GetRawText();
}
