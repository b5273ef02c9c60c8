using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>JSON objects that are rows of a table that the user names.</summary>
/// <param name="sampled">Names of the first records, in order; others follow in the order of the alphabet.</param>
/// <param name="stated">The columns that the files state themselves.</param>
internal sealed class BoundJsonReader(string format, string table, TableSchema? known, IReadOnlyList<string> sampled, ImmutableArray<ResultColumn> stated, TelemetryOptions options)
    : BoundReader(format, table, known)
{
    private const string Name = "name";

    /// <summary>See <see cref="TextSource.Null"/>.</summary>
    public string? Null { get; init; }

    public override bool TryLook(
        ITelemetrySession session, ImmutableArray<InputFile> files, string stageName, [NotNullWhen(true)] out FoundColumns? found, [NotNullWhen(false)] out string? error)
    {
        found = null;
        if (!session.TryRead(Keys(files), out var rows, out error))
        {
            return false;
        }

        var names = rows.Select(r => (string)r[0]!).ToHashSet(StringComparer.Ordinal);
        var columns = names.Count > FoundColumns.Most + (Known?.Columns.Length ?? 0) ? FoundColumns.TooMany(names.Count) : FoundColumns.Of(InOrder(names), Known);

        // A name may be spelled in several ways: the structure has the first one, as the reading will.
        var structure = new JsonObject(columns.Columns.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)JsonValue.Create("JSON")))).ToJsonString();
        var succeeded = TryFind(
            session,
            columns,
            columns.Columns.Select(c => ColumnKinds.OfJson(c.Name, new SqlField(Column(JsonRecords.Document), c.Name), Null)),
            JsonRecords.Transformed(Records(files), structure),
            out found,
            out error);
        found = found?.Stated(stated);
        return succeeded;
    }

    public override TelemetryReading Read(TableSchema schema, FoundColumns found, ImmutableArray<InputFile> files, string stageName) =>
        new MappedJsonPlan(Format, TableMap.Flat(schema), found.Names.ToHashSet(StringComparer.Ordinal), IsExact: false, options) { Null = Null }.Read(files, stageName);

    /// <summary>An answer without rows has the columns that it named.</summary>
    private IEnumerable<string> InOrder(HashSet<string> names) =>
        names.Count == 0 ? sampled : [.. sampled.Where(names.Contains), .. names.Except(sampled).Order(StringComparer.Ordinal)];

    /// <summary>The names of all records, as many as a table may have and one more.</summary>
    private SqlSelect Keys(ImmutableArray<InputFile> files) => new()
    {
        Items = [new(Column(Name))],
        From = new SqlDerived(
            new SqlSelect { Items = [new(Call("unnest", Call("json_keys", Column(FileScan.JsonColumn))), Name)], From = Records(files) }, "keys"),
        GroupBy = [Column(Name)],
        Limit = BigInt(FoundColumns.Most + (Known?.Columns.Length ?? 0) + 1),
    };

    /// <summary>The records that are objects; others are rejected when they are read.</summary>
    private SqlDerived Records(ImmutableArray<InputFile> files) => new(
        new SqlSelect
        {
            Items = [new(Column(FileScan.JsonColumn)), new(Column(FileScan.FileIndex), FileScan.FileIndex)],
            From = FileScan.JsonObjects(files, "r", options.MaximumRecordBytes),
            Where = Equal(Call("left", Call("ltrim", Column(FileScan.JsonColumn)), Integer(1)), String("{")),
        },
        "objects");
}
