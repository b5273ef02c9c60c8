using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Sql.Dialects;
using Tocsin.Sql.Tree;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Lowering;

// externaldata: DuckDB's readers over local files, every field as text.
public sealed partial class PlanLowerer
{
    /// <summary>Two control characters that no text has beside each other: a separator that never separates.</summary>
    private const string NoDelimiter = "\u001F\u001E";

    /// <summary>Fields beyond the declared ones that a record may have; they are left out.</summary>
    private const int SpareFields = 64;

    /// <summary>The longest record, in bytes.</summary>
    private const int MaxRecord = 16 << 20;

    private SelectBuilder LowerExternal(ExternalPlan external)
    {
        var (call, values) = external.Format switch
        {
            ExternalFormat.Csv => Fields(external, ","),
            ExternalFormat.Tsv => Fields(external, "\t"),
            ExternalFormat.Psv => Fields(external, "|"),
            ExternalFormat.Scsv => Fields(external, ";"),
            ExternalFormat.Sohsv => Fields(external, "\u0001"),
            ExternalFormat.Txt => Lines(external),
            ExternalFormat.Raw => Whole("read_text", external, a => S.Column(a, "content")),
            ExternalFormat.Json => Whole("read_json_objects", external, a => S.Cast(S.Column(a, "json"), SqlType.Varchar), new SqlNamedArgument("format", S.String("auto")), new SqlNamedArgument("maximum_object_size", S.Integer(MaxRecord))),
            ExternalFormat.Parquet => Whole("read_parquet", external, a => S.Cast(S.Call("to_json", S.Column(a)), SqlType.Varchar), new SqlNamedArgument("hive_partitioning", S.False)),
        };
        var alias = _aliases.Next();
        var builder = new SelectBuilder(_aliases, new SqlTableFunction(call, alias, []));

        // An empty field is read as NULL, which a string is not.
        builder.SetColumns(external.Columns.Select((c, i) => (c, S.Coalesce(values(alias, i), S.String(string.Empty)))));
        builder.Reach(SelectStage.Project);
        return builder;
    }

    private static (SqlCall Call, Func<string, int, SqlExpression> Value) Fields(ExternalPlan external, string delimiter)
    {
        ImmutableArray<SqlExpression> arguments =
        [
            Paths(external),
            new SqlNamedArgument("columns", new SqlStructLiteral([.. Enumerable.Range(0, external.Columns.Length + SpareFields).Select(i => new SqlStructField(Field(i), S.String("VARCHAR")))])),
            new SqlNamedArgument("delim", S.String(delimiter)),
            new SqlNamedArgument("quote", S.String("\"")),
            new SqlNamedArgument("escape", S.String("\"")),
            new SqlNamedArgument("header", S.False),
            new SqlNamedArgument("skip", S.Integer(external.SkipsFirstRecord ? 1 : 0)),
            new SqlNamedArgument("null_padding", S.True),
            .. CsvCommon(),
        ];
        return (new SqlCall("read_csv", arguments), (alias, i) => S.Column(alias, Field(i)));
    }

    private static (SqlCall Call, Func<string, int, SqlExpression> Value) Lines(ExternalPlan external)
    {
        ImmutableArray<SqlExpression> arguments =
        [
            Paths(external),
            new SqlNamedArgument("columns", new SqlStructLiteral([new SqlStructField(Field(0), S.String("VARCHAR"))])),
            new SqlNamedArgument("delim", S.String(NoDelimiter)),
            new SqlNamedArgument("quote", S.String(string.Empty)),
            new SqlNamedArgument("escape", S.String(string.Empty)),
            new SqlNamedArgument("header", S.False),
            new SqlNamedArgument("skip", S.Integer(external.SkipsFirstRecord ? 1 : 0)),
            .. CsvCommon(),
        ];
        return (new SqlCall("read_csv", arguments), (alias, _) => S.Column(alias, Field(0)));
    }

    private static SqlNamedArgument[] CsvCommon() =>
    [
        new("auto_detect", S.False),
        new("strict_mode", S.False),
        new("parallel", S.False),
        new("max_line_size", S.Integer(MaxRecord)),
        new("hive_partitioning", S.False),
    ];

    private static (SqlCall Call, Func<string, int, SqlExpression> Value) Whole(
        string function, ExternalPlan external, Func<string, SqlExpression> value, params ReadOnlySpan<SqlNamedArgument> settings) =>
        (new SqlCall(function, [Paths(external), .. settings]), (alias, _) => value(alias));

    private static string Field(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private static SqlListLiteral Paths(ExternalPlan external) => new([.. external.Files.Select(f => S.String(DuckDbGlob.Literal(f)))]);
}
