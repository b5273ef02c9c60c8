using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;

namespace Tocsin.Compiler.Catalogue;

/// <summary>The words in which catalogue entries are written.</summary>
internal static class Declarations
{
    public static Parameter Bool(string name) => new(name, ParameterKind.Bool);

    public static Parameter Long(string name) => new(name, ParameterKind.Long);

    public static Parameter Real(string name) => new(name, ParameterKind.Real);

    public static Parameter Text(string name) => new(name, ParameterKind.String);

    public static Parameter DateTime(string name) => new(name, ParameterKind.DateTime);

    public static Parameter TimeSpan(string name) => new(name, ParameterKind.TimeSpan);

    public static Parameter Dynamic(string name) => new(name, ParameterKind.Dynamic);

    public static Parameter Array(string name) => new(name, ParameterKind.DynamicArray);

    public static Parameter Bag(string name) => new(name, ParameterKind.DynamicBag);

    public static Parameter Integer(string name) => new(name, ParameterKind.Integer);

    public static Parameter Number(string name) => new(name, ParameterKind.Number);

    public static Parameter Scalar(string name) => new(name, ParameterKind.Scalar);

    public static Parameter Of(ParameterKind kind, string name) => new(name, kind);

    public static ResultRule Returns(BoundType type) => _ => type;

    /// <summary>The type of an argument.</summary>
    public static ResultRule Same(int index) => arguments => arguments[index].Type;

    /// <summary>The type that a <c>typeof(…)</c> argument names.</summary>
    public static ResultRule TypeOf(int index) => arguments => TypeOf(arguments[index]);

    /// <inheritdoc cref="TypeOf(int)"/>
    public static KqlType TypeOf(BoundExpression argument) => argument is BoundTypeLiteral type ? type.Value : KqlType.Unknown;

    /// <summary>The wider of two numbers' types; int counts as long.</summary>
    public static BoundType Widest(ImmutableArray<BoundExpression> arguments) =>
        arguments.Select(a => a.Type.Kind).Aggregate(KqlType.Long, NumericTypes.Wider);

    public static Overload On(ImmutableArray<Parameter> parameters, BoundType result, ScalarLowering lower, NullRule nulls = NullRule.Propagates) =>
        new(parameters, Returns(result), lower) { Nulls = nulls };

    public static Overload On(ImmutableArray<Parameter> parameters, ResultRule result, ScalarLowering lower, NullRule nulls = NullRule.Propagates) =>
        new(parameters, result, lower) { Nulls = nulls };

    /// <summary>Types that the language service takes too, and for which no page says what the value is: such a call binds and does not run.</summary>
    public static Overload WithoutMeaning(ImmutableArray<Parameter> parameters, ResultRule result, string reason) =>
        new(parameters, result, _ => throw new InvalidOperationException(reason)) { Fault = _ => new ArgumentFault(0, reason), IsRefused = true };

    /// <summary>A function whose page is called after it.</summary>
    public static ScalarFunction Function(string name, params ImmutableArray<Overload> overloads) => new(name, PageOf(name), overloads);

    public static ScalarFunction Function(string name, string page, params ImmutableArray<Overload> overloads) => new(name, page, overloads);

    /// <summary>An aggregate whose page is called after it.</summary>
    public static AggregateFunction Aggregate(string name, params ImmutableArray<AggregateOverload> overloads) => new(name, $"{name.Replace('_', '-')}-aggregation-function", overloads);

    /// <summary>The page that the documentation has of most functions: <c>parse_url</c> is on parse-url-function.</summary>
    public static string PageOf(string name) => $"{name.Replace('_', '-')}-function";

    /// <summary>A function of ours, or of the database, under one name for all arguments.</summary>
    public static ScalarLowering Calls(string function) => a => new SqlCall(function, a.All);

    /// <summary>The same entry under an older name.</summary>
    public static ScalarFunction Alias(this ScalarFunction function, string name) =>
        function with { Name = name, NamePrefix = function.NamePrefix == function.Name ? name : function.NamePrefix };

    /// <summary>Takes what parse_version() gives as any other value.</summary>
    public static ScalarFunction TakingVersions(this ScalarFunction function) => function with { Versions = VersionRule.Taken };

    /// <inheritdoc cref="TakingVersions(ScalarFunction)"/>
    public static AggregateFunction TakingVersions(this AggregateFunction function) => function with { Versions = VersionRule.Taken };

    public static ScalarFunction NamedAfterArgument(this ScalarFunction function) => function with { NameRule = NameRule.FirstArgument };

    public static ScalarFunction NamedWith(this ScalarFunction function, string prefix) =>
        function with { NameRule = NameRule.Prefixed, NamePrefix = prefix };
}
