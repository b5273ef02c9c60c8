using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Loading;

/// <summary>Column names and queries that all stages share.</summary>
internal static class Stage
{
    public const string File = "$file";
    public const string Outcome = "$outcome";
    public const string Detail = "$detail";
    private const string Case = "$case";

    /// <summary>The start of a rejected record, where it is at hand.</summary>
    public const string Text = "$text";

    /// <summary>The JSON text of a record that is used, where tables are mapped from it afterwards.</summary>
    public const string Json = "$json";

    public const string BadTimestamp = "no readable timestamp";
    public const string BadJson = "not valid JSON";
    public const string NotAnObject = "not a JSON object";

    private const int SampleLength = 300;
    private const int SampleCount = 20;

    public static string Name(RecordOutcome outcome) => outcome switch
    {
        RecordOutcome.Used => "used",
        RecordOutcome.Skipped => "skipped",
        RecordOutcome.Rejected => "rejected",
        RecordOutcome.Header => "header",
    };

    /// <summary>The number, from 1, of the first case that holds; 0 for a record that is used.</summary>
    public static SqlSelectItem Judgement(ImmutableArray<OutcomeCase> cases) => new(
        new SqlCase([.. cases.Select((c, i) => new SqlWhen(c.Condition, Integer(i + 1)))], Integer(0)), Case);

    /// <summary>The columns that say what became of a record, from its judgement.</summary>
    public static ImmutableArray<SqlSelectItem> Verdict(
        SqlExpression file, SqlExpression text, ImmutableArray<OutcomeCase> cases, SqlExpression usedDetail)
    {
        return
        [
            new SqlSelectItem(Cast(file, SqlType.Integer), File),
            new SqlSelectItem(Decided(c => String(Name(c.Outcome)), String(Name(RecordOutcome.Used))), Outcome),
            new SqlSelectItem(Decided(c => c.Detail, usedDetail), Detail),
            new SqlSelectItem(
                Decided(
                    c => c.Outcome == RecordOutcome.Rejected ? Call("left", text, Integer(SampleLength)) : new SqlNull(SqlType.Varchar),
                    new SqlNull(SqlType.Varchar)),
                Text),
        ];

        // The used come first: they are nearly all.
        SqlCase Decided(Func<OutcomeCase, SqlExpression> value, SqlExpression used) => new(
            [
                new SqlWhen(Equal(Column(Case), Integer(0)), used),
                .. cases.Select((c, i) => new SqlWhen(Equal(Column(Case), Integer(i + 1)), value(c))),
            ],
            null);
    }

    /// <summary>
    /// Records without a time. Kusto's tables can hold such rows, so those in Microsoft's own columns are used, unless
    /// nothing else in them says that they are events.
    /// </summary>
    public static OutcomeCase NoTime(MappingLowerer lowerer, TableMap map)
    {
        var isAbsent = IsNull(lowerer.Column(map, "Timestamp", KqlType.DateTime));
        IEnumerable<SqlExpression> others = map.IsFlat ? [IsMissing("DeviceId"), IsMissing("DeviceName"), IsMissing("ActionType")] : [];
        return new OutcomeCase(And([isAbsent, .. others]), RecordOutcome.Rejected, String(BadTimestamp));

        SqlExpression IsMissing(string column) => Equal(lowerer.Column(map, column, KqlType.String), String(string.Empty));
    }

    /// <summary>Records that say something unreadable in a column of a type other than string.</summary>
    public static IEnumerable<OutcomeCase> Unreadable(MappingLowerer lowerer, TableMap map) =>
        lowerer.Unreadable(map).Select(u => new OutcomeCase(u.Condition, RecordOutcome.Rejected, String(u.Reason)));

    public static SqlExpression IsUsedFor(string table) =>
        And(Equal(Column(Outcome), String(Name(RecordOutcome.Used))), Equal(Column(Detail), String(table)));

    public static SqlSelect Accounting(string stage) => new()
    {
        Items =
        [
            new(Column(File), "file"),
            new(Column(Outcome), "outcome"),
            new(Column(Detail), "detail"),
            new(Call("count", new SqlStar()), "records"),
        ],
        From = new SqlTable(stage),
        GroupBy = [Column(File), Column(Outcome), Column(Detail)],
    };

    public static SqlSelect Rejections(string stage) => new()
    {
        Items =
        [
            new(Column(File), "file"),
            new(new SqlNull(SqlType.BigInt), "line"),
            new(Column(Detail), "reason"),
            new(Column(Text), "text"),
        ],
        From = new SqlTable(stage),
        Where = Equal(Column(Outcome), String(Name(RecordOutcome.Rejected))),
        Limit = BigInt(SampleCount),
    };
}

internal sealed record OutcomeCase(SqlExpression Condition, RecordOutcome Outcome, SqlExpression Detail);
