using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Compiler.Lowering;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// scan (https://learn.microsoft.com/kusto/query/scan-operator).
public sealed partial class Binder
{
    private BoundQuery BindScan(ScanSyntax scan, BoundQuery input)
    {
        if (!scan.OrderBy.IsEmpty || !scan.PartitionBy.IsEmpty)
        {
            // In the grammar, but on no page: what it does to match ids and output is not known.
            var span = scan.OrderBy.IsEmpty ? scan.PartitionBy[0].Span : scan.OrderBy[0].Span;
            _diagnostics.Report(BindingDescriptors.UnsupportedForm, span, "An order or partition inside scan", "Put sort by … before it, or partition by … ( … ) around it.");
            return Nothing(scan.Span);
        }

        var columns = input.Columns.ToList();
        var declared = BindDeclared(scan.Declare, columns);
        var match = BindMatchColumn(scan.Parameters, columns);
        if (_diagnostics.HasErrors)
        {
            return Nothing(scan.Span);
        }

        var overridden = Overridden(scan.Steps, input, declared);
        ImmutableArray<BoundDeclared> assignable = [.. declared, .. overridden.Values];
        var remembered = new List<BoundRemembered>();
        var steps = scan.Steps.Select((_, i) => BindStep(scan.Steps, i, input, declared, overridden, remembered)).ToImmutableArray();
        CheckState(steps, [.. remembered]);
        return _diagnostics.HasErrors
            ? Nothing(scan.Span)
            : new BoundSteps(input, assignable, [.. remembered], steps, match, [.. columns.Select(c => overridden.TryGetValue(c, out var own) ? own.Column : c)], scan.Span);
    }

    /// <summary>The input's columns that steps assign, each with the column that takes its place; no page has them, published queries do.</summary>
    private static Dictionary<ColumnSymbol, BoundDeclared> Overridden(ImmutableArray<ScanStepSyntax> steps, BoundQuery input, ImmutableArray<BoundDeclared> declared)
    {
        var assigned = steps.SelectMany(s => s.Assignments).OfType<NamedExpressionSyntax>().Select(a => a.Names[0].Text).ToHashSet(StringComparer.Ordinal);
        return input.Columns
            .Where(c => assigned.Contains(c.Name) && !declared.Any(d => d.Column.Name.Equals(c.Name, StringComparison.Ordinal)))
            .ToDictionary(c => c, c => new BoundDeclared(new ColumnSymbol(c.Name, c.Type.Kind), new BoundLiteral(null, c.Type.Kind, default)));
    }

    /// <summary>Refuses what cannot be worked out record by record, by its smallest part.</summary>
    private void CheckState(ImmutableArray<BoundStep> steps, ImmutableArray<BoundRemembered> remembered)
    {
        if (_diagnostics.HasErrors)
        {
            return;
        }

        foreach (var expression in steps.SelectMany(s => s.Assignments.Select(a => a.Expression).Prepend(s.Condition)))
        {
            if (StepProgram.Unsupported(expression, remembered) is { } part)
            {
                Refuse(part.Span, $"'{Excerpt(part.Span)}' over the state of scan", "Arithmetic, comparisons, iff, case, coalesce, dates and common functions of texts, arrays and bags are; compute the rest in an extend before it.");
            }
        }
    }

    private ImmutableArray<BoundDeclared> BindDeclared(ImmutableArray<ParameterSyntax> parameters, List<ColumnSymbol> columns)
    {
        var declared = ImmutableArray.CreateBuilder<BoundDeclared>();
        foreach (var parameter in parameters)
        {
            var name = parameter.Name.Text;
            var type = parameter.Type is ScalarTypeSyntax scalar ? KqlTypes.FromName(scalar.Name) ?? KqlType.Unknown : KqlType.Unknown;
            if (IsTaken(columns, name, parameter.Name.Span))
            {
                continue;
            }

            if (!CanBeRemembered(type))
            {
                Refuse(parameter.Span, $"A column of type {type.Name()} in declare", "Declare it as a string.");
            }

            var column = new ColumnSymbol(name, type);
            columns.Add(column);
            declared.Add(new BoundDeclared(column, BindDefault(parameter, type)));
        }

        return declared.ToImmutable();
    }

