using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Overloads: the one that fits the arguments, and the arguments' conversions.
public sealed partial class Binder
{
    /// <summary>The call of the overload that fits best, its arguments converted, or null where none fits.</summary>
    private BoundExpression? Resolve(ScalarFunction function, ImmutableArray<BoundExpression> arguments, TextSpan span)
    {
        if (Fittest([.. function.Overloads.Select(o => o.Parameters)], arguments) is not var (index, bestParameters))
        {
            return null;
        }

        var best = function.Overloads[index];
        arguments = Computed(bestParameters, arguments);
        if (CheckValues(function.Name, bestParameters, arguments) is { } wrong)
        {
            return wrong;
        }

        var converted = ConvertArguments(bestParameters, arguments);
        if (!function.Versions.Takes(arguments))
        {
            return RefuseVersions(best.Result(converted), $"{function.Name} over it", span);
        }

        var refusals = _refusals.Count;
        CheckRun(function.Name, bestParameters, arguments);
        if (best.Fault?.Invoke(arguments) is { } fault)
        {
            RefuseArgument(function.Name, arguments, fault);
        }

        if (_refusals.Count > refusals && best.Fields.IsEmpty)
        {
            return new BoundRefusal(best.Result(converted), span);
        }

        return best.Compose?.Invoke(converted, span) ?? new BoundCall(function, best, converted, best.Result(converted), span);
    }

    /// <summary>The overload, by its parameters, that fits the arguments best, with the parameter of each argument; null where none fits.</summary>
    private static (int Index, ImmutableArray<Parameter> Parameters)? Fittest(
        ImmutableArray<ImmutableArray<Parameter>> overloads, ImmutableArray<BoundExpression> arguments)
    {
        (int Index, ImmutableArray<Parameter> Parameters)? best = null;
        var bestScore = -1;
        for (var i = 0; i < overloads.Length; i++)
        {
            if (ParameterList.Expand(overloads[i], arguments.Length) is { } parameters && Score(parameters, arguments) is var score && score > bestScore)
            {
                best = (i, parameters);
                bestScore = score;
            }
        }

        return best;
    }

    private static int Score(ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        var score = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var fit = Fits(parameters[i], arguments[i]);
            if (fit == 0)
            {
                return -1;
            }

            score += fit;
        }

