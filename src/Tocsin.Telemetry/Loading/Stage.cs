using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Mapping;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Loading;

/// <summary>What may become of a record: of a stage's cases, the first whose condition holds.</summary>
internal sealed record OutcomeCase(SqlExpression Condition, RecordOutcome Outcome, SqlExpression Detail);

/// <summary>
/// A stage's columns that say what became of each record, and the queries over them. A case is kept as its number;
/// outcome and detail are spelled out when they are counted.
/// </summary>
/// <param name="cases">In order; the first that holds decides.</param>
/// <param name="otherwise">What becomes of a record of which none holds; its condition is not looked at.</param>
internal sealed class Stage(ImmutableArray<OutcomeCase> cases, OutcomeCase otherwise)
{
    /// <summary>The column of the file's index among those of the reading.</summary>
    public const string File = "$file";
    public const string BadTimestamp = "no readable timestamp";
    public const string BadJson = "not valid JSON";
    public const string NotAnObject = "not a JSON object";

    /// <summary>The kind of a record that no table takes and that says nothing of its kind.</summary>
    public const string NoKind = "no kind named";

    private const string Case = "$case";
    private const string Detail = "$detail";
    private const string Text = "$text";

    /// <summary>The columns that a stage adds to those of the records.</summary>
    public static ImmutableArray<string> Names { get; } = [File, Case, Detail, Text];

    private readonly ImmutableArray<OutcomeCase> _cases = cases;

    /// <summary>A record's text, which is kept where the record is rejected; null where rejected records lead to another reading.</summary>
    public SqlExpression? RecordText { get; init; }

    private IEnumerable<(int Number, OutcomeCase Case)> Numbered => _cases.Select((c, i) => (i + 1, c)).Prepend((0, otherwise));

    /// <summary>The number, from 1, of the first case that holds, or 0.</summary>
    public SqlSelectItem Judgement => new(
        new SqlCase([.. _cases.Select((c, i) => new SqlWhen(c.Condition, Integer(i + 1)))], Integer(0)), Case);

    /// <summary>The columns that a stage keeps, from its judgement. A column that no record could have a value in is none.</summary>
    /// <param name="file">The file's index.</param>
    public ImmutableArray<SqlSelectItem> Columns(SqlExpression file) =>
    [
        new SqlSelectItem(Cast(file, SqlType.Integer), File),
        new SqlSelectItem(Column(Case)),
        .. HasDetail ? [new SqlSelectItem(Chosen(IsDetailed, c => c.Detail), Detail)] : Array.Empty<SqlSelectItem>(),
        .. HasText ? [new SqlSelectItem(Chosen(IsRejected, _ => RecordText!), Text)] : Array.Empty<SqlSelectItem>(),
    ];

    private bool HasDetail => Numbered.Any(c => IsDetailed(c.Case));

    private bool HasText => RecordText is not null && Numbered.Any(c => IsRejected(c.Case));

    private static bool IsDetailed(OutcomeCase outcome) => outcome.Detail is not SqlString;

    private static bool IsRejected(OutcomeCase outcome) => outcome.Outcome == RecordOutcome.Rejected;

    /// <summary>Whether a row of the stage is a record that a table takes.</summary>
    public SqlExpression IsUsed => IsOneOf(UsedNumbers);

    /// <summary>Whether it is one that the table takes.</summary>
    public SqlExpression IsUsedFor(string table) =>
        IsOneOf(Numbered.Where(c => c.Case.Outcome == RecordOutcome.Used && c.Case.Detail == String(table)).Select(c => c.Number));

    /// <summary>Whether it is one that the used case takes, counted from 0 in the order of the cases.</summary>
    public SqlExpression IsUsedAs(int index) => IsOneOf([UsedNumbers.ElementAt(index)]);

    private IEnumerable<int> UsedNumbers => Numbered.Where(c => c.Case.Outcome == RecordOutcome.Used).Select(c => c.Number);

    private static SqlExpression IsOneOf(IEnumerable<int> numbers)
    {
        SqlExpression[] values = [.. numbers.Select(Integer)];
        return values switch
        {
            [] => False,
            [var only] => Equal(Column(Case), only),
            _ => new SqlIn(Column(Case), [.. values]),
        };
    }