    private BoundLiteral BindDefault(ParameterSyntax parameter, KqlType type)
    {
        var none = new BoundLiteral(null, type, parameter.Span);
        if (parameter.Default is null || BindScalar(parameter.Default, RowScope.Empty) is not BoundLiteral literal)
        {
            return none;
        }

        switch (literal.Value, type)
        {
            case (null, _):
                return none;
            case (long and >= int.MinValue and <= int.MaxValue and var value, KqlType.Int):
                return new BoundLiteral((int)value, type, literal.Span);
            case (int or long, KqlType.Long or KqlType.Real):
                return Convert(literal, type) as BoundLiteral ?? none;
            case var _ when literal.Type.Kind == type:
                return literal;
            default:
                _diagnostics.Report(BindingDescriptors.TypeNotAllowed, literal.Span, $"The default of a column declared as {type.Name()}", literal.Type.Kind.Name(), string.Empty);
                return none;
        }
    }

    private ColumnSymbol? BindMatchColumn(ImmutableArray<OperatorParameterSyntax> parameters, List<ColumnSymbol> columns)
    {
        var parameter = parameters.FirstOrDefault(p => p.Name.Text == "with_match_id");
        if (parameter is null || ParameterText(parameter.Value) is not { } name || IsTaken(columns, name, parameter.Value.Span))
        {
            return null;
        }

        var match = new ColumnSymbol(name, KqlType.Long, isNullable: false);
        columns.Add(match);
        return match;
    }

    private bool IsTaken(List<ColumnSymbol> columns, string name, TextSpan span)
    {
        var isTaken = columns.Exists(c => c.Name.Equals(name, StringComparison.Ordinal));
        if (isTaken)
        {
            _diagnostics.Report(BindingDescriptors.DuplicateColumn, span, name);
        }

        return isTaken;
    }

    /// <summary>Types that the state of a scan can hold.</summary>
    private static bool CanBeRemembered(KqlType type) => type is not (KqlType.Decimal or KqlType.Guid or KqlType.Unknown);

    private BoundStep BindStep(
        ImmutableArray<ScanStepSyntax> steps,
        int index,
        BoundQuery input,
        ImmutableArray<BoundDeclared> declared,
        Dictionary<ColumnSymbol, BoundDeclared> overridden,
        List<BoundRemembered> remembered)
    {
        var syntax = steps[index];
        ImmutableArray<string> names = [.. steps.Select(s => s.Name.Text)];
        if (names.IndexOf(syntax.Name.Text) < index)
        {
            _diagnostics.Report(BindingDescriptors.DuplicateColumn, syntax.Name.Span, syntax.Name.Text);
        }

        if (syntax.IsOptional)
        {
            Refuse(syntax.Name.Span, $"The optional step '{syntax.Name.Text}'", "No page says what an optional step does; write the sequence without it as a scan of its own.");
        }

        ImmutableArray<ColumnSymbol> columns = [.. input.Columns, .. declared.Select(d => d.Column)];
        var row = new RowScope(columns, isSerialized: true) { Steps = new StepScope(names, index, Remember) };
        var condition = BindStepExpression(syntax.Condition, row, declared, []);
        if (condition.Type.Kind is not (KqlType.Bool or KqlType.Unknown))
        {
            _diagnostics.Report(BindingDescriptors.ConditionType, syntax.Condition.Span, condition.Type.Kind.Name());
        }

        var output = syntax.Output switch { "last" => StepOutput.Last, "none" => StepOutput.None, _ => StepOutput.All };
        return new BoundStep(output, condition, BindStepAssignments(syntax.Assignments, row, declared, overridden));

        ColumnSymbol? Remember(int step, string column)
        {
            if (columns.FirstOrDefault(c => c.Name.Equals(column, StringComparison.Ordinal)) is not { } source)
            {
                return null;
            }

            source = overridden.TryGetValue(source, out var own) ? own.Column : source;

            var known = remembered.Find(r => r.Step == step && r.Source == source);
            if (known is null)
            {
                // Dynamic values are remembered as JSON, whatever shape they have in the row.
                known = new BoundRemembered(new ColumnSymbol($"{names[step]}.{column}", source.Type.Kind), step, source);
                remembered.Add(known);
            }

            return known.Symbol;
        }
    }

