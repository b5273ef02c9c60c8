using Tocsin.Kql.Syntax;

namespace Tocsin.Compiler.Binding;

/// <summary>What operators do to the rows' order and columns, and where they may not stand. A new operator is looked for in each of these lists.</summary>
internal static class OperatorTraits
{
    /// <summary>Which operators fix the rows' order, keep it, or lose it (https://learn.microsoft.com/kusto/query/serialize-operator).</summary>
    public static bool IsSerializedAfter(QueryOperatorSyntax op, bool before) => op switch
    {
        SortSyntax or TopSyntax or TopHittersSyntax or GetSchemaSyntax or SerializeSyntax or ScanSyntax => true,
        WhereSyntax or ExtendSyntax or ProjectSyntax or ProjectAwaySyntax or ProjectKeepSyntax or ProjectRenameSyntax
            or ProjectReorderSyntax or ProjectByNamesSyntax or AssertSchemaSyntax or TakeSyntax or LookupSyntax
            or MvExpandSyntax or MvApplySyntax or AsSyntax or ParseOperatorSyntax or ParseKvSyntax => before,
        _ => false,
    };

    /// <summary>Whether columns that only data would tell are still there behind the operator.</summary>
    public static bool PassesColumns(QueryOperatorSyntax op) => op is WhereSyntax or ExtendSyntax or SerializeSyntax or SortSyntax or TakeSyntax or TopSyntax
        or MvExpandSyntax or ParseOperatorSyntax or ParseKvSyntax or ProjectAwaySyntax or ProjectRenameSyntax or ProjectReorderSyntax or RenderSyntax;

    /// <summary>Fewer operators than elsewhere stand in a branch of fork; the language service takes some that the page leaves out (https://learn.microsoft.com/kusto/query/fork-operator).</summary>
    public static bool StandsInFork(QueryOperatorSyntax op) => op is not (MakeSeriesSyntax or EvaluateSyntax or GetSchemaSyntax or LookupSyntax
        or SerializeSyntax or RenderSyntax or UnionSyntax or SearchSyntax or ScanSyntax or PartitionSyntax or FacetSyntax or ForkSyntax or JoinSyntax
        or MvApplySyntax or GraphOperatorSyntax);

    /// <summary>Whether partition takes the operator under its strategies native and shuffle (https://learn.microsoft.com/kusto/query/partition-operator).</summary>
    public static bool StandsInNativePartition(QueryOperatorSyntax op) =>
        op is not (JoinSyntax or LookupSyntax or UnionSyntax or EvaluateSyntax or ForkSyntax or InvokeSyntax or PartitionSyntax or AsSyntax);
}
