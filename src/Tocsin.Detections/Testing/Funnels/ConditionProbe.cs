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

    public static ConditionProbe Of(SyntaxTree tree, ExpressionSyntax condition, string name)
    {
        var text = tree.Source.ToString(condition.Span);
        var inner = OperandChain.Unwrap(condition);
        return inner switch
        {
            BinarySyntax { Operator: not BinaryOperator.Or } binary => OfComparison(tree, binary, text, name),
            BetweenSyntax { IsNegated: false } between => new ConditionProbe(
                name, text, "between", [Of(tree, between.Value), Of(tree, between.Low), Of(tree, between.High)], OutsideBy),
            ListOperatorSyntax list => new ConditionProbe(name, text, RestOf(tree, inner, list.OperatorSpan), [Of(tree, list.Left)], null),
            BetweenSyntax between => new ConditionProbe(name, text, RestOf(tree, inner, between.OperatorSpan), [Of(tree, between.Value)], null),
            _ => new ConditionProbe(name, text, tree.OneLine(condition.Span, MostWanted), NamesIn(tree, inner), null),
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

    public NearMiss Result() => new(Excerpt.OneLine(_text), Rows, Passing, Nearest());

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

        var values = _values.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Key).ToList();
        return $"{Quantity.FirstOf(values, MostValues, "; ")}, wanted {_wanted}";
    }

    /// <summary>What a row without a nearest value shows: the left side of a comparison, or every column that is named.</summary>
    private string Values(ImmutableArray<Cell> cells) =>
        string.Join(", ", cells.Take(_distance is null ? cells.Length : 1).Select((c, i) => $"{_operands[i].Name} {Shown(c)}"));

    private static ConditionProbe OfComparison(SyntaxTree tree, BinarySyntax binary, string text, string name)
    {
        var (spelling, isOrder) = binary.Operator switch
        {
            BinaryOperator.Less => ("<", true),
            BinaryOperator.LessOrEqual => ("≤", true),
            BinaryOperator.Greater => (">", true),
            BinaryOperator.GreaterOrEqual => ("≥", true),
            _ => (RestOf(tree, binary, binary.OperatorSpan), false),
        };
        return isOrder
            ? new ConditionProbe(name, text, spelling, [Of(tree, binary.Left), Of(tree, binary.Right)], Apart)
            : new ConditionProbe(name, text, spelling, [Of(tree, binary.Left)], null);
    }

    private static Operand Of(SyntaxTree tree, ExpressionSyntax expression) =>
        new(tree.Source.ToString(expression.Span), tree.OneLine(expression.Span), OperandChain.Unwrap(expression) is LiteralSyntax);

    /// <summary>The operator and what stands right of it.</summary>
    private static string RestOf(SyntaxTree tree, ExpressionSyntax expression, TextSpan @operator) =>
        tree.OneLine(TextSpan.FromBounds(@operator.Start, expression.Span.End), MostWanted);

    /// <summary>The names in a condition that has no sides, as far as they can be columns.</summary>
    private static ImmutableArray<Operand> NamesIn(SyntaxTree tree, ExpressionSyntax expression)
    {
        var variables = tree.Root.Statements.OfType<LetStatementSyntax>().Select(l => l.Name.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. expression.DescendantsAndSelf().OfType<NameExpressionSyntax>()
                .Where(n => !variables.Contains(n.Name.Text))
                .DistinctBy(n => n.Name.Text, StringComparer.Ordinal)
                .Select(n => Of(tree, n)),
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

    private string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"{_name}_{index}");

    /// <param name="Text">The expression as the query has it.</param>
    /// <param name="Name">The same on one line.</param>
    private sealed record Operand(string Text, string Name, bool IsLiteral);
}
