using System.Collections.Immutable;
using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests.Generated;

/// <summary>An expression with places for arguments.</summary>
internal sealed record CallExpression(ImmutableArray<ArgumentTemplate> Arguments, Func<ImmutableArray<string>, string> With);

/// <summary>Operators between values of every pair of types; the compiler refuses those without a meaning.</summary>
internal static class OperatorTemplates
{
    private static readonly KqlType[] Types = [.. Enum.GetValues<KqlType>().Where(t => t != KqlType.Unknown)];

    private static readonly string[] Infix =
    [
        "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "=~", "!~", "and", "or", "has", "!has", "has_cs", "hasprefix", "hassuffix", "contains", "!contains",
        "contains_cs", "startswith", "!startswith", "startswith_cs", "endswith", "endswith_cs", "matches regex",
    ];

    private static readonly string[] Lists = ["in", "in~", "!in", "!in~", "has_any", "has_all"];

    public static ImmutableArray<CallExpression> All { get; } =
    [
        .. Infix.SelectMany(op => Pairs().Select(pair => Of(a => $"{a[0]} {op} {a[1]}", pair.Left, pair.Right))),
        .. Lists.SelectMany(op => Pairs().Select(pair => Of(a => $"{a[0]} {op} ({a[1]}, {a[2]})", pair.Left, pair.Right, pair.Right))),
        .. Pairs().Select(pair => Of(a => $"{a[0]} between ({a[1]} .. {a[2]})", pair.Left, pair.Left, pair.Right)),
        .. Types.Select(type => Of(a => $"{a[0]}[{a[1]}]", KqlType.Dynamic, type)),
        .. Types.Select(type => Of(a => $"-{a[0]}", type)),
    ];

    private static IEnumerable<(KqlType Left, KqlType Right)> Pairs() => Types.SelectMany(left => Types.Select(right => (left, right)));

    private static CallExpression Of(Func<ImmutableArray<string>, string> with, params ReadOnlySpan<KqlType> types) =>
        new([.. types.ToArray().Select(t => new ArgumentTemplate(t, IsConstant: false, Text: null))], with);
}
