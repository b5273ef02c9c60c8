using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Calls: the catalogue's functions, the query's own, aggregates.
public sealed partial class Binder
{
    private BoundExpression BindCall(CallSyntax call, RowScope row)
    {
        if ((BindPathFold(call, row) ?? BindPatternElement(call, row)) is { } ofPattern)
        {
            return ofPattern;
        }

        var name = call.Function.Text;
        if (_lets.Find(name) is FunctionLet function)
        {
            return function.Fault is null && IsTabularFunction(function)
                ? Error(BindingDescriptors.ScalarExpected, call.Span)
                : CallFunction(function, call.Arguments, call.Span, row);
        }

        if (_catalogue.Aggregates.TryGetValue(name, out var aggregate) && (row.AllowsAggregates || !_catalogue.Scalars.ContainsKey(name)))
        {
            return BindAggregate(aggregate, call, row);
        }

        if (!_catalogue.Scalars.TryGetValue(name, out var scalar))
        {
            var known = _catalogue.Scalars.Keys.Concat(_catalogue.Aggregates.Keys).Concat(_lets.Names);
            return Error(BindingDescriptors.UnknownFunction, call.Function.Span, name, FunctionHint(name, known));
        }

        if (scalar.Refusal is not null)
        {
            return BindRefused(scalar, call, row);
        }

        if (scalar.Scope != ScopeFunction.None)
        {
            return BindScopeFunction(scalar, call, row);
        }

        if (scalar.IsWindow && !row.IsSerialized)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.NotSerialized, call.Function.Span, name);
        }

        if (scalar == WindowFunctions.Sessions && _applyDepth > 0)
        {
            Refuse(call.Span, $"{name}() within mv-apply");
            return new BoundError(call.Span);
        }

        // A star alone stands for all columns (https://learn.microsoft.com/kusto/query/pack-array-function).
        var takesStar = call.Arguments is [StarSyntax] && scalar.Overloads.Any(o => o.Parameters.Any(p => p.Rule == ArgumentRule.StarAllowed));
        ImmutableArray<BoundExpression> arguments = takesStar && row.Columns.Length > 0
            ? [.. row.Listed.Select(c => new BoundColumn(c, call.Span))]
            : [.. call.Arguments.Select(a => takesStar
                ? Refusal(KqlType.Dynamic, BindingDescriptors.ColumnExpected with { KustoCode = null }, a.Span)
                : BindArgument(a, row))];
        if (arguments.Any(a => a is BoundError))
        {
            return new BoundError(call.Span);
        }

        return Resolve(scalar, arguments, call.Span) ?? ExplainMismatch(scalar.Name, [.. scalar.Overloads.Where(o => !o.IsRefused).Select(o => o.Parameters)], arguments, call);
    }

    /// <summary>A call of a function that is refused: its arguments and type are bound where the catalogue has them.</summary>
    private BoundExpression BindRefused(ScalarFunction function, CallSyntax call, RowScope row)
    {
        ImmutableArray<BoundExpression> arguments = [.. call.Arguments.Select(a => BindArgument(a, row))];
        if (function.Overloads.IsEmpty || arguments.Any(a => a is BoundError))
        {
            return Error(BindingDescriptors.UnsupportedFunction, call.Span, function.Name, function.Refusal!.TrimEnd('.'), string.Empty);
        }

        ImmutableArray<ImmutableArray<Parameter>> overloads = [.. function.Overloads.Select(o => o.Parameters)];
        if (Fittest(overloads, arguments) is not var (index, parameters))
        {
            return ExplainMismatch(function.Name, overloads, arguments, call);
        }

        return CheckValues(function.Name, parameters, arguments)
            ?? (BoundExpression)Refusal(function.Overloads[index].Result(arguments), BindingDescriptors.UnsupportedFunction, call.Span, function.Name, function.Refusal!.TrimEnd('.'), string.Empty);
    }

    private BoundExpression BindArgument(ExpressionSyntax argument, RowScope row)
    {
        if (argument is TypeOfSyntax { Type: ScalarTypeSyntax type } && KqlTypes.FromName(type.Name) is { } kind)
        {
            return new BoundTypeLiteral(kind, argument.Span);
        }

        if (argument is StarSyntax)
        {
            return Error(BindingDescriptors.ColumnExpected, argument.Span);
        }

        return BindScalar(argument, row);
    }

    private BoundRefusal RefuseVersions(BoundType type, string what, TextSpan span) => Refusal(
        type, BindingDescriptors.UnsupportedForm, span, $"The number of a version, and with it {what},", "Such numbers are compared with each other, sorted, grouped, joined and shown.");

    private BoundExpression BindAggregate(AggregateFunction aggregate, CallSyntax call, RowScope row)
    {
        if (!row.AllowsAggregates)
        {
            return Error(BindingDescriptors.AggregateNotAllowed, call.Function.Span, aggregate.Name);
        }

        if (aggregate.Expansion != AggregateExpansion.None)
        {
            return BindLoneRowAggregate(aggregate, call, row);
        }

        if (call.Arguments.FirstOrDefault(a => a is StarSyntax) is { } star)
        {
            return Error(BindingDescriptors.StarNotAllowed, star.Span, aggregate.Name);
        }

        var inner = new RowScope(row.Columns, row.IsSerialized);
        ImmutableArray<BoundExpression> arguments = [.. call.Arguments.Select(a => BindScalar(a, inner))];
        if (arguments.Any(a => a is BoundError))
        {
            return new BoundError(call.Span);
        }

        ImmutableArray<ImmutableArray<Parameter>> overloads = [.. aggregate.Overloads.Select(o => o.Parameters)];
        if (Fittest(overloads, arguments) is not var (index, bestParameters))
        {
            return ExplainMismatch(aggregate.Name, overloads, arguments, call);
        }

        arguments = Computed(bestParameters, arguments);
        if (CheckValues(aggregate.Name, bestParameters, arguments) is { } wrong)
        {
            return wrong;
        }

        var best = aggregate.Overloads[index];
        if (!aggregate.Versions.Takes(arguments))
        {
            RefuseVersions(KqlType.Unknown, $"{aggregate.Name}() over it", call.Span);
        }

        CheckRun(aggregate.Name, bestParameters, arguments);
        if (aggregate.Refusal is { } reason)
        {
            Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedFunction, call.Span, aggregate.Name, reason.TrimEnd('.'), string.Empty);
        }

        if (best.Fault?.Invoke(arguments) is { } fault)
        {
            RefuseArgument(aggregate.Name, arguments, fault);
        }

        var converted = ConvertArguments(bestParameters, arguments);
        return new BoundAggregate(aggregate, best, converted, best.Result(converted), call.Span);
    }
}
