using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Types;

namespace Tocsin.Engine.Tests;

/// <summary>
/// Calls of every overload of the catalogue, with arguments of every type that fits: columns of one row, so that nothing
/// is folded beforehand, and literals where the parameter asks for one.
/// </summary>
internal static class SynthesizedCalls
{
    private const int MostArguments = 6;

    private const string Table = """
        datatable(b:bool, i:int, l:long, r:real, m:decimal, s:string, TimeGenerated:datetime, p:timespan, g:guid, d:dynamic)
        [true, 3, 4, 2.5, decimal(1.5), 'a b', datetime(2026-01-02 03:04:05), 1h, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic([1, 2, 3])]
        """;

    private static readonly ImmutableArray<(KqlType Type, string Column, string Literal)> Values =
    [
        (KqlType.Long, "l", "2"),
        (KqlType.Int, "i", "int(2)"),
        (KqlType.Real, "r", "1.5"),
        (KqlType.Decimal, "m", "decimal(1.5)"),
        (KqlType.String, "s", "'a'"),
        (KqlType.Bool, "b", "true"),
        (KqlType.DateTime, "TimeGenerated", "datetime(2026-01-01)"),
        (KqlType.TimeSpan, "p", "1m"),
        (KqlType.Guid, "g", "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"),
        (KqlType.Dynamic, "d", "dynamic([1, 2])"),
    ];

    public static IEnumerable<string> OfScalar(ScalarFunction function) =>
        function.Overloads.SelectMany(o => Arguments(o.Expand)).Distinct(StringComparer.Ordinal).Select(a => function.Scope == ScopeFunction.AutomaticBin
            ? $"set query_bin_auto_size=1;\n{Table} | project v = {function.Name}({a})"
            : function.IsWindow
            ? $"{Table} | sort by l asc | project v = {function.Name}({a})"
            : $"{Table} | project v = {function.Name}({a})");

    public static IEnumerable<string> OfAggregate(AggregateFunction function) =>
        function.Overloads.SelectMany(o => Arguments(o.Expand)).Distinct(StringComparer.Ordinal).Select(a => function.Expansion == AggregateExpansion.None
            ? $"{Table} | summarize v = {function.Name}({a}) by k = 1"
            : $"{Table} | summarize {function.Name}({a}) by k = 1");

    private static IEnumerable<string> Arguments(Func<int, ImmutableArray<Parameter>?> expand)
    {
        for (var count = 0; count <= MostArguments; count++)
        {
            if (expand(count) is not { } parameters)
            {
                continue;
            }

            foreach (var preferred in Values)
            {
                yield return string.Join(", ", parameters.Select(p => Argument(p, preferred)));
            }
        }
    }

    private static string Argument(Parameter parameter, (KqlType Type, string Column, string Literal) preferred)
    {
        if (parameter.Kind == ParameterKind.Table)
        {
            return "DeviceEvents";
        }

        if (parameter.Kind == ParameterKind.Type)
        {
            return $"typeof({preferred.Type.Name()})";
        }

        if (!parameter.Values.IsEmpty)
        {
            return $"'{parameter.Values[0]}'";
        }

        if (parameter.LiteralFault is not null)
        {
            return "'d'";
        }

        if (parameter.IsRegex)
        {
            return "'(a)(b)'";
        }

        var value = parameter.Fit(preferred.Type) > 0 ? preferred : Values.First(v => parameter.Fit(v.Type) > 0);
        return parameter.Rule is ArgumentRule.Constant or ArgumentRule.Literal or ArgumentRule.KnownToEngine ? value.Literal : value.Column;
    }
}
