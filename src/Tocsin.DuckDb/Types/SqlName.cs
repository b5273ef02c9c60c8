namespace Tocsin.DuckDb;

internal static class SqlName
{
    /// <summary>The name as an SQL identifier, always quoted: a name may be a keyword of the next DuckDB.</summary>
    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
