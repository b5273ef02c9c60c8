namespace Tocsin.Kql.Syntax;

/// <summary>
/// The base of passes that must answer for every kind of node: one switch, one method a node. A new node breaks
/// each of them at compile time, and a test proves that the switch knows all.
/// </summary>
public abstract class SyntaxDispatcher<TResult>
{
    public TResult Visit(SyntaxNode node) => node switch
    {
        NameSyntax n => VisitName(n),
        QuerySyntax n => VisitQuery(n),
        ExpressionStatementSyntax n => VisitExpressionStatement(n),
        LetStatementSyntax n => VisitLetStatement(n),
        SetStatementSyntax n => VisitSetStatement(n),
        QueryParametersStatementSyntax n => VisitQueryParametersStatement(n),
        AliasStatementSyntax n => VisitAliasStatement(n),
        RestrictStatementSyntax n => VisitRestrictStatement(n),
        PatternStatementSyntax n => VisitPatternStatement(n),
        PatternMatchSyntax n => VisitPatternMatch(n),
        ParameterSyntax n => VisitParameter(n),
        ScalarTypeSyntax n => VisitScalarType(n),
        SchemaTypeSyntax n => VisitSchemaType(n),
        ColumnDeclarationSyntax n => VisitColumnDeclaration(n),
        FunctionDeclarationSyntax n => VisitFunctionDeclaration(n),
        LiteralSyntax n => VisitLiteral(n),
        TypeOfSyntax n => VisitTypeOf(n),
        NameExpressionSyntax n => VisitNameExpression(n),
        StarSyntax n => VisitStar(n),
        WildcardNameSyntax n => VisitWildcardName(n),
        PathSyntax n => VisitPath(n),
        ElementSyntax n => VisitElement(n),
        CallSyntax n => VisitCall(n),
        UnarySyntax n => VisitUnary(n),
        BinarySyntax n => VisitBinary(n),
        ListOperatorSyntax n => VisitListOperator(n),
        BetweenSyntax n => VisitBetween(n),
        ParenthesizedSyntax n => VisitParenthesized(n),
        NamedExpressionSyntax n => VisitNamedExpression(n),
        PipelineSyntax n => VisitPipeline(n),
        OperatorSourceSyntax n => VisitOperatorSource(n),
        DataTableSyntax n => VisitDataTable(n),
        ExternalDataSyntax n => VisitExternalData(n),
        ToScalarSyntax n => VisitToScalar(n),
        MaterializeSyntax n => VisitMaterialize(n),
        MissingExpressionSyntax n => VisitMissingExpression(n),
        EntityGroupSyntax n => VisitEntityGroup(n),
        InlineExternalTableSyntax n => VisitInlineExternalTable(n),
        NameListSyntax n => VisitNameList(n),
        TypedColumnSyntax n => VisitTypedColumn(n),
        OperatorParameterSyntax n => VisitOperatorParameter(n),
        OrderingSyntax n => VisitOrdering(n),
        WhereSyntax n => VisitWhere(n),
        ExtendSyntax n => VisitExtend(n),
        ProjectSyntax n => VisitProject(n),
        ProjectAwaySyntax n => VisitProjectAway(n),
        ProjectKeepSyntax n => VisitProjectKeep(n),
        ProjectRenameSyntax n => VisitProjectRename(n),
        ProjectReorderSyntax n => VisitProjectReorder(n),
        ReorderSyntax n => VisitReorder(n),
        ProjectByNamesSyntax n => VisitProjectByNames(n),
        SummarizeSyntax n => VisitSummarize(n),
        DistinctSyntax n => VisitDistinct(n),
        CountSyntax n => VisitCount(n),
        TakeSyntax n => VisitTake(n),
        SortSyntax n => VisitSort(n),
        TopSyntax n => VisitTop(n),
        TopHittersSyntax n => VisitTopHitters(n),
        TopNestedSyntax n => VisitTopNested(n),
        TopNestedClauseSyntax n => VisitTopNestedClause(n),
        SampleSyntax n => VisitSample(n),
        SampleDistinctSyntax n => VisitSampleDistinct(n),
        JoinSyntax n => VisitJoin(n),
        LookupSyntax n => VisitLookup(n),
        UnionSyntax n => VisitUnion(n),
        MvExpandSyntax n => VisitMvExpand(n),
        MvItemSyntax n => VisitMvItem(n),
        MvApplySyntax n => VisitMvApply(n),
        ContextualSourceSyntax n => VisitContextualSource(n),
        PrintSyntax n => VisitPrint(n),
        RangeSyntax n => VisitRange(n),
        AsSyntax n => VisitAs(n),
        ParseOperatorSyntax n => VisitParseOperator(n),
        ParseCaptureSyntax n => VisitParseCapture(n),
        ParseKvSyntax n => VisitParseKv(n),
        MakeSeriesSyntax n => VisitMakeSeries(n),
        MakeSeriesAggregateSyntax n => VisitMakeSeriesAggregate(n),
        SerializeSyntax n => VisitSerialize(n),
        RenderSyntax n => VisitRender(n),
        EvaluateSyntax n => VisitEvaluate(n),
        InvokeSyntax n => VisitInvoke(n),
        SearchSyntax n => VisitSearch(n),
        FindSyntax n => VisitFind(n),
        GetSchemaSyntax n => VisitGetSchema(n),
        ConsumeSyntax n => VisitConsume(n),
        PartitionSyntax n => VisitPartition(n),
        ForkSyntax n => VisitFork(n),
        ForkBranchSyntax n => VisitForkBranch(n),
        FacetSyntax n => VisitFacet(n),
        ReduceSyntax n => VisitReduce(n),
        AssertSchemaSyntax n => VisitAssertSchema(n),
        ScanSyntax n => VisitScan(n),
        ScanStepSyntax n => VisitScanStep(n),
        MacroExpandSyntax n => VisitMacroExpand(n),
        MakeGraphSyntax n => VisitMakeGraph(n),
        GraphMatchSyntax n => VisitGraphMatch(n),
        GraphToTableSyntax n => VisitGraphToTable(n),
        GraphMarkComponentsSyntax n => VisitGraphMarkComponents(n),
        OtherGraphOperatorSyntax n => VisitOtherGraphOperator(n),
        GraphNodesSyntax n => VisitGraphNodes(n),
        GraphPatternSyntax n => VisitGraphPattern(n),
        GraphNodeSyntax n => VisitGraphNode(n),
        GraphEdgeSyntax n => VisitGraphEdge(n),
        GraphRangeSyntax n => VisitGraphRange(n),
        GraphOutputSyntax n => VisitGraphOutput(n),
        BadOperatorSyntax n => VisitBadOperator(n),
        _ => throw new InvalidOperationException($"The dispatcher has no case for {node.GetType().Name}."),
    };

