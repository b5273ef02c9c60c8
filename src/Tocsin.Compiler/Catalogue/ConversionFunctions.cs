using System.Collections.Immutable;
using Tocsin.Kql.Types;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>toint(), tostring() and their kin.</summary>
internal static class ConversionFunctions
{
    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Conversion("tostring", KqlType.String).TakingVersions(),
        Conversion("tobool", KqlType.Bool),
        Conversion("tobool", KqlType.Bool).Alias("toboolean"),
        Conversion("toint", KqlType.Int),
        Conversion("tolong", KqlType.Long),
        Conversion("toreal", KqlType.Real).TakingVersions(),
        Conversion("toreal", KqlType.Real).Alias("todouble").TakingVersions(),
        Conversion("todecimal", KqlType.Decimal).TakingVersions(),
        Conversion("todatetime", KqlType.DateTime),
        Conversion("totimespan", KqlType.TimeSpan),
        Conversion("totimespan", KqlType.TimeSpan).Alias("totime"),
        Function("toguid", On(
            [Of(ParameterKind.StringOrDynamic, "value") with { Form = DynamicForm.Any }],
            KqlType.Guid,
            a => Lowering.Conversions.Convert(a[0], a.Type(0), KqlType.Guid),
            NullRule.Makes)).NamedAfterArgument(),
        Function("new_guid", On([], KqlType.Guid, _ => S.Call("uuid"), NullRule.Never)) with { Determinism = Determinism.PerRow },
    ];

    private static ScalarFunction Conversion(string name, KqlType target) => Function(
        name,
        On(
            [Scalar("value") with { Form = DynamicForm.Any }],
            target,
            a => Lowering.Conversions.Convert(a[0], a.Type(0), target),
            NullRule.Makes)).NamedAfterArgument();
}
