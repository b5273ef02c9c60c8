using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

/// <summary>
/// Reads a file of the folder Tables: lines <c># key: text</c> that say where the columns come from, a header, and a
/// column a line with its type in each service. docs/formats.md describes the form.
/// </summary>
internal static class PublishedTableReader
{
    public const string Header = "column,defender-xdr,sentinel,tocsin";

    private const string Unknown = "columns not known";

    /// <exception cref="FormatException">The text is no description of a table; the message says where.</exception>
    public static PublishedTable Read(string name, string text)
    {
        TablePage? defender = null;
        TablePage? sentinel = null;
        string? note = null;
        var columns = ImmutableArray.CreateBuilder<PublishedColumn>();
        var isHeaderSeen = false;
        var number = 0;
        foreach (var span in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = span.Trim().ToString();
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '#')
            {
                var (key, value) = Pair(line) ?? throw Wrong(name, number, line);
                switch (key)
                {
                    case "defender-xdr":
                        defender = Page(value);
                        break;
                    case "sentinel":
                        sentinel = Page(value);
                        break;
                    case "note":
                        note = value;
                        break;
                    default:
                        throw Wrong(name, number, line);
                }
            }
            else if (!isHeaderSeen)
            {
                isHeaderSeen = line.Equals(Header, StringComparison.Ordinal) ? true : throw Wrong(name, number, line);
            }
            else
            {
                columns.Add(Column(line) ?? throw Wrong(name, number, line));
            }
        }

        return new PublishedTable(name, defender, sentinel, note, columns.ToImmutable());
    }

    private static (string Key, string Value)? Pair(string line) =>
        line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (line[1..colon].Trim(), line[(colon + 1)..].Trim()) : null;

    /// <summary><c>ADDRESS (DATE)</c>, the date left out where it is not known; or, before the address, that the columns are not known.</summary>
    private static TablePage Page(string text)
    {
        var date = text.EndsWith(')') && DateOnly.TryParseExact(text[(text.LastIndexOf('(') + 1)..^1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read
            : (DateOnly?)null;
        var address = text[Math.Max(0, text.IndexOf("https://", StringComparison.Ordinal))..].Split(' ')[0];
        return new TablePage(address, date, !text.StartsWith(Unknown, StringComparison.Ordinal));
    }

    private static PublishedColumn? Column(string line)
    {
        if (line.Split(',') is not [{ Length: > 0 } name, var defender, var sentinel, var tocsin])
        {
            return null;
        }

        var types = (Defender: KqlTypes.FromName(defender), Sentinel: KqlTypes.FromName(sentinel), Tocsin: KqlTypes.FromName(tocsin));
        var isSound = IsSound(defender, types.Defender) && IsSound(sentinel, types.Sentinel) && IsSound(tocsin, types.Tocsin)
            && (types.Defender ?? types.Sentinel ?? types.Tocsin) is not null;
        return isSound ? new PublishedColumn(name, types.Defender, types.Sentinel, types.Tocsin) : null;
    }

    private static bool IsSound(string text, KqlType? type) => text.Length == 0 || type is not null;

    private static FormatException Wrong(string name, int number, string line) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Tables/{name}.csv, line {number}: '{line}' is not understood."));
}
