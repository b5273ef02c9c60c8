using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// What is wrong with the arguments of a call that no overload takes.
public sealed partial class Binder
{
    /// <summary>A message names no higher number: there is no limit that anyone would reach.</summary>
    private const int MostArguments = 1000;

    private const string ConvertOneSide = "Convert one side, for example with tostring() or tolong().";

    /// <summary>What to do about the two sides of an operator; 2026-02-11 alone is a subtraction.</summary>
    private static string MismatchHint(BoundType left, BoundType right) => (left.Kind, right.Kind) switch
    {
        (KqlType.DateTime, KqlType.Long) or (KqlType.Long, KqlType.DateTime) => "A point in time is written datetime(2026-02-11 18:00), a span 1d or 2h.",
        var (a, b) when a != b || left.IsDynamic => ConvertOneSide,
        _ => string.Empty,
    };

    private BoundError ExplainMismatch(string name, ImmutableArray<ImmutableArray<Parameter>> overloads, ImmutableArray<BoundExpression> arguments, CallSyntax call)
    {
        ImmutableArray<ImmutableArray<Parameter>> ofCount = [.. overloads.Select(o => ParameterList.Expand(o, arguments.Length)).OfType<ImmutableArray<Parameter>>()];
        if (ofCount.IsEmpty)
        {
            var (min, max) = overloads.Select(ParameterList.Range).Aggregate((a, b) => (Math.Min(a.Min, b.Min), Math.Max(a.Max, b.Max)));
            return Error(BindingDescriptors.ArgumentCount with { KustoCode = min == max ? "KS119" : "KS120" }, call.Span, $"{name}()", CountText(overloads, min, max), arguments.Length);
        }

        // The overload that goes along furthest is the one that was meant.
        var misfits = ofCount.ToLookup(parameters => FirstMisfit(parameters, arguments));
        var index = misfits.Max(group => group.Key);
        if (index < arguments.Length)
        {
            ImmutableArray<Parameter> wanted = [.. misfits[index].Select(parameters => parameters[index])];
            var argument = arguments[index];
            string[] expected = [.. wanted.Select(p => p.Expected).Distinct(StringComparer.Ordinal)];
            var hints = wanted.Select(p => ConversionHint(p, argument.Type.Kind)).Distinct(StringComparer.Ordinal).ToArray();
            return Error(
                BindingDescriptors.ArgumentType with { KustoCode = wanted[0].KustoCode },
                argument.Span,
                index + 1,
                $"{name}()",
                argument.Type.Description,
                expected is [.. var others, var last] && others.Length > 0 ? $"{string.Join(", ", others)} or {last}" : expected[0],
                hints is [var hint] ? hint : string.Empty);
        }

        return ExplainMixture(name, misfits[index].First(), arguments);
    }

    /// <summary>Each argument fits, and those that must have one type have several.</summary>
    private BoundError ExplainMixture(string name, ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        int[] common = [.. Enumerable.Range(0, arguments.Length).Where(i => parameters[i].Kind is ParameterKind.CommonScalar or ParameterKind.CommonOrderable)];
        var first = arguments[common[0]].Type.Kind;
        var index = common.First(i => arguments[i].Type.Kind is var kind && kind != first && !(kind.IsNumeric() && first.IsNumeric()));
        var found = arguments[index].Type.Kind.Name();
        return Error(BindingDescriptors.ArgumentType with { KustoCode = "KS232" }, arguments[index].Span, index + 1, $"{name}()", found, $"{first.Name()}, the type of argument {common[0] + 1}", string.Empty);
    }

    private void RefuseArgument(string function, ImmutableArray<BoundExpression> arguments, ArgumentFault fault) =>
        Refusal(KqlType.Unknown, BindingDescriptors.ArgumentText, arguments[fault.Index].Span, fault.Index + 1, $"{function}()", fault.Text);

    /// <summary>The first argument that does not fit its parameter; the number of arguments where each does.</summary>
    private static int FirstMisfit(ImmutableArray<Parameter> parameters, ImmutableArray<BoundExpression> arguments)
    {
        var index = 0;
        while (index < arguments.Length && Fits(parameters[index], arguments[index]) > 0)
        {
            index++;
        }

        return index;
    }

    /// <summary>How many arguments the overloads take, also where they come in groups: case() takes 3, 5, 7, …</summary>
    private static string CountText(ImmutableArray<ImmutableArray<Parameter>> overloads, int min, int max)
    {
        int[] counts = [.. Enumerable.Range(min, Math.Clamp(max - min + 1, 1, 6)).Where(n => overloads.Any(o => ParameterList.Expand(o, n) is not null))];
        return counts is [_, var second, ..] && second > min + 1 && max > MostArguments
            ? $"{string.Join(", ", counts)}, … arguments"
            : CountText(min, max);
    }

    private static string CountText(int min, int max) => (min, max) switch
    {
        (0, 0) => "no arguments",
        (1, 1) => "1 argument",
        _ when min == max => $"{min} arguments",
        _ when max > MostArguments => $"at least {min} arguments",
        _ => $"{min} to {max} arguments",
    };

    private static string ConversionHint(Parameter parameter, KqlType found) => parameter.Target switch
    {
        KqlType.Bool when found.IsNumeric() || found == KqlType.Dynamic => "Convert it with tobool().",
        KqlType.String => "Convert it with tostring().",
        KqlType.DateTime => "Convert it with todatetime().",
        KqlType.TimeSpan => "Write a timespan such as 1d, or convert with totimespan().",
        KqlType.Long or KqlType.Real or KqlType.Decimal => "Convert it with tolong() or toreal().",
        null when parameter.Kind is ParameterKind.Number or ParameterKind.CommonNumber or ParameterKind.Summable && found is KqlType.String or KqlType.Dynamic => "Convert it with tolong() or toreal().",
        null when parameter.Kind is ParameterKind.DynamicArray or ParameterKind.DynamicBag or ParameterKind.Dynamic => "Convert it with parse_json() or split().",
        _ => string.Empty,
    };
}
