using System.Text;
using Tocsin.Telemetry.Files;

namespace Tocsin.Telemetry.Sampling;

/// <summary>The first bytes of a text file (unpacked), or of a Parquet file.</summary>
internal sealed class ContentSample
{
    public const int Size = 64 << 10;

    private readonly Lazy<JsonSample?> _json;
    private readonly Lazy<IReadOnlyList<string>> _lines;

    public ContentSample(InputFile file, ContentKind kind, byte[] head, bool isWhole)
    {
        File = file;
        Kind = kind;
        Head = head;
        IsWhole = isWhole;
        _json = new(() => kind == ContentKind.Text ? JsonSampler.Sample(Text.Span) : null);
        _lines = new(() => kind == ContentKind.Text ? SplitLines() : []);
    }

    public InputFile File { get; }

    public ContentKind Kind { get; }

    public byte[] Head { get; }

    /// <summary>Whether the sample is the whole content.</summary>
    public bool IsWhole { get; }

    /// <summary>The head without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Text => Head.AsMemory(ContentSniffer.Utf8MarkLength(Head));

    /// <summary>Null where the content is not JSON.</summary>
    public JsonSample? Json => _json.Value;

    /// <summary>Whole lines, without their ends; a line that the sample cuts off is not among them.</summary>
    public IReadOnlyList<string> Lines => _lines.Value;

    /// <summary>The sampled values of the first column of delimited text that the condition holds for.</summary>
    public IEnumerable<string> Values(CsvHeader header, Func<string, bool> isColumn)
    {
        var index = header.Columns.Select((c, i) => (Name: c, Index: i)).Where(c => isColumn(c.Name)).Select(c => c.Index).FirstOrDefault(-1);
        return index < 0
            ? []
            : header.Records(Lines).Where(v => v.Count > index).Select(v => v[index]);
    }

    private List<string> SplitLines()
    {
        var lines = new List<string>();
        var rest = Text.Span;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                if (IsWhole)
                {
                    lines.Add(Encoding.UTF8.GetString(rest));
                }

                break;
            }

            lines.Add(Encoding.UTF8.GetString(rest[..end]));
            rest = rest[(rest[end..].StartsWith("\r\n"u8) ? end + 2 : end + 1)..];
        }

        return lines;
    }
}
