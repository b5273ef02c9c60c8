using System.Globalization;
using System.Text;
using System.Text.Json;
using Tocsin.DuckDb;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Bench;

/// <summary>The whole answer of a query as text, cell by cell, in a form that both sides share.</summary>
internal sealed class Answer
{
    /// <summary>Sums of reals depend on the order of their terms.</summary>
    private const double Tolerance = 1e-9;

    private readonly ReferenceQuery _query;
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly List<string[]> _rows = [];

    private Answer(ReferenceQuery query, IReadOnlyList<ResultColumn> columns)
    {
        _query = query;
        _columns = columns;
    }

    public int Count => _rows.Count;

    public static Answer Compiled(ReferenceQuery query, IRowReader rows)
    {
        var answer = new Answer(query, rows.Columns);
        while (rows.Read())
        {
            answer._rows.Add([.. Enumerable.Range(0, rows.Columns.Count).Select(i => answer.Cell(rows, i))]);
        }

        return answer;
    }

    /// <summary>What the SQL by hand returns, read as the columns of <paramref name="compiled"/>.</summary>
    public static Answer ByHand(Answer compiled, DuckDbResult result)
    {
        var answer = new Answer(compiled._query, compiled._columns);
        foreach (var row in result.ReadRows())
        {
            answer._rows.Add([.. row.Select((value, i) => answer.Cell(i, value, result.Columns[i].Type))]);
        }

        return answer;
    }

    /// <summary>The first difference between two answers, or null where they agree.</summary>
    public string? Difference(Answer other)
    {
        if (Count != other.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Count} rows against {other.Count}");
        }

        var sortKeys = _query.Order.Select(name => Enumerable.Range(0, _columns.Count).Single(i => _columns[i].Name == name)).ToArray();
        return Enumerable.Range(0, Count).Select(i => Difference(_rows[i], other._rows[i], sortKeys)).FirstOrDefault(d => d is not null)
            ?? Difference(Ordered(), other.Ordered());
    }

    private string? Difference(string[][] ours, string[][] theirs)
    {
        int[] every = [.. Enumerable.Range(0, _columns.Count)];
        return ours.Zip(theirs, (a, b) => Difference(a, b, every)).FirstOrDefault(d => d is not null);
    }

    private string? Difference(string[] ours, string[] theirs, int[] columns) => columns
        .Where(i => !Equal(_columns[i].Type, ours[i], theirs[i]))
        .Select(i => $"{_columns[i].Name} is {ours[i]} against {theirs[i]} in {ours[0]}, {ours[1]}, {ours[2]}…")
        .FirstOrDefault();

    private static bool Equal(KqlType type, string a, string b)
    {
        if (type != KqlType.Real || a == "null" || b == "null")
        {
            return a == b;
        }

        var (x, y) = (double.Parse(a, CultureInfo.InvariantCulture), double.Parse(b, CultureInfo.InvariantCulture));
        return x.Equals(y) || Math.Abs(x - y) <= Tolerance * Math.Max(1, Math.Abs(x));
    }

    /// <summary>The rows by all their cells but reals, which come last in the order.</summary>
    private string[][] Ordered()
    {
        int[] exactFirst = [.. Enumerable.Range(0, _columns.Count).OrderBy(i => _columns[i].Type == KqlType.Real)];
        return [.. _rows.OrderBy(row => string.Join('\u001f', exactFirst.Select(i => row[i])), StringComparer.Ordinal)];
    }

    private string Cell(IRowReader rows, int i)
    {
        if (rows.IsNull(i))
        {
            return "null";
        }

        switch (_columns[i].Type)
        {
            case KqlType.Bool:
                return Text(rows.GetBool(i));
            case KqlType.Int or KqlType.Long:
                return Text(rows.GetLong(i));
            case KqlType.Real:
                return Text(rows.GetReal(i));
            case KqlType.DateTime:
                return Text(new DateTime(rows.GetLong(i)));
            case KqlType.Dynamic:
                using (var json = JsonDocument.Parse(Encoding.UTF8.GetString(rows.GetUtf8(i))))
                {
                    return json.RootElement.ValueKind == JsonValueKind.Array
                        ? List(i, json.RootElement.EnumerateArray().Select(Text))
                        : Text(json.RootElement);
                }

            default:
                return Encoding.UTF8.GetString(rows.GetUtf8(i));
        }
    }

    private string Cell(int i, object? value, DuckDbType type) => value is object?[] list && type is ListType { Element: var element }
        ? List(i, list.Select(v => Text(v, element)))
        : Text(value, type);

    private string List(int i, IEnumerable<string> elements)
    {
        if (!_query.Sets.TryGetValue(_columns[i].Name, out var limit))
        {
            return $"[{string.Join(',', elements)}]";
        }

        var set = elements.Order(StringComparer.Ordinal).ToArray();
        return set.Length < limit ? $"{{{string.Join(',', set)}}}" : $"any {limit}";
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => Text(value.GetDouble()),
        _ => value.GetRawText(),
    };

    private static string Text(object? value, DuckDbType type) => (value, type.Id) switch
    {
        (null, _) => "null",
        (long micros, DuckDbTypeId.Timestamp) => Text(DateTime.UnixEpoch.AddMicroseconds(micros)),
        (bool flag, _) => flag ? "true" : "false",
        (float or double, _) => Text(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        (string text, _) => text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    /// <summary>As a dynamic value holds it.</summary>
    private static string Text(DateTime value) => value.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
