using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>
/// What DuckDB's CSV reader could not read, from the tables that it leaves
/// (https://duckdb.org/docs/stable/data/csv/reading_faulty_csv_files). A line with several errors is one record.
/// </summary>
internal static class CsvRejects
{
    private static readonly (string Error, string Reason)[] Reasons =
    [
        ("MISSING COLUMNS", "fewer columns than the header"),
        ("TOO MANY COLUMNS", "more columns than the header"),
        ("UNQUOTED VALUE", "a quote that is not closed, or text after it"),
        ("LINE SIZE OVER MAXIMUM", "line too long"),
        ("INVALID ENCODING", "not UTF-8"),
        ("INVALID STATE", "not valid CSV"),
    ];

    /// <param name="accounting">What became of the records that were read.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="isRecord">Of a line's <c>text</c>, whether it is a record at all; null where every line is.</param>
    public static SqlQuery WithAccounting(SqlQuery accounting, string stage, SqlExpression? isRecord = null) => new SqlUnionAll(
    [
        accounting,
        new SqlSelect
        {
            Items =
            [
                new(Column("file"), "file"),
                new(String(Stage.Name(RecordOutcome.Rejected)), "outcome"),
                new(Column("reason"), "detail"),
                new(Call("count", new SqlStar()), "records"),
            ],
            From = Lines(stage),
            Where = isRecord,
            GroupBy = [Column("file"), Column("reason")],
        },
    ]);

    public static SqlQuery WithRejections(SqlQuery rejections, string stage) => new SqlUnionAll(
    [
        new SqlSelect { Items = [new(new SqlStar())], From = new SqlDerived(rejections, "staged") },
        new SqlSelect
        {
            Items = [new(Column("file")), new(Column("line")), new(Column("reason")), new(Column("text"))],
            From = new SqlDerived(
                new SqlSelect
                {
                    Items = [new(new SqlStar())],
                    From = Lines(stage),
                    OrderBy = [new(Column("file"), false, false), new(Column("line"), false, false)],
                },
                "unread"),
        },
    ]);

    private static SqlDerived Lines(string stage)
    {
        var error = Cast(Column("error_type"), SqlType.Varchar);
        var reason = new SqlCase([.. Reasons.Select(r => new SqlWhen(Equal(error, String(r.Error)), String(r.Reason)))], error);
        return new SqlDerived(
            new SqlSelect
            {
                Items =
                [
                    new(Cast(Column("file_id"), SqlType.Integer), "file"),
                    new(Cast(Column("line"), SqlType.BigInt), "line"),
                    new(Call("min", reason), "reason"),
                    new(Call("min", Column("csv_line")), "text"),
                ],
                From = new SqlTable(FileScan.RejectsTable(stage)),
                GroupBy = [Column("file_id"), Column("line")],
            },
            "rejected_lines");
    }
}