    protected abstract TResult VisitName(NameSyntax node);

    protected abstract TResult VisitQuery(QuerySyntax node);

    protected abstract TResult VisitExpressionStatement(ExpressionStatementSyntax node);

    protected abstract TResult VisitLetStatement(LetStatementSyntax node);

    protected abstract TResult VisitSetStatement(SetStatementSyntax node);

    protected abstract TResult VisitQueryParametersStatement(QueryParametersStatementSyntax node);

    protected abstract TResult VisitAliasStatement(AliasStatementSyntax node);

    protected abstract TResult VisitRestrictStatement(RestrictStatementSyntax node);

    protected abstract TResult VisitPatternStatement(PatternStatementSyntax node);

    protected abstract TResult VisitPatternMatch(PatternMatchSyntax node);

    protected abstract TResult VisitParameter(ParameterSyntax node);

    protected abstract TResult VisitScalarType(ScalarTypeSyntax node);

    protected abstract TResult VisitSchemaType(SchemaTypeSyntax node);

    protected abstract TResult VisitColumnDeclaration(ColumnDeclarationSyntax node);

    protected abstract TResult VisitFunctionDeclaration(FunctionDeclarationSyntax node);

    protected abstract TResult VisitLiteral(LiteralSyntax node);

    protected abstract TResult VisitTypeOf(TypeOfSyntax node);

    protected abstract TResult VisitNameExpression(NameExpressionSyntax node);

    protected abstract TResult VisitStar(StarSyntax node);

    protected abstract TResult VisitWildcardName(WildcardNameSyntax node);

    protected abstract TResult VisitPath(PathSyntax node);

    protected abstract TResult VisitElement(ElementSyntax node);

    protected abstract TResult VisitCall(CallSyntax node);

    protected abstract TResult VisitUnary(UnarySyntax node);

    protected abstract TResult VisitBinary(BinarySyntax node);

    protected abstract TResult VisitListOperator(ListOperatorSyntax node);

    protected abstract TResult VisitBetween(BetweenSyntax node);

    protected abstract TResult VisitParenthesized(ParenthesizedSyntax node);

    protected abstract TResult VisitNamedExpression(NamedExpressionSyntax node);

    protected abstract TResult VisitPipeline(PipelineSyntax node);

    protected abstract TResult VisitOperatorSource(OperatorSourceSyntax node);

    protected abstract TResult VisitDataTable(DataTableSyntax node);

    protected abstract TResult VisitExternalData(ExternalDataSyntax node);

    protected abstract TResult VisitToScalar(ToScalarSyntax node);

    protected abstract TResult VisitMaterialize(MaterializeSyntax node);

    protected abstract TResult VisitMissingExpression(MissingExpressionSyntax node);

    protected abstract TResult VisitEntityGroup(EntityGroupSyntax node);

    protected abstract TResult VisitInlineExternalTable(InlineExternalTableSyntax node);

    protected abstract TResult VisitNameList(NameListSyntax node);

    protected abstract TResult VisitTypedColumn(TypedColumnSyntax node);

