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

/// <summary>Delimited text that is rows of a table that the user names.</summary>
internal sealed class BoundCsvReader(string format, string table, TableSchema? known, CsvHeader header, ImmutableArray<string> timeFormats)
    : BoundReader(format, table, known)
{
    protected override CsvShape Shape => new(header.Delimiter, header.Skip, header.Columns.Length);

    public Recognised Recognised() => Recognised($"{header.Delimiter} {header.Skip} {string.Join('\n', header.Columns)} {string.Join('\n', timeFormats)}");

    public override bool TryLook(
        ITelemetrySession session, ImmutableArray<InputFile> files, string stageName, [NotNullWhen(true)] out FoundColumns? found, [NotNullWhen(false)] out string? error)
    {
        var columns = FoundColumns.Of(header.Columns, Known);
        var records = FileScan.Csv(files, "r", stageName, header.Delimiter, header.Skip, header.Columns.Length);
        var succeeded = TryFind(session, columns, columns.Columns.Select(c => Kind(c.Name)), records, out found, out error);
        session.DropTable(FileScan.RejectsTable(stageName));
        session.DropTable(FileScan.ScansTable(stageName));
        return succeeded;
    }

    public override TelemetryReading Read(TableSchema schema, FoundColumns found, ImmutableArray<InputFile> files, string stageName) =>
        new MappedCsvPlan(Format, header, TableMap.Flat(schema), timeFormats).Read(files, stageName);

    private SqlExpression Kind(string name)
    {
        var text = Column(FileScan.CsvColumn(header.Columns.IndexOf(name)));
        var time = timeFormats.IsEmpty ? TextSource.FromText(text, KqlType.DateTime) : LocalisedTimes.ToTicks(text, timeFormats);
        return ColumnKinds.OfUntyped(name, text, time, isLocalised: !timeFormats.IsEmpty);
    }
}
