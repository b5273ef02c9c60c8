using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Values;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>One condition of a filter: the columns that tell how it fared, and what the rows said.</summary>
internal sealed class ConditionProbe
{
    private const int MostValues = 3;
    private const int MostWanted = 60;

    private readonly string _name;
    private readonly string _text;
    private readonly ImmutableArray<Operand> _operands;
    private readonly string _wanted;
    private readonly Func<ImmutableArray<Cell>, double?>? _distance;
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);
    private (double Distance, ImmutableArray<Cell> Cells)? _nearest;

    private ConditionProbe(string name, string text, string wanted, ImmutableArray<Operand> operands, Func<ImmutableArray<Cell>, double?>? distance)
    {
        _name = name;
        _text = text;
        _wanted = wanted;
        _operands = operands;
        _distance = distance;
    }

    public long Rows { get; private set; }

    public long Passing { get; private set; }

    /// <summary>Assignments for project.</summary>
    public IEnumerable<string> Columns => _operands.Select((o, i) => $"{Column(i)} = ({o.Text})").Prepend($"{_name} = ({_text})");

    public static ConditionProbe Of(SourceText source, ExpressionSyntax condition, string name)
    {
        var text = source.ToString(condition.Span);
        var inner = OperandChain.Unwrap(condition);
        return inner switch
        {
            BinarySyntax { Operator: not BinaryOperator.Or } binary => OfComparison(source, binary, text, name),
            BetweenSyntax { IsNegated: false } between => new ConditionProbe(
                name, text, "between", [Of(source, between.Value), Of(source, between.Low), Of(source, between.High)], OutsideBy),
            ListOperatorSyntax list => new ConditionProbe(name, text, RestOf(source, inner, list.OperatorSpan), [Of(source, list.Left)], null),
            BetweenSyntax between => new ConditionProbe(name, text, RestOf(source, inner, between.OperatorSpan), [Of(source, between.Value)], null),
            _ => new ConditionProbe(name, text, Fitted(OneLine(text)), NamesIn(source, inner), null),
        };
    }

    /// <summary>Takes what one row says.</summary>
    /// <param name="cell">The row's value in a column.</param>
    public void Take(Func<string, Cell> cell)
    {
        Rows++;
        var passes = cell(_name);
        if (!passes.IsNull && passes.IntegerValue != 0)
        {
            Passing++;
            return;
        }

        ImmutableArray<Cell> cells = [.. _operands.Select((_, i) => cell(Column(i)))];
        if (_distance?.Invoke(cells) is { } distance)
        {
            if (_nearest is not { } known || distance < known.Distance)
            {
                _nearest = (distance, cells);
            }
        }
        else if (_operands.Length > 0)
        {
            var shown = Values(cells);
            _values[shown] = _values.GetValueOrDefault(shown) + 1;
        }
    }

    public NearMiss Result() => new(OneLine(_text), Rows, Passing, Nearest());

    private string? Nearest()
    {
        if (_nearest is { } nearest)
        {
            var wanted = _operands.Skip(1).Select((o, i) => Wanted(o, nearest.Cells[i + 1])).ToList();
            return wanted is [var low, var high]
                ? $"{_operands[0].Name} {Shown(nearest.Cells[0])}, wanted between {low} and {high}"
                : $"{_operands[0].Name} {Shown(nearest.Cells[0])}, wanted {_wanted} {wanted[0]}";
        }

        if (_values.Count == 0)
        {
            return null;
        }

        var most = _values.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).Take(MostValues).Select(v => v.Key);
        var more = _values.Count > MostValues ? string.Create(CultureInfo.InvariantCulture, $" and {_values.Count - MostValues} more") : "";
        return $"{string.Join("; ", most)}{more}, wanted {_wanted}";
    }

    /// <summary>What a row without a nearest value shows: the left side of a comparison, or every column that is named.</summary>
    private string Values(ImmutableArray<Cell> cells) =>
        string.Join(", ", cells.Take(_distance is null ? cells.Length : 1).Select((c, i) => $"{_operands[i].Name} {Shown(c)}"));

    private static ConditionProbe OfComparison(SourceText source, BinarySyntax binary, string text, string name)
    {
        var (spelling, isOrder) = binary.Operator switch
        {
            BinaryOperator.Less => ("<", true),
            BinaryOperator.LessOrEqual => ("≤", true),
            BinaryOperator.Greater => (">", true),
            BinaryOperator.GreaterOrEqual => ("≥", true),
            _ => (RestOf(source, binary, binary.OperatorSpan), false),
        };
        return isOrder
            ? new ConditionProbe(name, text, spelling, [Of(source, binary.Left), Of(source, binary.Right)], Apart)
            : new ConditionProbe(name, text, spelling, [Of(source, binary.Left)], null);
    }

    private static Operand Of(SourceText source, ExpressionSyntax expression) =>
        new(source.ToString(expression.Span), OneLine(source.ToString(expression.Span)), OperandChain.Unwrap(expression) is LiteralSyntax);

    /// <summary>The operator and what stands right of it.</summary>
    private static string RestOf(SourceText source, ExpressionSyntax expression, TextSpan @operator) =>
        Fitted(OneLine(source.Text[@operator.Start..expression.Span.End]));

    private static string Fitted(string text) => text.Length <= MostWanted ? text : $"{text[..MostWanted]}…";

    /// <summary>The names in a condition that has no sides, as far as they can be columns.</summary>
    private static ImmutableArray<Operand> NamesIn(SourceText source, ExpressionSyntax expression)
    {
        var tree = SyntaxTree.Parse(source);
        var variables = tree.Root.Statements.OfType<LetStatementSyntax>().Select(l => l.Name.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. expression.DescendantsAndSelf().OfType<NameExpressionSyntax>()
                .Where(n => !variables.Contains(n.Name.Text))
                .DistinctBy(n => n.Name.Text, StringComparer.Ordinal)
                .Select(n => Of(source, n)),
        ];
    }

    private static double? Apart(ImmutableArray<Cell> cells) =>
        Size(cells[0]) is { } left && Size(cells[1]) is { } right ? Math.Abs(left - right) : null;

    private static double? OutsideBy(ImmutableArray<Cell> cells) =>
        Size(cells[0]) is { } value && Size(cells[1]) is { } low && Size(cells[2]) is { } high
            ? Math.Max(low - value, value - high)
            : null;

    private static double? Size(Cell cell) => cell.Type switch
    {
        _ when cell.IsNull => null,
        KqlType.DateTime or KqlType.TimeSpan => cell.IntegerValue,
        _ => cell.AsNumber(),
    };

    private static string Wanted(Operand operand, Cell value) => operand.IsLiteral ? operand.Name : $"{Shown(value)} ({operand.Name})";

    private static string Shown(Cell cell) => cell switch
    {
        { IsNull: true } => "null",
        { Type: KqlType.String, Text: "" } => "(empty)",
        { Type: KqlType.Real } => cell.RealValue.ToString("0.######", CultureInfo.InvariantCulture),
        { Type: KqlType.DateTime or KqlType.TimeSpan } => Trimmed(cell.Text),
        _ => cell.Text,
    };

    /// <summary>A time without the zeros of its fraction.</summary>
    private static string Trimmed(string text)
    {
        var zone = text.EndsWith('Z') ? "Z" : "";
        var time = zone.Length > 0 ? text[..^1] : text;
        return (time.Contains('.', StringComparison.Ordinal) && time.Contains(':', StringComparison.Ordinal) && time.LastIndexOf('.') > time.LastIndexOf(':') ? time.TrimEnd('0').TrimEnd('.') : time) + zone;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"{_name}_{index}");

    /// <param name="Text">The expression as the query has it.</param>
    /// <param name="Name">The same on one line.</param>
    private sealed record Operand(string Text, string Name, bool IsLiteral);
}
