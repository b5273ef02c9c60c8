using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Lowering;

/// <summary>The steps of a scan as the JSON that kql_scan() reads: its columns, declared values, slots of the state, and steps.</summary>
internal sealed class StepProgram
{
    private const string RowRelation = "row";
    private const string StateRelation = "state";

    private readonly StepsPlan _plan;
    private readonly ExpressionLowerer _expressions;
    private readonly ExpressionContext _context;
    private readonly StateExpressionWriter _writer;

    public StepProgram(StepsPlan plan, ExpressionLowerer expressions)
    {
        _plan = plan;
        _expressions = expressions;
        _context = new ExpressionContext(Place);
        _writer = new StateExpressionWriter(Resolve);
    }

    /// <summary>The list among the function's results that holds values of a type.</summary>
    public static string ListOf(KqlType type) => type switch
    {
        KqlType.Real => "reals",
        KqlType.String or KqlType.Dynamic => "texts",
        _ => "integers",
    };

    public string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteArray(json, "columns", _plan.Values, c => json.WriteStringValue(KindName(c.Type.Kind)));
            WriteArray(json, "declared", _plan.Declared, d => WriteTuple(json, () =>
            {
                json.WriteStringValue(KindName(d.Column.Type.Kind));
                WriteExpression(json, d.Default);
            }));
            WriteArray(json, "slots", _plan.Remembered, r => WriteTuple(json, () => WriteSlot(json, r)));
            WriteArray(json, "steps", _plan.Steps, s => WriteStep(json, s));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteSlot(Utf8JsonWriter json, BoundRemembered remembered)
    {
        var declared = _plan.Declared.FirstOrDefault(d => d.Column == remembered.Source);
        json.WriteNumberValue(remembered.Step);
        json.WriteBooleanValue(declared is not null);
        json.WriteNumberValue(declared is not null ? _plan.Declared.IndexOf(declared) : _plan.Values.IndexOf(remembered.Source));
        WriteExpression(json, declared?.Default ?? new BoundLiteral(null, remembered.Symbol.Type, default));
    }

    private void WriteStep(Utf8JsonWriter json, BoundStep step)
    {
        json.WriteStartObject();
        json.WriteString("output", step.Output.ToString());
        json.WritePropertyName("condition");
        WriteExpression(json, step.Condition);
        WriteArray(json, "assign", step.Assignments, a => WriteTuple(json, () =>
        {
            json.WriteNumberValue(_plan.Declared.Select(d => d.Column).ToImmutableArray().IndexOf(a.Column));
            WriteExpression(json, a.Expression);
        }));
        json.WriteEndObject();
    }

    private void WriteExpression(Utf8JsonWriter json, BoundExpression expression) => _writer.Write(json, _expressions.Lower(expression, _context));

    private static void WriteArray<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        WriteTuple(json, () =>
        {
            foreach (var item in items)
            {
                write(item);
            }
        });
    }

    private static void WriteTuple(Utf8JsonWriter json, Action write)
    {
        json.WriteStartArray();
        write();
        json.WriteEndArray();
    }

    private static string KindName(KqlType type) => type switch
    {
        KqlType.Bool => "bool",
        KqlType.Real => "real",
        KqlType.String or KqlType.Dynamic => "text",
        _ => "integer",
    };

    private SqlExpression Place(ColumnSymbol column)
    {
        var slot = _plan.Remembered.Select(r => r.Symbol).ToImmutableArray().IndexOf(column);
        var (relation, index) = slot >= 0 ? (StateRelation, slot) : (RowRelation, _plan.Values.IndexOf(column));
        return new SqlColumn(relation, index.ToString(CultureInfo.InvariantCulture));
    }

    private (string Place, int Index, StateKind Kind) Resolve(SqlColumn column)
    {
        var index = int.Parse(column.Name, CultureInfo.InvariantCulture);
        var type = column.Relation == StateRelation ? _plan.Remembered[index].Symbol.Type : _plan.Values[index].Type;
        return (column.Relation!, index, StateExpressionWriter.KindOf(type.Kind));
    }

    /// <summary>What of a step's expression kql_scan() cannot work out, or null: the smallest part of it.</summary>
    public static BoundExpression? Unsupported(BoundExpression expression, ImmutableArray<BoundRemembered> remembered)
    {
        var split = new StateSplit(remembered);
        return split.DependsOnState(expression) ? Unsupported(expression, remembered, split) : null;
    }

    private static BoundExpression? Unsupported(BoundExpression expression, ImmutableArray<BoundRemembered> remembered, StateSplit split)
    {
        if (CanWrite(expression, remembered))
        {
            return null;
        }

        var parts = expression switch
        {
            BoundCall call => call.Arguments,
            BoundConversion conversion => [conversion.Operand],
            BoundField field => [field.Operand],
            _ => [],
        };
        return parts.Where(split.DependsOnState).Select(p => Unsupported(p, remembered, split)).FirstOrDefault(p => p is not null) ?? expression;
    }

    private static bool CanWrite(BoundExpression expression, ImmutableArray<BoundRemembered> remembered)
    {
        var split = new StateSplit(remembered);
        var step = new BoundStep(StepOutput.All, split.Split(expression), []);
        ImmutableArray<BoundRemembered> sources = [.. remembered.Select(r => r with { Source = r.Symbol })];
        var plan = new StepsPlan(new RowsPlan([], []), split.Values, [], sources, [step], null, new ColumnSymbol("position", KqlType.Long), []);
        try
        {
            new StepProgram(plan, new ExpressionLowerer(default, _ => throw new NotInStateException("query"))).Write();
            return true;
        }
        catch (NotInStateException)
        {
            return false;
        }
    }
}

/// <summary>An expression over the state of a scan needs what kql_scan() does not have.</summary>
internal sealed class NotInStateException(string what) : Exception($"A scan's state has no {what}.");
