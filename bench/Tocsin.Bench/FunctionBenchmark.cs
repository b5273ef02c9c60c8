using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.DuckDb;
using Tocsin.Engine.Kernels;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Bench;

/// <summary>
/// Nanoseconds per row of KQL's functions beside DuckDB's nearest own (functions/functions.tsv), on one thread, over a
/// table in memory. Both are read through a hash, whose own cost is taken off; the nearest function need not answer alike.
/// </summary>
internal sealed class FunctionBenchmark(TextWriter output) : IDisposable
{
    private const int Runs = 5;
    private const string Table = "T";

    private readonly DuckDbSession _session = DuckDbSession.Open(new DuckDbOptions { Threads = 1 });

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "functions");

    public void Run(long rows)
    {
        KernelCatalogue.Register(_session);
        _session.Execute(File.ReadAllText(Path.Combine(Folder, "rows.sql")).Replace("$rows", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var options = new CompilerOptions(new Dictionary<string, TableDescriptor>(StringComparer.Ordinal) { [Table] = new(Table, Columns()) }, Now: 0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{rows:N0} rows in memory, one thread, DuckDB {DuckDbSession.LibraryVersion}\n"));
        output.WriteLine("| KQL | ns/row | DuckDB's nearest | ns/row | ratio |");
        output.WriteLine("|---|--:|---|--:|--:|");
        var nothing = Nanoseconds("SELECT n AS v FROM T", rows);
        foreach (var line in File.ReadLines(Path.Combine(Folder, "functions.tsv")).Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            var fields = line.Split('\t');
            var compiled = KqlCompiler.Compile(new SourceText($"{Table} | project v = {fields[0]}"), options);
            if (!compiled.Succeeded)
            {
                throw new InvalidOperationException($"{fields[0]}: {compiled.Diagnostics[0].Message}");
            }

            var ours = Math.Max(0.1, Nanoseconds(compiled.Results[0].SqlText, rows) - nothing);
            var theirs = Math.Max(0.1, Nanoseconds($"SELECT {fields[1]} AS v FROM {Table}", rows) - nothing);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `{Cell(fields[0])}` | {ours:N1} | `{Cell(fields[1])}` | {theirs:N1} | {ours / theirs:N2} |"));
        }
    }

    public void Dispose() => _session.Dispose();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private double Nanoseconds(string sql, long rows)
    {
        var hashed = $"SELECT bit_xor(hash(v)) FROM ({sql})";
        _session.QueryValue(hashed);
        return Enumerable.Range(0, Runs).Min(_ => Measurement.Time(() => _session.QueryValue(hashed))) * 1_000_000 / rows;
    }

    /// <summary>The table's columns as KQL sees them; rows.sql says which are datetimes and dynamic.</summary>
    private static ImmutableArray<TableColumn> Columns() =>
    [
        new("host", KqlType.String), new("url", KqlType.String), new("cmd", KqlType.String), new("ip", KqlType.String),
        new("digits", KqlType.String), new("json", KqlType.Dynamic), new("words", KqlType.Dynamic), new("series", KqlType.Dynamic),
        new("n", KqlType.Long), new("m", KqlType.Long), new("r", KqlType.Real), new("t", KqlType.DateTime), new("u", KqlType.DateTime),
    ];
}
