using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Parquet that is rows of a table that the user names. Its columns have types; of texts and whole numbers the values are looked at.</summary>
internal sealed class BoundParquetReader(string format, string table, TableSchema? known, ImmutableArray<ParquetColumn> columns)
    : BoundReader(format, table, known)
{
    private const string Records = "records";

    public override bool TryLook(
        ITelemetrySession session, ImmutableArray<InputFile> files, string stageName, [NotNullWhen(true)] out FoundColumns? found, [NotNullWhen(false)] out string? error)
    {
        if (columns.FirstOrDefault(c => Stage.Names.Append(FileScan.FileIndex).Contains(c.Name, StringComparer.OrdinalIgnoreCase)) is { } taken)
        {
            found = FoundColumns.Refused($"Tocsin has its own column '{taken.Name}' beside those of a Parquet file; rename it");
            error = null;
            return true;
        }

        var further = FoundColumns.Of(columns.Select(c => c.Name), Known);
        var source = new ParquetSource(Records, columns);
        return TryFind(session, further, further.Columns.Select(c => Kind(c.Name, source)), FileScan.Parquet(files, Records), out found, out error);
    }

    public override TelemetryReading Read(TableSchema schema, FoundColumns found, ImmutableArray<InputFile> files, string stageName) =>
        ParquetReader.Read(schema, columns, files, stageName);

    private static SqlExpression Kind(string name, ParquetSource source)
    {
        var value = Column(Records, name);
        return source.Find(name)!.Kind switch
        {
            ParquetKind.Boolean => ColumnKinds.OfTyped(value, value, ValueKinds.Bool),
            ParquetKind.Integer when FoundColumn.IsTime(name) => If(
                IsNotNull(source.Field([name], KqlType.DateTime)!), Integer((int)ValueKinds.Instant), ColumnKinds.OfTyped(value, TryCast(value, SqlType.BigInt), ValueKinds.Whole)),
            ParquetKind.Integer => ColumnKinds.OfTyped(value, TryCast(value, SqlType.BigInt), ValueKinds.Whole),
            ParquetKind.Floating or ParquetKind.Decimal => ColumnKinds.OfTyped(value, TryCast(value, SqlType.Double), ValueKinds.Number),
            ParquetKind.Timestamp or ParquetKind.TimestampNanoseconds or ParquetKind.TimestampWithZone or ParquetKind.Date =>
                ColumnKinds.OfTyped(value, source.Field([name], KqlType.DateTime)!, ValueKinds.Instant),
            ParquetKind.Nested or ParquetKind.Json => ColumnKinds.OfTyped(value, value, ValueKinds.Structure),
            _ => ColumnKinds.OfText(name, Cast(value, SqlType.Varchar)),
        };
    }
}
