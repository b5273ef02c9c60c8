using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// summarize (https://learn.microsoft.com/kusto/query/summarize-operator).
public sealed partial class Binder
{
    private BoundQuery BindSummarize(SummarizeSyntax summarize, BoundQuery input)
    {
        if (summarize.Aggregates.IsEmpty && summarize.By.IsEmpty)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.NothingToSummarize, summarize.Span);
            return Nothing(summarize.Span);
        }

        ParameterOf(summarize.Parameters, "hint.strategy", ["shuffle"]);
        CheckShuffleKeys(summarize.Parameters, input);
        CheckPartitions(summarize.Parameters);
        var names = new UniqueNames();
        var keys = BindGroupKeys(summarize, input, names);
        var outputs = BindAggregates(summarize.Aggregates, input, keys, names);
        if (outputs is null)
        {
            return Nothing(summarize.Span);
        }

        // The language service takes them, Kusto's engine does not; make-series has constants beside its aggregates.
        foreach (var (_, value) in outputs.Where(o => !BoundSearch.All(o.Value).Any(e => e is BoundAggregate or BoundRefusal or BoundError)))
        {
            Refusal(value.Type, BindingDescriptors.UnsupportedForm, value.Span, $"'{Excerpt(value.Span)}', which has no aggregate, in summarize", "Compute it in an extend behind the summarize.");
        }

        return Assemble(input, keys, outputs, summarize.Span);
    }

    private ImmutableArray<BoundAssignment> BindGroupKeys(SummarizeSyntax summarize, BoundQuery input, UniqueNames names)
    {
        var projection = new Projection(this, new RowScope(input.Columns, input.IsSerialized));
        foreach (var key in summarize.By)
        {
            projection.Add(key);
        }

        foreach (var (column, expression) in projection.Assignments)
        {
            if (projection.IsDeclared(column.Name))
            {
                names.TryTake(column.Name);
            }
            else
            {
                names.Take(column.Name);
            }

            if (column.Type.IsDynamic && !IsOpenName(expression))
            {
                // The language service does not look at the columns that a function of several spreads into.
                object[] said = ["A grouping key", "dynamic", "Convert it, for example with tostring()."];
                if (expression is BoundField)
                {
                    Refusal(KqlType.Dynamic, BindingDescriptors.TypeNotAllowed with { KustoCode = null }, expression.Span, said);
                }
                else
                {
                    _diagnostics.Report(BindingDescriptors.TypeNotAllowed, expression.Span, said);
                }
            }
        }

        return projection.Assignments;
    }

    /// <summary>The output columns, each with an expression over aggregates; null after an error.</summary>
    private List<(string Name, BoundExpression Value)>? BindAggregates(
        ImmutableArray<ExpressionSyntax> aggregates, BoundQuery input, ImmutableArray<BoundAssignment> keys, UniqueNames names)
    {
        var row = new RowScope(input.Columns, input.IsSerialized) { AllowsAggregates = true };
        var outputs = new List<(string Name, BoundExpression Value)>();
        var anonymous = keys.Count(k => k.Column.Name.StartsWith("Column", StringComparison.Ordinal));
        foreach (var syntax in aggregates)
        {
            var (given, value) = syntax is NamedExpressionSyntax named ? (named.Names, named.Expression) : ([], syntax);
            var columns = BindAggregateColumns(value, row, keys);
            if (columns is null)
            {
                continue;
            }

            if (given.Length > columns.Count)
            {
                _diagnostics.Report(BindingDescriptors.TooManyNames with { KustoCode = columns.Count == 1 ? "KS149" : "KS150" }, syntax.Span, given.Length, columns.Count);
                continue;
            }

            for (var i = 0; i < columns.Count; i++)
            {
                if (i < given.Length)
                {
                    var name = names.Declare(given[i].Text);
                    if (name is null)
                    {
                        _diagnostics.Report(BindingDescriptors.DuplicateColumn, given[i].Span, given[i].Text);
                    }

                    outputs.Add((name ?? given[i].Text, columns[i].Value));
                }
                else if (columns[i] is { Name: { } hidden, Value: BoundField { IsHidden: true } })
                {
                    outputs.Add((hidden, columns[i].Value));
                }
                else
                {
                    outputs.Add((names.Take(columns[i].Name ?? $"Column{++anonymous}"), columns[i].Value));
                }
            }
        }

        // A hidden column gives way to one of its name.
        outputs.RemoveAll(o => o.Value is BoundField { IsHidden: true } && !names.TryTake(o.Name));
        return _diagnostics.HasErrors ? null : outputs;
    }

    private List<(string? Name, BoundExpression Value)>? BindAggregateColumns(ExpressionSyntax syntax, RowScope row, ImmutableArray<BoundAssignment> keys)
    {
        if (syntax is CallSyntax call && _catalogue.Aggregates.TryGetValue(call.Function.Text, out var function) && function.Expansion != AggregateExpansion.None)
        {
            return BindRowAggregate(function, call, row, keys);
        }

        var bound = BindScalar(syntax, row);
        if (bound is BoundError)
        {
            return null;
        }

        if (LooseColumn(bound) is { } loose)
        {
            _diagnostics.Report(BindingDescriptors.NotAggregated, loose.Span, loose.Column.Name);
            return null;
        }

        if (bound is BoundAggregate { Overload.Spread: { } spread } several)
        {
            return [.. spread(several, ColumnNames.Of(((CallSyntax)syntax).Arguments[0], _catalogue)).Select(c => ((string?)c.Name, c.Value))];
        }

        if (BoundSearch.All(bound).OfType<BoundAggregate>().FirstOrDefault(a => a.Overload.Spread?.Invoke(a, null).Length > 1) is { } inner)
        {
            Error(BindingDescriptors.MultipleColumns, inner.Span, $"{inner.Function.Name}() within an expression");
            return null;
        }

        return [(ColumnNames.Of(syntax, _catalogue), bound)];
    }

    /// <summary>arg_max(x, a, b), arg_max(x, *), take_any(a, b), take_any(*): one row's values as columns.</summary>
    private List<(string? Name, BoundExpression Value)>? BindRowAggregate(
        AggregateFunction function, CallSyntax call, RowScope row, ImmutableArray<BoundAssignment> keys)
    {
        var inner = new RowScope(row.Columns, row.IsSerialized);
        var values = new List<(string? Name, BoundExpression Value)>();
        if (function.Expansion == AggregateExpansion.ArgExtreme && call.Arguments is [StarSyntax star, ..])
        {
            Error(BindingDescriptors.StarNotAllowed, star.Span, function.Name);
            return null;
        }

        // Beside a star no column comes twice, nor one that the rows are grouped by.
        var isAll = call.Arguments.Any(a => a is StarSyntax);
        var used = keys.Select(k => k.Expression).OfType<BoundColumn>().Select(c => c.Column).ToHashSet();
        foreach (var argument in call.Arguments)
        {
            if (argument is StarSyntax)
            {
                values.AddRange(row.Columns.Where(used.Add).Select(c => ((string?)c.Name, (BoundExpression)new BoundColumn(c, argument.Span))));
                continue;
            }

            var value = BindScalar(argument, inner);
            var isFirstExtreme = values.Count == 0 && function.Expansion == AggregateExpansion.ArgExtreme;
            var isNew = value is not BoundColumn column || used.Add(column.Column);
            if (isNew || !isAll || isFirstExtreme)
            {
                values.Add((ColumnNames.Of(argument, _catalogue), value));
            }
        }

        if (values.Exists(v => v.Value is BoundError))
        {
            return null;
        }

        if (function.Expansion == AggregateExpansion.AnyRow && values is [var one] && call.Arguments is not [StarSyntax])
        {
            var overload = AggregateRows.OneValue;
            return [(RowNames(function, [one.Name])[0], new BoundAggregate(function, overload, [one.Value], one.Value.Type, call.Span))];
        }

        if (values.Count == 0 || (function.Expansion == AggregateExpansion.ArgExtreme && values[0].Value.Type.Kind is KqlType.Dynamic or KqlType.Guid))
        {
            Error(BindingDescriptors.ArgumentType, call.Span, 1, $"{function.Name}()", values.Count == 0 ? "missing" : values[0].Value.Type.Kind.Name(), "a value with an order", string.Empty);
            return null;
        }

        var aggregate = new BoundAggregate(function, function.Overloads[0], [.. values.Select(v => v.Value)], KqlType.Unknown, call.Span);
        var names = RowNames(function, [.. values.Select(v => v.Name)]);
        return [.. values.Select((v, i) => ((string?)names[i], (BoundExpression)new BoundField(aggregate, RowField(i), v.Value.Type, call.Span)
        {
            IsHidden = isAll && v.Value is BoundColumn { Column.IsHidden: true } && i > 0,
            HoldsJson = v.Value is BoundColumn { Column.HoldsJson: true },
        }))];
    }

    /// <summary>
    /// How Kusto calls the columns of a chosen row: by their own names, those without after their place among the arguments;
    /// the deprecated argmax() and any() put a prefix before.
    /// </summary>
    private static ImmutableArray<string> RowNames(AggregateFunction function, ImmutableArray<string?> arguments)
    {
        var prefix = function.NamePrefix;
        if (function.Expansion == AggregateExpansion.AnyRow)
        {
            var isAlone = arguments.Length == 1 && prefix is not null;
            return [.. arguments.Select((name, i) => name is null && !isAlone ? Place("any", i) : prefix is null ? name! : $"{prefix}_{name}")];
        }

        var extreme = function.Name is "arg_max" or "argmax" ? "max" : "min";
        var first = prefix is not null || arguments[0] is null ? $"{extreme}_{arguments[0]}" : arguments[0]!;
        var group = prefix is null ? $"{extreme}_{arguments[0]}" : first;
        return [first, .. arguments.Skip(1).Select((name, i) => name is null ? Place(group, i + 1) : prefix is null ? name : $"{first}_{name}")];

        static string Place(string prefix, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}_arg{index}");
    }

    /// <summary>arg_max(x) and take_any(x) within an expression: the one value that they yield.</summary>
    private BoundExpression BindLoneRowAggregate(AggregateFunction function, CallSyntax call, RowScope row) =>
        BindRowAggregate(function, call, row, []) switch
        {
            null => new BoundError(call.Span),
            [var only] => only.Value,
            _ => Error(BindingDescriptors.MultipleColumns, call.Span, $"{function.Name}() with these arguments"),
        };

    /// <summary>The name of a value's field in the struct that a row aggregate yields.</summary>
    internal static string RowField(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"v{index}");

    /// <summary>The place of the value that such a field holds.</summary>
    internal static int RowFieldIndex(string field) => int.Parse(field.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// Aggregates alone go into the summarize; expressions over them (<c>round(avg(x), 2)</c>, <c>sum(a) / count()</c>)
    /// become a projection after it. Equal aggregates are computed once.
    /// </summary>
    private static BoundQuery Assemble(BoundQuery input, ImmutableArray<BoundAssignment> keys, List<(string Name, BoundExpression Value)> outputs, TextSpan span)
    {
        if (outputs.TrueForAll(o => o.Value is BoundAggregate))
        {
            return new BoundSummarize(input, keys, [.. outputs.Select(o => new BoundAssignment(new ColumnSymbol(o.Name, o.Value.Type, o.Value.IsNullable), o.Value))], span);
        }

        var extraction = new AggregateExtraction();
        var projected = outputs.Select(o => (o.Name, Value: extraction.Rewrite(o.Value))).ToList();
        var summarize = new BoundSummarize(input, keys, extraction.Aggregates, span);
        var assignments = keys.Select(k => BoundBuilder.Pass(k.Column, span))
            .Concat(projected.Select(p => new BoundAssignment(new ColumnSymbol(p.Name, p.Value.Type, p.Value.IsNullable)
            {
                IsHidden = p.Value is BoundField { IsHidden: true },
                HoldsJson = p.Value is BoundField { HoldsJson: true },
            }, p.Value)));
        return new BoundProject(summarize, [.. assignments], span);
    }

    private sealed class AggregateExtraction : BoundExpressionRewriter
    {
        private readonly List<BoundAssignment> _aggregates = [];

        public ImmutableArray<BoundAssignment> Aggregates => [.. _aggregates];

        public override BoundExpression Rewrite(BoundExpression expression)
        {
            if (expression is not BoundAggregate aggregate)
            {
                return base.Rewrite(expression);
            }

            // The fields of one row aggregate share the node: it must stay one aggregate.
            var known = _aggregates.Find(a => ReferenceEquals(a.Expression, aggregate));
            if (known is null)
            {
                var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{aggregate.Function.Name}_{_aggregates.Count}");
                known = new BoundAssignment(new ColumnSymbol(name, aggregate.Type, aggregate.IsNullable), aggregate);
                _aggregates.Add(known);
            }

            return new BoundColumn(known.Column, aggregate.Span);
        }
    }

    /// <summary>A column that is used outside of every aggregate, if there is one.</summary>
    private static BoundColumn? LooseColumn(BoundExpression expression) =>
        BoundSearch.All(expression, isClosed: static e => e is BoundAggregate).OfType<BoundColumn>().FirstOrDefault();
}
