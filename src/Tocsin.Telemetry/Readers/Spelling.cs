using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Readers;

internal static class Spelling
{
    /// <summary>The names that differ from the schema's in case only: files that spell alike can be read together.</summary>
    public static string Of(IEnumerable<string> names, TableSchema schema) => string.Join(
        ',',
        names.Where(n => schema.Find(n) is null && schema.Columns.Any(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal));
}