        return HasCommonType(parameters, arguments) ? score : -1;
    }

    /// <summary>As <see cref="Parameter.Fit"/>; a type, and nothing else, fits where a type is wanted.</summary>
    private static int Fits(Parameter parameter, BoundExpression argument) =>
        argument is BoundTypeLiteral ? (parameter.Kind == ParameterKind.Type ? 2 : 0) : parameter.Fit(argument.Type);

    private BoundError? CheckValues(string function, ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var (parameter, argument) = (parameters[i], arguments[i]);
            if (parameter.Rule is ArgumentRule.Constant or ArgumentRule.Literal && !argument.IsConstant)
            {
                return Error(BindingDescriptors.ArgumentConstant with { KustoCode = parameter.Rule == ArgumentRule.Literal ? "KS131" : "KS129" }, argument.Span, i + 1, $"{function}()");
            }

            if (parameter.Rule == ArgumentRule.Column && argument is not BoundColumn)
            {
                return Error(BindingDescriptors.ColumnExpected, argument.Span);
            }

            if (parameter.Rule == ArgumentRule.Literal && !parameter.Values.IsEmpty && argument is BoundLiteral { Value: string text } && !parameter.Values.Contains(text, parameter.ValueComparer))
            {
                return Error(BindingDescriptors.ArgumentValue, argument.Span, i + 1, $"{function}()", string.Join(", ", parameter.Values), NearestName.Hint(text, parameter.Values));
            }

            if (parameter.Rule == ArgumentRule.Literal && !parameter.Values.IsEmpty && argument is not BoundLiteral { Value: string })
            {
                return Error(BindingDescriptors.ArgumentConstant with { KustoCode = "KS131" }, argument.Span, i + 1, $"{function}()");
            }
        }

        return null;
    }

    /// <summary>What the language service does not look at: values that keep a call from having an answer.</summary>
    private void CheckRun(string function, ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (FaultInRun(function, i, parameters[i], arguments[i]) is { } fault)
            {
                _refusals.Add(fault);
            }
        }
    }

    private Diagnostic? FaultInRun(string function, int index, Parameter parameter, BoundExpression argument)
    {
        var text = (argument as BoundLiteral)?.Value as string;
        if (argument is BoundRefusal)
        {
            return null;
        }

        if ((parameter.Rule == ArgumentRule.KnownToEngine && !argument.IsConstant) || ((!parameter.Values.IsEmpty || parameter.LiteralFault is not null) && text is null))
        {
            return Fault(BindingDescriptors.ArgumentConstant with { KustoCode = null }, index + 1, $"{function}()");
        }

        if (parameter.Least is { } least && argument is BoundLiteral { Value: long or int } number && System.Convert.ToInt64(number.Value, System.Globalization.CultureInfo.InvariantCulture) < least)
        {
            return Fault(BindingDescriptors.ArgumentText, index + 1, $"{function}()", $"the least value is {least}");
        }

        if (text is null)
        {
            return null;
        }

        if (!parameter.Values.IsEmpty && !parameter.Values.Contains(text, parameter.ValueComparer))
        {
            return Fault(BindingDescriptors.ArgumentValue with { KustoCode = null }, index + 1, $"{function}()", string.Join(", ", parameter.Values), NearestName.Hint(text, parameter.Values));
        }

        if (parameter.IsRegex && _regexError?.Invoke(text) is { } message)
        {
            return Fault(BindingDescriptors.InvalidRegex, message);
        }

        return parameter.LiteralFault?.Invoke(text) is { } literalFault ? Fault(BindingDescriptors.ArgumentText, index + 1, $"{function}()", literalFault) : null;

        Diagnostic Fault(DiagnosticDescriptor descriptor, params object[] arguments) => descriptor.At(_diagnostics.Source, argument.Span, arguments);
    }

    private static bool HasCommonType(ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        var kinds = Kinds(parameters, arguments, p => p is ParameterKind.CommonScalar or ParameterKind.CommonOrderable);
        return kinds.Length <= 1 || kinds.Distinct().Count() == 1 || kinds.All(k => k.IsNumeric());
    }

    private static KqlType[] Kinds(ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments, Func<ParameterKind, bool> isOfGroup) =>
        [.. arguments.Where((_, i) => isOfGroup(parameters[i].Kind)).Select(a => a.Type.Kind)];

    private static ImmutableArray<BoundExpression> ConvertArguments(ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        var widest = Kinds(parameters, arguments, p => p == ParameterKind.CommonNumber).Aggregate(KqlType.Long, NumericTypes.Wider);
        var common = CommonType(Kinds(parameters, arguments, p => p is ParameterKind.CommonScalar or ParameterKind.CommonOrderable or ParameterKind.CommonScalarOrDynamic));
        return [.. arguments.Select((argument, i) => parameters[i].Kind switch
        {
            ParameterKind.CommonNumber => Convert(argument, widest),
            ParameterKind.CommonScalar or ParameterKind.CommonOrderable or ParameterKind.CommonScalarOrDynamic => Convert(argument, common),
            _ => parameters[i].Target is { } target ? Convert(argument, target) : argument,
        })];
    }

    /// <summary>
    /// The one type of several branches: their own, the wider number, what a dynamic beside it is taken for; dynamic
    /// where nothing else fits.
    /// </summary>
    private static KqlType CommonType(KqlType[] kinds)
    {
        var typed = kinds.Where(k => k is not (KqlType.Dynamic or KqlType.Unknown)).Distinct().ToArray();
        return typed switch
        {
            [] => KqlType.Dynamic,
            [var only] => only,
            _ when typed.All(k => k.IsNumeric()) => typed.Aggregate(NumericTypes.Wider),
            _ => KqlType.Dynamic,
        };
    }

    private static BoundExpression Convert(BoundExpression expression, KqlType target)
    {
        if (expression is BoundError or BoundTypeLiteral || expression.Type.Kind == target || target == KqlType.Unknown)
        {
            return expression;
        }

        return (expression, target) switch
        {
            (BoundLiteral { Value: int value }, KqlType.Long) => new BoundLiteral((long)value, KqlType.Long, expression.Span),
            (BoundLiteral { Value: long value }, KqlType.Real) => new BoundLiteral((double)value, KqlType.Real, expression.Span),
            (BoundLiteral { Value: null }, _) when target != KqlType.String => new BoundLiteral(null, target, expression.Span),
            _ => new BoundConversion(expression, target),
        };
    }
}
