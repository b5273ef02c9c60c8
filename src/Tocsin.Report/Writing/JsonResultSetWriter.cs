using Tocsin.Kql.Results;

namespace Tocsin.Report.Writing;

/// <summary>
/// Several results as one JSON object: <c>{"results":[{"name","render","columns":[{"name","type"}],"rows":[{…},…]},…]}</c>.
/// Rows are objects, as <see cref="JsonResultWriter"/> writes those of a single result.
/// </summary>
public sealed class JsonResultSetWriter : IResultSetWriter
{
    private readonly JsonResultWriter _rows = new(lines: false);

    public void Write(IEnumerable<NamedResult> results, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ByteBuffer(output);
        buffer.Append("{\"results\":["u8);
        var isFirst = true;
        foreach (var result in results)
        {
            buffer.Append(isFirst ? "\n{"u8 : ",\n{"u8);
            ResultMembers.AppendName(buffer, result, before: ""u8, after: ","u8);
            ResultMembers.AppendRender(buffer, result, before: ""u8, after: ","u8);
            ResultMembers.AppendColumns(buffer, result.Rows.Columns);
            buffer.Append(",\"rows\":"u8);
            buffer.Flush();
            _rows.Write(result.Rows, output, cancellationToken);
            buffer.Append((byte)'}');
            isFirst = false;
        }

        buffer.Append("\n]}\n"u8);
        buffer.Flush();
    }
}