    /// <summary>What a step assigns; an input's column that it leaves to other steps stays the record's own.</summary>
    private ImmutableArray<BoundAssignment> BindStepAssignments(
        ImmutableArray<ExpressionSyntax> syntaxes, RowScope row, ImmutableArray<BoundDeclared> declared, Dictionary<ColumnSymbol, BoundDeclared> overridden)
    {
        var assignments = ImmutableArray.CreateBuilder<BoundAssignment>();
        foreach (var syntax in syntaxes.OfType<NamedExpressionSyntax>())
        {
            var name = syntax.Names[0];
            var target = declared.Concat(overridden.Values).FirstOrDefault(d => d.Column.Name.Equals(name.Text, StringComparison.Ordinal));
            if (target is null)
            {
                _diagnostics.Report(BindingDescriptors.UnknownName, name.Span, name.Text, NearestName.Hint(name.Text, row.Columns.Select(c => c.Name)));
                continue;
            }

            if (!CanBeRemembered(target.Column.Type.Kind))
            {
                Refuse(name.Span, $"Assigning a column of type {target.Column.Type.Kind.Name()}", "Convert it with tostring() before the scan.");
                continue;
            }

            if (assignments.Any(a => a.Column == target.Column))
            {
                _diagnostics.Report(BindingDescriptors.DuplicateColumn, name.Span, name.Text);
                continue;
            }

            var value = BindStepExpression(syntax.Expression, row, declared, [.. assignments.Select(a => a.Column)]);
            assignments.Add(new BoundAssignment(target.Column, Assignable(value, target.Column.Type.Kind)));
        }

        foreach (var (column, own) in overridden.Where(o => !assignments.Any(a => a.Column == o.Value.Column)))
        {
            assignments.Add(new BoundAssignment(own.Column, new BoundColumn(column, own.Default.Span)));
        }

        return assignments.ToImmutable();
    }

    private BoundExpression Assignable(BoundExpression value, KqlType type)
    {
        var from = value.Type.Kind;
        var isWider = from.IsNumeric() && type.IsNumeric() && NumericTypes.Wider(from, type) == type;
        if ((from, type) is (KqlType.Long, KqlType.Int))
        {
            return Call("toint", value.Span, value);
        }

        if (from == type || from == KqlType.Unknown || isWider || type == KqlType.Dynamic || (value is BoundLiteral { Value: null } && type != KqlType.String))
        {
            return type == KqlType.Dynamic && from != type ? DynamicFunctions.ToDynamic(value) : Convert(value, type);
        }

        return Error(BindingDescriptors.TypeNotAllowed, value.Span, $"What is assigned to a column of type {type.Name()}", from.Name(), $"Convert it with to{type.Name()}().");
    }

    /// <summary>
    /// An expression of a step. A declared column without a step's name is the record's own, which has its default
    /// until the step has assigned it.
    /// </summary>
    private BoundExpression BindStepExpression(ExpressionSyntax syntax, RowScope row, ImmutableArray<BoundDeclared> declared, ImmutableArray<ColumnSymbol> assigned)
    {
        var bound = BindScalar(syntax, row);
        if (bound is BoundError)
        {
            return bound;
        }

        if (BoundSearch.HasWindow(bound))
        {
            Refuse(syntax.Span, "prev(), next() or another window function in a step of scan", "Name the step: s1.column is the column as the step s1 saw it last.");
            return new BoundError(syntax.Span);
        }

        var columns = BoundSearch.Columns(bound);
        if (assigned.FirstOrDefault(columns.Contains) is { } early)
        {
            Refuse(syntax.Span, $"Reading '{early.Name}' in the step that assigns it", "Repeat its expression, or compute it in an extend after the scan.");
            return new BoundError(syntax.Span);
        }

        var defaults = declared.ToDictionary(d => d.Column, d => (BoundExpression)d.Default);
        return new ColumnSubstitution(defaults).Rewrite(bound);
    }

    /// <summary><c>step.column</c>, or null where the path means something else.</summary>
    private BoundExpression? BindStepColumn(PathSyntax path, RowScope row)
    {
        if (row.Steps is not { } steps || path is not { Target: NameExpressionSyntax target, Member: NameExpressionSyntax member }
            || row.Find(target.Name.Text) is not null || steps.IndexOf(target.Name.Text) is not (>= 0 and var step))
        {
            return null;
        }

        if (step > steps.Current)
        {
            Refuse(path.Span, $"The step '{target.Name.Text}' in a step before it", "The state of a step knows itself and the steps before it.");
            return new BoundError(path.Span);
        }

        if (steps.Find(step, member.Name.Text) is not { } column)
        {
            return Error(BindingDescriptors.UnknownName, member.Span, member.Name.Text, NearestName.Hint(member.Name.Text, row.Columns.Select(c => c.Name)));
        }

        if (!CanBeRemembered(column.Type.Kind))
        {
            Refuse(path.Span, $"A column of type {column.Type.Kind.Name()} in the state of scan", "Convert it with tostring() before the scan.");
            return new BoundError(path.Span);
        }

        return new BoundColumn(column, path.Span);
    }
}
