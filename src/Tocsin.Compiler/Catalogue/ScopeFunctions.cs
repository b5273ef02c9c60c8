using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Compiler.Catalogue.Declarations;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>Functions that look at the columns and tables in sight. The binder resolves names; what is left is lowered here.</summary>
internal static class ScopeFunctions
{
    private static readonly ImmutableArray<Parameter> NamedValues = [Text("name").Repeated(0, int.MaxValue), Scalar("value").Repeated(0, int.MaxValue)];

    /// <summary>A bag of columns: a name and a value in turns.</summary>
    public static readonly ScalarFunction Pack = Function("pack_all", On(
        NamedValues, BoundType.Bag, BagFunctions.Packs("kql_bag_pack"), NullRule.Never));

    /// <summary>The same without nulls and empty strings.</summary>
    public static readonly ScalarFunction PackPresent = Function("pack_all", On(
        NamedValues, BoundType.Bag, BagFunctions.Packs("kql_bag_pack_present"), NullRule.Never));

    /// <summary>The sizes of columns added up; a string's is that of its bytes.</summary>
    public static readonly ScalarFunction Sizes = Function("estimate_data_size", On(
        [Of(ParameterKind.NotDynamic, "column").Repeated(0, int.MaxValue)],
        KqlType.Long,
        a => Enumerable.Range(0, a.Count).Aggregate(S.BigInt(0), (sum, i) => S.Add(sum, Size(a, i))),
        NullRule.Never));

    /// <summary>The place of an address in the database that the user gives.</summary>
    public static readonly ScalarFunction GeoInfo = Function("geo_info_from_ip_address", On(
        [Text("ip"), Text("database")], KqlType.Dynamic, Calls("kql_geo_info_from_ip_address"), NullRule.Makes));

    /// <summary>What the user's file of patterns says of a user agent.</summary>
    public static readonly ScalarFunction UserAgent = Function("parse_user_agent", On(
        [Text("user_agent"), Text("patterns"), Of(ParameterKind.StringOrArray, "look_for")],
        BoundType.Bag,
        a => S.Call("kql_parse_user_agent", a[0], a[1], a.Json(2)),
        NullRule.Makes));

    private static readonly ScalarFunction ColumnIfExists = Scoped(
        "column_ifexists", ScopeFunction.ColumnIfExists, [Text("column_name").Constant(), Scalar("default_value")], Same(1));

    public static ImmutableArray<ScalarFunction> All { get; } =
    [
        Scoped("geo_info_from_ip_address", ScopeFunction.GeoInfo, [Text("ip")], Returns(KqlType.Dynamic)),
        Scoped("parse_user_agent", ScopeFunction.UserAgent, [Text("user_agent"), Of(ParameterKind.StringOrArray, "look_for").Optional()], Returns(BoundType.Bag)),
        Scoped("bin_auto", ScopeFunction.AutomaticBin, [Of(ParameterKind.Summable, "value")], Same(0)).NamedAfterArgument(),
        Scoped("ingestion_time", ScopeFunction.IngestionTime, [], Returns(KqlType.DateTime)) with { NameRule = NameRule.Fixed, NamePrefix = "$IngestionTime" },
        Local("current_cluster_endpoint"),
        Local("current_database"),
        Local("current_principal"),
        ColumnIfExists,
        ColumnIfExists.Alias("columnifexists"),
        Scoped("iscolumnexists", ScopeFunction.IsColumn, [Text("column_name").Constant()], Returns(KqlType.Bool)) with { Page = ColumnIfExists.Page },
        Scoped("column_names_of", ScopeFunction.ColumnNames, [Of(ParameterKind.Table, "table")], Returns(KqlType.Dynamic)),
        Scoped("pack_all", ScopeFunction.PackAll, [Scalar("ignore_null_empty").Constant().Optional()], Returns(BoundType.Bag)),
        Scoped("bag_pack_columns", ScopeFunction.PackColumns, [Scalar("column") with { Rule = ArgumentRule.Column, Min = 1, Max = 32767 }], Returns(BoundType.Bag)),
        Scoped("estimate_data_size", ScopeFunction.DataSize, [Scalar("column") with { Rule = ArgumentRule.Column, Min = 1, Max = 32767 }], Returns(KqlType.Long)),
    ];

    /// <summary>Where a query runs: there is one local set of tables, and nobody signs in.</summary>
    private static ScalarFunction Local(string name) => Function(
        name, On([], KqlType.String, _ => S.String("local"), NullRule.Never)) with
    { Determinism = Determinism.PerQuery };

    private static ScalarFunction Scoped(string name, ScopeFunction scope, ImmutableArray<Parameter> parameters, ResultRule result) =>
        Function(name, On(parameters, result, _ => throw new InvalidOperationException("The binder puts another expression in its place."))) with { Scope = scope };

    /// <summary>The page gives a long 8 bytes and a string its length; other types of a fixed size have the size of their values.</summary>
    private static SqlExpression Size(LoweringArguments a, int index) => a.Type(index).Kind switch
    {
        KqlType.String => S.Call("strlen", a[index]),
        KqlType.Bool => S.BigInt(1),
        KqlType.Int => S.BigInt(4),
        KqlType.Guid or KqlType.Decimal => S.BigInt(16),
        _ => S.BigInt(8),
    };
}
