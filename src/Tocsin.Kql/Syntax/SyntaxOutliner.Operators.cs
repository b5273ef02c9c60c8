using System.Globalization;

namespace Tocsin.Kql.Syntax;

/// <summary>The tabular operators.</summary>
internal sealed partial class SyntaxOutliner
{
    protected override SyntaxOutline VisitOperatorParameter(OperatorParameterSyntax node) => Of("Setting " + Quote(node.Name.Text)).With(node.Value).Done();

    protected override SyntaxOutline VisitOrdering(OrderingSyntax node)
    {
        var nulls = node.NullsFirst switch { true => " nulls first", false => " nulls last", null => string.Empty };
        return Of("Ordering" + (node.Direction is { } direction ? " " + direction : string.Empty) + nulls).With(node.Expression).Done();
    }

    protected override SyntaxOutline VisitReorder(ReorderSyntax node) => Of("Reorder " + node.Direction).With(node.Column).Done();

    protected override SyntaxOutline VisitWhere(WhereSyntax node) => Of("Where").With(node.Parameters).With(node.Condition).Done();

    protected override SyntaxOutline VisitExtend(ExtendSyntax node) => Of("Extend").With(node.Expressions).Done();

    protected override SyntaxOutline VisitProject(ProjectSyntax node) => Of("Project").With(node.Expressions).Done();

    protected override SyntaxOutline VisitProjectAway(ProjectAwaySyntax node) => Of("ProjectAway").With(node.Columns).Done();

    protected override SyntaxOutline VisitProjectKeep(ProjectKeepSyntax node) => Of("ProjectKeep").With(node.Columns).Done();

    protected override SyntaxOutline VisitProjectRename(ProjectRenameSyntax node) => Of("ProjectRename").With(node.Expressions).Done();

    protected override SyntaxOutline VisitProjectReorder(ProjectReorderSyntax node) => Of("ProjectReorder").With(node.Columns).Done();

    protected override SyntaxOutline VisitProjectByNames(ProjectByNamesSyntax node) => Of("ProjectByNames").With(node.Expressions).Done();

    protected override SyntaxOutline VisitSummarize(SummarizeSyntax node) =>
        Of("Summarize").With(node.Parameters).With(node.Aggregates).With(node.By, "by").Done();

    protected override SyntaxOutline VisitDistinct(DistinctSyntax node) => Of("Distinct").With(node.Parameters).With(node.Expressions).Done();

    protected override SyntaxOutline VisitCount(CountSyntax node) => Of("Count").With(node.Parameters).With(node.As, "as").Done();

    protected override SyntaxOutline VisitTake(TakeSyntax node) => Of("Take").With(node.Parameters).With(node.Count).Done();

    protected override SyntaxOutline VisitSort(SortSyntax node) => Of("Sort").With(node.Parameters).With(node.Orderings).Done();

    protected override SyntaxOutline VisitTop(TopSyntax node) => Of("Top").With(node.Parameters).With(node.Count).With(node.Orderings, "by").Done();

    protected override SyntaxOutline VisitTopHitters(TopHittersSyntax node) => Of("TopHitters").With(node.Count).With(node.Of, "of").With(node.By, "by").Done();

    protected override SyntaxOutline VisitTopNested(TopNestedSyntax node) => Of("TopNested").With(node.Clauses).Done();

    protected override SyntaxOutline VisitTopNestedClause(TopNestedClauseSyntax node) =>
        Of("TopNestedClause").With(node.Count, "count").With(node.Of, "of").With(node.Others, "others").With(node.By, "by").Done();

    protected override SyntaxOutline VisitSample(SampleSyntax node) => Of("Sample").With(node.Parameters).With(node.Count).Done();

    protected override SyntaxOutline VisitSampleDistinct(SampleDistinctSyntax node) => Of("SampleDistinct").With(node.Parameters).With(node.Count).With(node.Of, "of").Done();

    protected override SyntaxOutline VisitJoin(JoinSyntax node) =>
        Of("Join").With(node.Parameters).With(node.Right, "right").With(node.On, "on").With(node.Where, "where").Done();

