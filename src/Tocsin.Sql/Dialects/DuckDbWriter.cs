using System.Text;
using Tocsin.Sql.Tree;
using Tocsin.Sql.Writing;

namespace Tocsin.Sql.Dialects;

/// <summary>Spells a SQL tree for DuckDB (https://duckdb.org/docs/stable/sql/introduction).</summary>
public sealed partial class DuckDbWriter : SqlDispatcher
{
    private readonly StringBuilder _text = new();
    private int _indent;

    private DuckDbWriter()
    {
    }

    public static string Write(SqlQuery query)
    {
        var writer = new DuckDbWriter();
        writer.Visit(query);
        return writer._text.ToString();
    }

    public static string Write(SqlExpression expression)
    {
        var writer = new DuckDbWriter();
        writer.Visit(expression);
        return writer._text.ToString();
    }

    /// <summary>An identifier in double quotes, whatever it holds.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// A string literal. DuckDB has no escapes in '…'; NUL cannot stand in SQL text, so it is spliced in with chr(0).
    /// </summary>
    public static string QuoteString(string value)
    {
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\0', StringComparison.Ordinal)
            ? $"({quoted.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal)})"
            : quoted;
    }

    public static string Spell(SqlType type) => type switch
    {
        SqlListType list => $"{Spell(list.Element)}[]",
        SqlScalarType scalar => Spell(scalar.Kind),
        _ => throw new InvalidOperationException($"SQL type {type.GetType().Name} has no spelling."),
    };

    private static string Spell(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Boolean => "BOOLEAN",
        SqlTypeKind.Integer => "INTEGER",
        SqlTypeKind.BigInt => "BIGINT",
        SqlTypeKind.HugeInt => "HUGEINT",
        SqlTypeKind.Double => "DOUBLE",
        SqlTypeKind.Decimal => "DECIMAL(38,18)",
        SqlTypeKind.WholeDecimal => "DECIMAL(38,0)",
        SqlTypeKind.Varchar => "VARCHAR",
        SqlTypeKind.Uuid => "UUID",
        SqlTypeKind.Timestamp => "TIMESTAMP",
        SqlTypeKind.Json => "JSON",
    };

    private void Operand(SqlExpression node, int outer)
    {
        if (SqlPrecedence.Of(node) > outer)
        {
            Visit(node);
            return;
        }

        _text.Append('(');
        Visit(node);
        _text.Append(')');
    }

    private void Nested(SqlQuery query)
    {
        _text.Append('(');
        _indent++;
        Line();
        Visit(query);
        _indent--;
        Line();
        _text.Append(')');
    }

    private void List<T>(string keyword, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count > 0)
        {
            Clause(keyword);
            Separated(items, ", ", write);
        }
    }

    private void Separated<T>(IReadOnlyList<T> items, string separator, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                _text.Append(separator);
            }

            write(items[i]);
        }
    }

    private void Clause(string keyword)
    {
        Line();
        _text.Append(keyword);
    }

    private void Line() => _text.Append('\n').Append(' ', _indent * 2);
}