    protected abstract TResult VisitOperatorParameter(OperatorParameterSyntax node);

    protected abstract TResult VisitOrdering(OrderingSyntax node);

    protected abstract TResult VisitWhere(WhereSyntax node);

    protected abstract TResult VisitExtend(ExtendSyntax node);

    protected abstract TResult VisitProject(ProjectSyntax node);

    protected abstract TResult VisitProjectAway(ProjectAwaySyntax node);

    protected abstract TResult VisitProjectKeep(ProjectKeepSyntax node);

    protected abstract TResult VisitProjectRename(ProjectRenameSyntax node);

    protected abstract TResult VisitProjectReorder(ProjectReorderSyntax node);

    protected abstract TResult VisitReorder(ReorderSyntax node);

    protected abstract TResult VisitProjectByNames(ProjectByNamesSyntax node);

    protected abstract TResult VisitSummarize(SummarizeSyntax node);

    protected abstract TResult VisitDistinct(DistinctSyntax node);

    protected abstract TResult VisitCount(CountSyntax node);

    protected abstract TResult VisitTake(TakeSyntax node);

    protected abstract TResult VisitSort(SortSyntax node);

    protected abstract TResult VisitTop(TopSyntax node);

    protected abstract TResult VisitTopHitters(TopHittersSyntax node);

    protected abstract TResult VisitTopNested(TopNestedSyntax node);

    protected abstract TResult VisitTopNestedClause(TopNestedClauseSyntax node);

    protected abstract TResult VisitSample(SampleSyntax node);

    protected abstract TResult VisitSampleDistinct(SampleDistinctSyntax node);

    protected abstract TResult VisitJoin(JoinSyntax node);

    protected abstract TResult VisitLookup(LookupSyntax node);

    protected abstract TResult VisitUnion(UnionSyntax node);

    protected abstract TResult VisitMvExpand(MvExpandSyntax node);

    protected abstract TResult VisitMvItem(MvItemSyntax node);

    protected abstract TResult VisitMvApply(MvApplySyntax node);

    protected abstract TResult VisitContextualSource(ContextualSourceSyntax node);

    protected abstract TResult VisitPrint(PrintSyntax node);

    protected abstract TResult VisitRange(RangeSyntax node);

    protected abstract TResult VisitAs(AsSyntax node);

    protected abstract TResult VisitParseOperator(ParseOperatorSyntax node);

    protected abstract TResult VisitParseCapture(ParseCaptureSyntax node);

    protected abstract TResult VisitParseKv(ParseKvSyntax node);

    protected abstract TResult VisitMakeSeries(MakeSeriesSyntax node);

    protected abstract TResult VisitMakeSeriesAggregate(MakeSeriesAggregateSyntax node);

    protected abstract TResult VisitSerialize(SerializeSyntax node);

    protected abstract TResult VisitRender(RenderSyntax node);

    protected abstract TResult VisitEvaluate(EvaluateSyntax node);

    protected abstract TResult VisitInvoke(InvokeSyntax node);

    protected abstract TResult VisitSearch(SearchSyntax node);

    protected abstract TResult VisitFind(FindSyntax node);

    protected abstract TResult VisitGetSchema(GetSchemaSyntax node);

    protected abstract TResult VisitConsume(ConsumeSyntax node);

    protected abstract TResult VisitPartition(PartitionSyntax node);

    protected abstract TResult VisitFork(ForkSyntax node);

    protected abstract TResult VisitForkBranch(ForkBranchSyntax node);

    protected abstract TResult VisitFacet(FacetSyntax node);

    protected abstract TResult VisitReduce(ReduceSyntax node);

    protected abstract TResult VisitAssertSchema(AssertSchemaSyntax node);

    protected abstract TResult VisitScan(ScanSyntax node);

    protected abstract TResult VisitScanStep(ScanStepSyntax node);

    protected abstract TResult VisitMacroExpand(MacroExpandSyntax node);

    protected abstract TResult VisitMakeGraph(MakeGraphSyntax node);

    protected abstract TResult VisitGraphMatch(GraphMatchSyntax node);

    protected abstract TResult VisitGraphToTable(GraphToTableSyntax node);

    protected abstract TResult VisitGraphMarkComponents(GraphMarkComponentsSyntax node);

    protected abstract TResult VisitOtherGraphOperator(OtherGraphOperatorSyntax node);

    protected abstract TResult VisitGraphNodes(GraphNodesSyntax node);

    protected abstract TResult VisitGraphPattern(GraphPatternSyntax node);

    protected abstract TResult VisitGraphNode(GraphNodeSyntax node);

    protected abstract TResult VisitGraphEdge(GraphEdgeSyntax node);

    protected abstract TResult VisitGraphRange(GraphRangeSyntax node);

    protected abstract TResult VisitGraphOutput(GraphOutputSyntax node);

    protected abstract TResult VisitBadOperator(BadOperatorSyntax node);
}