    public SqlSelect Accounting(SqlRelation stage)
    {
        ImmutableArray<SqlExpression> keys = [Column(File), Column(Case), .. HasDetail ? [Column(Detail)] : Array.Empty<SqlExpression>()];
        return new SqlSelect
        {
            Items =
            [
                new(Column(File), "file"),
                new(Spelled(c => String(Name(c.Outcome))), "outcome"),
                new(Spelled(Reason), "detail"),
                new(Column("records")),
            ],
            From = new SqlDerived(
                new SqlSelect
                {
                    Items = [.. keys.Select(k => new SqlSelectItem(k)), new(Call("count", new SqlStar()), "records")],
                    From = stage,
                    GroupBy = keys,
                },
                "counted"),
        };
    }

    public SqlSelect Rejections(SqlRelation stage) => new()
    {
        Items =
        [
            new(Column(File), "file"),
            new(new SqlNull(SqlType.BigInt), "line"),
            new(Spelled(Reason), "reason"),
            new(HasText ? Cast(Column(Text), SqlType.Varchar) : new SqlNull(SqlType.Varchar), "text"),
        ],
        From = stage,
        Where = new SqlIn(
            Column(Case), [Integer(-1), .. Numbered.Where(c => IsRejected(c.Case)).Select(c => Integer(c.Number))]),
    };

    public static OutcomeCase Used(string table) => new(True, RecordOutcome.Used, String(table));

    /// <summary>
    /// Records without a time. Kusto's tables can hold such rows, so those in Microsoft's own columns are used, unless
    /// nothing else in them says that they are events.
    /// </summary>
    public static OutcomeCase NoTime(MappingLowerer lowerer, TableMap map)
    {
        if (map.IsFlat && !map.Schema.HasOwnTime)
        {
            return new OutcomeCase(False, RecordOutcome.Rejected, String(BadTimestamp));
        }

        var isAbsent = IsNull(lowerer.Column(map, "Timestamp", KqlType.DateTime));
        IEnumerable<SqlExpression> others = map.IsFlat ? ((string[])["DeviceId", "DeviceName", "ActionType"]).Where(c => map.Schema.Find(c) is not null).Select(IsMissing) : [];
        return new OutcomeCase(And([isAbsent, .. others]), RecordOutcome.Rejected, String(BadTimestamp));

        SqlExpression IsMissing(string column) => Equal(lowerer.Column(map, column, KqlType.String), String(string.Empty));
    }

    /// <summary>Records that say something unreadable in a column of a type other than string.</summary>
    public static IEnumerable<OutcomeCase> Unreadable(MappingLowerer lowerer, TableMap map) =>
        lowerer.Unreadable(map).Select(u => new OutcomeCase(u.Condition, RecordOutcome.Rejected, String(u.Reason)));

    public static string Name(RecordOutcome outcome) => outcome switch
    {
        RecordOutcome.Used => "used",
        RecordOutcome.Skipped => "skipped",
        RecordOutcome.Rejected => "rejected",
        RecordOutcome.Header => "header",
    };

    private static SqlExpression Reason(OutcomeCase outcome) =>
        outcome.Detail is SqlString constant ? constant : Coalesce(Call("nullif", Call("trim", Column(Detail)), String(string.Empty)), String(NoKind));

    private SqlCase Spelled(Func<OutcomeCase, SqlExpression> value) => new SqlCase(
        [.. Numbered.Select(c => new SqlWhen(Equal(Column(Case), Integer(c.Number)), value(c.Case)))], null);

    /// <summary>A value for the cases that need one; NULL for the others, which are nearly all records.</summary>
    private SqlCase Chosen(Func<OutcomeCase, bool> isNeeded, Func<OutcomeCase, SqlExpression> value) => new SqlCase(
        [.. Numbered.Where(c => isNeeded(c.Case)).Select(c => new SqlWhen(Equal(Column(Case), Integer(c.Number)), value(c.Case)))],
        new SqlNull(SqlType.Varchar));
}
