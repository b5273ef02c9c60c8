using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// What Defender XDR streams to Event Hubs and storage: <c>{"time","tenantId","category","properties":{…}}</c> a line, or
/// batches under <c>records</c> (https://learn.microsoft.com/defender-xdr/streaming-api-event-hub). Tables that the
/// sampled records do not name are looked for in the whole files where a record turns out to be of one.
/// </summary>
internal sealed class DefenderStreamingReader : IFormatReader
{
    private const string Format = "Defender streaming JSON";
    private const string CategoryPrefix = "AdvancedHunting-";

    private static readonly MappedValue Category = MappedValue.Of("category");

    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { } json || !json.Most(r => r.Has("category") && r.Has("properties")))
        {
            return null;
        }

        var sampled = json.Records.Select(r => r.Value("category")).OfType<string>().Where(c => c.StartsWith(CategoryPrefix, StringComparison.Ordinal));
        var tables = Tables(sampled.Select(c => c[CategoryPrefix.Length..]));
        var plan = Plan(tables, options) with { Others = IsOfAnotherTable(tables), Wider = files => Plan(Tables(Named(files)), options) };
        return new Recognised(Format, $"streaming {string.Join(' ', tables.Select(t => t.Name))}", plan.Read);
    }

    private static SelectedJsonPlan Plan(ImmutableArray<TableSchema> tables, TelemetryOptions options) =>
        new(Format, [.. tables.Select(t => new SelectedKind(l => Equal(l.Lower(Category, KqlType.String)!, String(CategoryPrefix + t.Name)), Map(t)))], Category, options);

    private static TableMap Map(TableSchema table)
    {
        var map = TableMap.Flat(table, "properties");
        return table.Find("TenantId") is null ? map : map.With(new ColumnMap("TenantId", MappedValue.First(
            MappedValue.Of("properties", "TenantId"), MappedValue.Of("tenantId"))));
    }

    /// <summary>The tables that every stream may hold, and those named.</summary>
    private static ImmutableArray<TableSchema> Tables(IEnumerable<string> names) =>
    [
        .. KnownTables.Basic,
        .. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(KnownTables.Find).OfType<TableSchema>().Except(KnownTables.Basic),
    ];

    private static Func<MappingLowerer, SqlExpression> IsOfAnotherTable(ImmutableArray<TableSchema> tables)
    {
        ImmutableArray<SqlExpression> others = [.. KnownTables.Names.Except(tables.Select(t => t.Name), StringComparer.Ordinal).Select(n => String(CategoryPrefix + n))];
        return lowerer => new SqlIn(lowerer.Lower(Category, KqlType.String)!, others);
    }

    /// <summary>The tables that the files name as categories, wherever in them.</summary>
    private static IEnumerable<string> Named(ImmutableArray<InputFile> files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var reader = new StreamReader(SampleReader.OpenUnpacked(file));
            while (reader.ReadLine() is { } line)
            {
                for (var at = 0; (at = line.IndexOf(CategoryPrefix, at, StringComparison.Ordinal)) >= 0;)
                {
                    at += CategoryPrefix.Length;
                    var end = at;
                    while (end < line.Length && char.IsAsciiLetterOrDigit(line[end]))
                    {
                        end++;
                    }

                    names.Add(line[at..end]);
                }
            }
        }

        return names;
    }
}
