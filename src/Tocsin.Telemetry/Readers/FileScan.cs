using System.Collections.Immutable;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Files;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>DuckDB's table functions over our files. A file's index in the list is the column <c>file_index</c>.</summary>
internal static class FileScan
{
    public const string FileIndex = "file_index";
    public const string JsonColumn = "json";
    public const string LineColumn = "line";

    /// <summary>Two control characters that no log has beside each other: a separator that never separates.</summary>
    private const string NoDelimiter = "\u001F\u001E";

    /// <summary>
    /// One JSON text a row, NULL for a line that is not JSON. Measured: this and one json_transform outrun read_json,
    /// which besides loses the record after a broken one.
    /// </summary>
    public static SqlRelation JsonObjects(ImmutableArray<InputFile> files, string alias, int maximumBytes) => new SqlTableFunction(
        Call(
            "read_ndjson_objects",
            Paths(files),
            new SqlNamedArgument("ignore_errors", True),
            new SqlNamedArgument("compression", Compression(files, "uncompressed")),
            new SqlNamedArgument("hive_partitioning", False),
            new SqlNamedArgument("maximum_object_size", Integer(maximumBytes))),
        alias,
        []);

    /// <summary>Fields at the top of one JSON object a line; anything that is wrong in the files is an error.</summary>
    /// <param name="names">Fields that are read as texts.</param>
    /// <param name="unexpected">
    /// Fields that no record should have a value in: where one has, its column is not NULL, or reading is an error. Of the
    /// smallest type there is, since they are read for each record.
    /// </param>
    public static SqlRelation JsonColumns(
        ImmutableArray<InputFile> files, string alias, ImmutableArray<string> names, ImmutableArray<string> unexpected, int maximumBytes) => new SqlTableFunction(
        Call(
            "read_json",
            Paths(files),
            new SqlNamedArgument("columns", new SqlStructLiteral(
            [
                .. names.Select(n => new SqlStructField(n, String("VARCHAR"))),
                .. unexpected.Select(n => new SqlStructField(n, String("BOOLEAN"))),
            ])),
            new SqlNamedArgument("format", String("newline_delimited")),
            new SqlNamedArgument("records", String("true")),
            new SqlNamedArgument("compression", Compression(files, "uncompressed")),
            new SqlNamedArgument("hive_partitioning", False),
            new SqlNamedArgument("maximum_object_size", Integer(maximumBytes))),
        alias,
        []);

    /// <summary>One line a row, NULL for an empty one; lines that are not UTF-8 or too long go to the side tables.</summary>
    public static SqlRelation Lines(ImmutableArray<InputFile> files, string alias, string stage) => new SqlTableFunction(
        Call(
            "read_csv",
            [
                Paths(files),
                new SqlNamedArgument("columns", new SqlStructLiteral([new SqlStructField(LineColumn, String("VARCHAR"))])),
                new SqlNamedArgument("delim", String(NoDelimiter)),
                new SqlNamedArgument("quote", String(string.Empty)),
                new SqlNamedArgument("escape", String(string.Empty)),
                new SqlNamedArgument("header", False),
                new SqlNamedArgument("strict_mode", False),
                .. CsvCommon(files, stage),
            ]),
        alias,
        []);

    public static SqlRelation Csv(ImmutableArray<InputFile> files, string alias, string stage, char delimiter, int skip, int columns) => new SqlTableFunction(
        Call(
            "read_csv",
            [
                Paths(files),
                new SqlNamedArgument("columns", TextColumns(columns)),
                new SqlNamedArgument("delim", String(delimiter.ToString())),
                new SqlNamedArgument("quote", String("\"")),
                new SqlNamedArgument("escape", String("\"")),
                new SqlNamedArgument("header", False),
                new SqlNamedArgument("skip", Integer(skip)),
                .. CsvCommon(files, stage),
            ]),
        alias,
        []);

    /// <summary>
    /// Fields between delimiters that nothing quotes or escapes, NULL where one of the marks of absence stands. A line
    /// with fewer or more fields goes to the side tables.
    /// </summary>
    public static SqlRelation Unquoted(
        ImmutableArray<InputFile> files, string alias, string stage, char delimiter, int skip, int columns, ImmutableArray<string> absent) => new SqlTableFunction(
        Call(
            "read_csv",
            [
                Paths(files),
                new SqlNamedArgument("columns", TextColumns(columns)),
                new SqlNamedArgument("delim", String(delimiter.ToString())),
                new SqlNamedArgument("quote", String(string.Empty)),
                new SqlNamedArgument("escape", String(string.Empty)),
                new SqlNamedArgument("header", False),
                new SqlNamedArgument("skip", Integer(skip)),
                new SqlNamedArgument("nullstr", List([.. absent.Distinct(StringComparer.Ordinal).Select(String)])),
                .. CsvCommon(files, stage),
            ]),
        alias,
        []);

    public static SqlRelation Parquet(ImmutableArray<InputFile> files, string alias) => new SqlTableFunction(
        Call(
            "read_parquet",
            Paths(files),
            new SqlNamedArgument("binary_as_string", True),
            new SqlNamedArgument("hive_partitioning", False)),
        alias,
        []);

    public static string CsvColumn(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{index}");

    public static string RejectsTable(string stage) => stage + "_rejects";

    public static string ScansTable(string stage) => stage + "_scans";

    private static SqlStructLiteral TextColumns(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new SqlStructField(CsvColumn(i), String("VARCHAR")))]);

    private static SqlNamedArgument[] CsvCommon(ImmutableArray<InputFile> files, string stage) =>
    [
        new("auto_detect", False),
        new("compression", Compression(files, "none")),
        new("hive_partitioning", False),
        new("store_rejects", True),
        new("rejects_table", String(RejectsTable(stage))),
        new("rejects_scan", String(ScansTable(stage))),
    ];

    private static SqlListLiteral Paths(ImmutableArray<InputFile> files) => new([.. files.Select(f => String(DuckDbGlob.Literal(f.Path)))]);

    private static SqlExpression Compression(ImmutableArray<InputFile> files, string none) =>
        String(files[0].Compression == FileCompression.Gzip ? "gzip" : none);
}