    protected override SyntaxOutline VisitLookup(LookupSyntax node) => Of("Lookup").With(node.Parameters).With(node.Right, "right").With(node.On, "on").Done();

    protected override SyntaxOutline VisitUnion(UnionSyntax node) => Of("Union").With(node.Parameters).With(node.Tables).Done();

    protected override SyntaxOutline VisitMvExpand(MvExpandSyntax node) => Of("MvExpand").With(node.Parameters).With(node.Items).With(node.Limit, "limit").Done();

    protected override SyntaxOutline VisitMvItem(MvItemSyntax node) => Of("MvItem").With(node.Expression).With(node.ToType, "to").Done();

    protected override SyntaxOutline VisitMvApply(MvApplySyntax node) =>
        Of("MvApply").With(node.Parameters).With(node.Items).With(node.Limit, "limit").With(node.Id, "id").With(node.Subquery, "on").Done();

    protected override SyntaxOutline VisitPrint(PrintSyntax node) => Of("Print").With(node.Expressions).Done();

    protected override SyntaxOutline VisitRange(RangeSyntax node) =>
        Of("Range " + Quote(node.Name.Text)).With(node.From, "from").With(node.To, "to").With(node.Step, "step").Done();

    protected override SyntaxOutline VisitAs(AsSyntax node) => Of("As " + Quote(node.Name.Text)).With(node.Parameters).Done();

    protected override SyntaxOutline VisitParseOperator(ParseOperatorSyntax node) =>
        Of(node.Kind.ToString()).With(node.Parameters).With(node.Expression).With(node.Pattern, "pattern").Done();

    protected override SyntaxOutline VisitParseCapture(ParseCaptureSyntax node) => Of("Capture " + Quote(node.Name.Text)).With(node.Type).Done();

    protected override SyntaxOutline VisitParseKv(ParseKvSyntax node) => Of("ParseKv").With(node.Expression).With(node.Keys).With(node.Properties, "with").Done();

    protected override SyntaxOutline VisitMakeSeries(MakeSeriesSyntax node) => Of("MakeSeries").With(node.Parameters).With(node.Aggregates)
        .With(node.On, "on").With(node.From, "from").With(node.To, "to").With(node.Step, "step").With(node.InRange, "in").With(node.By, "by").Done();

    protected override SyntaxOutline VisitMakeSeriesAggregate(MakeSeriesAggregateSyntax node) =>
        Of("MakeSeriesAggregate").With(node.Expression).With(node.Default, "default").Done();

    protected override SyntaxOutline VisitSerialize(SerializeSyntax node) => Of("Serialize").With(node.Expressions).Done();

    protected override SyntaxOutline VisitRender(RenderSyntax node) => Of("Render " + Quote(node.Visualization.Text)).With(node.Properties).Done();

    protected override SyntaxOutline VisitEvaluate(EvaluateSyntax node) =>
        Of("Evaluate").With(node.Parameters).With(node.Call).With(node.Schema, "schema").Done();

    protected override SyntaxOutline VisitInvoke(InvokeSyntax node) => Of("Invoke").With(node.Function).Done();

    protected override SyntaxOutline VisitSearch(SearchSyntax node) => Of("Search").With(node.Parameters).With(node.In, "in").With(node.Condition).Done();

    protected override SyntaxOutline VisitFind(FindSyntax node) => Of(node.IsProjectSmart ? "Find project-smart" : "Find").With(node.Parameters)
        .With(node.In, "in").With(node.Condition).With(node.Project, "project").With(node.ProjectAway, "project-away").Done();

    protected override SyntaxOutline VisitGetSchema(GetSchemaSyntax node) => Of("GetSchema").With(node.Parameters).Done();

    protected override SyntaxOutline VisitConsume(ConsumeSyntax node) => Of("Consume").With(node.Parameters).Done();

    protected override SyntaxOutline VisitPartition(PartitionSyntax node) => Of("Partition").With(node.Parameters).With(node.By, "by").With(node.Subquery).Done();

