using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests.Generated;

/// <summary>An argument: an expression of a type, a constant of it, or a fixed text.</summary>
internal readonly record struct ArgumentTemplate(KqlType Type, bool IsConstant, string? Text);

/// <summary>A call that binds, with the type of its result.</summary>
internal sealed record CallTemplate(string Name, ImmutableArray<ArgumentTemplate> Arguments, KqlType Result, bool IsWindow);

/// <summary>Every overload of the catalogue with arguments of every type that fits, found by asking the compiler.</summary>
internal sealed class CallTemplates
{
    private const int MostArguments = 5;

    private static readonly KqlType[] Types = [.. Enum.GetValues<KqlType>().Where(t => t != KqlType.Unknown)];

    private CallTemplates(IEnumerable<CallTemplate> scalars, IEnumerable<CallTemplate> aggregates)
    {
        Scalars = scalars.Where(s => !s.IsWindow).ToLookup(s => s.Result);
        Windows = scalars.Where(s => s.IsWindow).ToLookup(s => s.Result);
        Aggregates = [.. aggregates];
    }

    public ILookup<KqlType, CallTemplate> Scalars { get; }

    public ILookup<KqlType, CallTemplate> Windows { get; }

    public ImmutableArray<CallTemplate> Aggregates { get; }

    public static CallTemplates Of(IEngineSession session) => new(
        [.. FunctionCatalogue.Default.Scalars.Values.Where(f => f.Refusal is null).OrderBy(f => f.Name, StringComparer.Ordinal).SelectMany(f => Calls(f.Name, f.Overloads.Select(o => (Func<int, ImmutableArray<Parameter>?>)o.Expand), f.IsWindow)).Select(c => Typed(session, c, "extend", c.IsWindow)).OfType<CallTemplate>()],
        [.. FunctionCatalogue.Default.Aggregates.Values.Where(f => f.Refusal is null).OrderBy(f => f.Name, StringComparer.Ordinal).SelectMany(f => Calls(f.Name, f.Overloads.Select(o => (Func<int, ImmutableArray<Parameter>?>)o.Expand), isWindow: false)).Select(c => Typed(session, c, "summarize", isWindow: false)).OfType<CallTemplate>()]);

    private static IEnumerable<CallTemplate> Calls(string name, IEnumerable<Func<int, ImmutableArray<Parameter>?>> overloads, bool isWindow) => overloads
        .SelectMany(o => Enumerable.Range(0, MostArguments + 1).Select(o))
        .OfType<ImmutableArray<Parameter>>()
        .SelectMany(parameters => Types.Select(preferred => parameters.Select(p => Argument(p, preferred)).ToImmutableArray()))
        .DistinctBy(arguments => string.Join(',', arguments))
        .Select(arguments => new CallTemplate(name, arguments, KqlType.Unknown, isWindow));

    private static ArgumentTemplate Argument(Parameter parameter, KqlType preferred)
    {
        if (parameter.Kind == ParameterKind.Type)
        {
            return new(KqlType.Unknown, IsConstant: true, $"typeof({preferred.Name()})");
        }

        var text = !parameter.Values.IsEmpty ? $"'{parameter.Values[0]}'" : parameter.LiteralFault is not null ? "'d'" : parameter.IsRegex ? "'(a+)(b?)'" : null;
        var type = parameter.Fit(preferred) > 0 ? preferred : Types.FirstOrDefault(t => parameter.Fit(t) > 0, KqlType.String);
        return new(type, parameter.Rule is ArgumentRule.Constant or ArgumentRule.Literal or ArgumentRule.KnownToEngine, text);
    }

    private static CallTemplate? Typed(IEngineSession session, CallTemplate call, string op, bool isWindow)
    {
        var arguments = string.Join(", ", call.Arguments.Select(a => a.Text ?? (a.IsConstant ? Literals.Plain(a.Type) : Table.Column(a.Type))));
        var compiled = session.Compile(new SourceText($"{Table.Empty}{(isWindow ? " | serialize" : string.Empty)} | {op} result = {call.Name}({arguments})"));
        return compiled.IsRefused ? null : call with { Result = compiled.Columns.FirstOrDefault(c => c.Name == "result")?.Type ?? KqlType.Unknown };
    }
}
