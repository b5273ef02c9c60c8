namespace Tocsin.Sql.Dialects;

/// <summary>What DuckDB's file readers take for patterns in a path. See duckdb.org/docs/stable/sql/functions/pattern_matching#globbing.</summary>
public static class DuckDbGlob
{
    /// <summary>A path that is taken as it stands: its glob characters are put into brackets.</summary>
    public static string Literal(string path) => string.Concat(path.Select(c => c is '*' or '?' or '[' or ']' or '{' or '}' ? $"[{c}]" : c.ToString()));
}