    protected override SyntaxOutline VisitFork(ForkSyntax node) => Of("Fork").With(node.Branches).Done();

    protected override SyntaxOutline VisitForkBranch(ForkBranchSyntax node) => Of("ForkBranch").With(node.Name, "name").With(node.Subquery).Done();

    protected override SyntaxOutline VisitFacet(FacetSyntax node) => Of("Facet").With(node.By, "by").With(node.Subquery, "with").Done();

    protected override SyntaxOutline VisitReduce(ReduceSyntax node) => Of("Reduce").With(node.Parameters).With(node.By, "by").With(node.With, "with").Done();

    protected override SyntaxOutline VisitAssertSchema(AssertSchemaSyntax node) => Of("AssertSchema").With(node.Schema).Done();

    protected override SyntaxOutline VisitScan(ScanSyntax node) => Of("Scan").With(node.Parameters).With(node.OrderBy, "order by")
        .With(node.PartitionBy, "partition by").With(node.Declare, "declare").With(node.Steps).Done();

    protected override SyntaxOutline VisitScanStep(ScanStepSyntax node)
    {
        var label = "ScanStep " + Quote(node.Name.Text) + (node.IsOptional ? " optional" : string.Empty);
        return Of(node.Output is { } output ? $"{label} output={output}" : label).With(node.Condition).With(node.Assignments, "assign").Done();
    }

    protected override SyntaxOutline VisitMacroExpand(MacroExpandSyntax node) =>
        Of("MacroExpand").With(node.Parameters).With(node.EntityGroup).With(node.Scope, "as").With(node.Statements).Done();

    protected override SyntaxOutline VisitMakeGraph(MakeGraphSyntax node) => Of("Graph make-graph").With(node.Source, "source").With(node.Target, "target")
        .With(node.Nodes).With(node.NodeId, "id").With(node.PartitionedBy, "partitioned by").With(node.Subquery).Done();

    protected override SyntaxOutline VisitGraphMatch(GraphMatchSyntax node) =>
        Of("Graph " + node.Keyword).With(node.Settings).With(node.Patterns).With(node.Where, "where").With(node.Project, "project").Done();

    protected override SyntaxOutline VisitGraphToTable(GraphToTableSyntax node) => Of("Graph graph-to-table").With(node.Outputs).Done();

    protected override SyntaxOutline VisitGraphMarkComponents(GraphMarkComponentsSyntax node) => Of("Graph graph-mark-components").With(node.Settings).Done();

    protected override SyntaxOutline VisitOtherGraphOperator(OtherGraphOperatorSyntax node) => Of("Graph " + node.Keyword).Done();

    protected override SyntaxOutline VisitGraphNodes(GraphNodesSyntax node) => Of("GraphNodes").With(node.Table).With(node.On, "on").Done();

    protected override SyntaxOutline VisitGraphPattern(GraphPatternSyntax node) => node.Edges.Zip(node.Nodes.Skip(1))
        .Aggregate(Of("GraphPattern").With(node.Nodes[0]), (outline, step) => outline.With(step.First).With(step.Second)).Done();

    protected override SyntaxOutline VisitGraphNode(GraphNodeSyntax node) => Of("GraphNode").With(node.Name).Done();

    protected override SyntaxOutline VisitGraphEdge(GraphEdgeSyntax node) => Of("GraphEdge " + node.Direction).With(node.Name).With(node.Range).Done();

    protected override SyntaxOutline VisitGraphRange(GraphRangeSyntax node) =>
        Of(string.Create(CultureInfo.InvariantCulture, $"GraphRange {node.Min}..{node.Max}")).Done();

    protected override SyntaxOutline VisitGraphOutput(GraphOutputSyntax node) =>
        Of(node.IsNodes ? "GraphOutput nodes" : "GraphOutput edges").With(node.As, "as").With(node.Settings).Done();

    protected override SyntaxOutline VisitBadOperator(BadOperatorSyntax node) => Of("BadOperator").Done();
}
