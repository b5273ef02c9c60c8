using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Tabular expressions: sources and the chain of operators.
public sealed partial class Binder
{
    /// <summary>What a failed source yields: no columns, and a message was reported.</summary>
    private static BoundRows Nothing(TextSpan span) => new([], [], span);

    private BoundQuery BindTabular(ExpressionSyntax expression, BoundQuery? context = null, bool isGraphAllowed = false)
    {
        try
        {
            var query = Enter(expression.Span) ? BindTabularCore(expression, context) : Nothing(expression.Span);
            if (query is not BoundGraph || isGraphAllowed)
            {
                return query;
            }

            Refuse(expression.Span, "A graph in this place", "Follow make-graph by graph-match, graph-shortest-paths or graph-to-table.");
            return Nothing(expression.Span);
        }
        finally
        {
            _depth--;
        }
    }

    private BoundQuery BindTabularCore(ExpressionSyntax expression, BoundQuery? context)
    {
        switch (expression)
        {
            case PipelineSyntax pipeline:
                return BindPipeline(pipeline, context);
            case ParenthesizedSyntax parenthesized:
                return BindTabular(parenthesized.Expression, context, isGraphAllowed: true);
            case ContextualSourceSyntax when context is not null:
                return context;
            case NameExpressionSyntax name:
                return BindTableName(name.Name.Text, name.Span);
            case CallSyntax call:
                return BindTabularCall(call);
            case OperatorSourceSyntax source:
                return BindOperatorSource(source.Operator);
            case DataTableSyntax table:
                return BindDataTable(table);
            case ExternalDataSyntax external:
                return BindExternalData(external);
            case InlineExternalTableSyntax table:
                return RefuseInlineTable(table);
            case MaterializeSyntax materialize:
                var query = BindTabular(materialize.Expression);
                return Refer(new SharedQuery("materialized", query, isMaterialized: true), materialize.Span);
            case PathSyntax { Target: CallSyntax call, Member: NameExpressionSyntax path } when _lets.Find(call.Function.Text) is PatternLet pattern:
                return BindPatternCall(pattern, call, path.Name, expression.Span);
            case PathSyntax { Target: CallSyntax { Function.Text: "database" or "cluster" } or PathSyntax, Member: var member }:
                // database('x').T: one local set of tables stands for every database.
                _diagnostics.Report(BindingDescriptors.LocalDatabase, expression.Span, Excerpt(expression.Span));
                return BindTabular(member);
            case PathSyntax path when IsElsewhere(path):
                Refuse(path.Span, $"A table of another place, {Excerpt(path.Span)},", ElsewhereHint(path));
                return Nothing(path.Span);
            default:
                _diagnostics.Report(BindingDescriptors.TableExpected, expression.Span);
                return Nothing(expression.Span);
        }
    }

    private BoundQuery BindPipeline(PipelineSyntax pipeline, BoundQuery? context)
    {
        if (pipeline.Operators.Length > MaxPipeline)
        {
            _diagnostics.Report(BindingDescriptors.TooLong, pipeline.Operators[MaxPipeline].Span, pipeline.Operators.Length, MaxPipeline, "Put several columns into one extend, and several conditions into one where.");
        }

        var outer = _lets;
        var query = BindTabular(pipeline.Source, context, isGraphAllowed: true);
        foreach (var op in pipeline.Operators)
        {
            if ((_diagnostics.HasErrors || _refusals.Count > 0) && query is { Columns.IsEmpty: true, IsOpen: false })
            {
                break;
            }

            query = BindNext(op, query);
        }

        // Names given by `as` reach the rest of this pipeline only.
        _lets = outer;
        return query;
    }

    private BoundQuery BindNext(QueryOperatorSyntax op, BoundQuery query)
    {
        var outer = _isOpen;
        _isOpen = query.IsOpen;
        var result = BindOperator(op, query);
        _isOpen = outer;
        return result with
        {
            IsSerialized = op is InvokeSyntax ? result.IsSerialized : OperatorTraits.IsSerializedAfter(op, query.IsSerialized),
            IsOpen = result.IsOpen || (query.IsOpen && OperatorTraits.PassesColumns(op)),
        };
    }

    private BoundQuery BindTableName(string name, TextSpan span)
    {
        switch (_lets.Find(name))
        {
            case TabularLet { Fault: { } fault }:
                Report(fault);
                return Nothing(span);
            case TabularLet { Query.Query: BoundGraph graph }:
                return graph;
            case TabularLet let:
                return Refer(let.Query, span);
            case FunctionLet function:
                return CallTabular(function, [], span);
            case ScalarLet { Fault: { } fault }:
                Report(fault);
                return Nothing(span);
            case ScalarLet:
                _diagnostics.Report(BindingDescriptors.TableExpected, span);
                return Nothing(span);
        }

        if (_tables.TryGetValue(name, out var table))
        {
            return BindTable(table, span);
        }

        ReportMissingTable(span, name, TableHint(name));
        return Nothing(span);
    }

    /// <summary>A use of a shared query, with columns of its own so that a query may be joined with itself.</summary>
    private static BoundReference Refer(SharedQuery query, TextSpan span) =>
        new(query, [.. query.Query.Columns.Select(c => c.Renamed(c.Name))], span) { IsSerialized = query.Query.IsSerialized, IsOpen = query.Query.IsOpen };

    private BoundQuery BindTabularCall(CallSyntax call)
    {
        if (_lets.Find(call.Function.Text) is PatternLet pattern)
        {
            return BindPatternCall(pattern, call, path: null, call.Span);
        }

        if (_lets.Find(call.Function.Text) is FunctionLet function)
        {
            return CallTabular(function, call.Arguments, call.Span);
        }

        if (call.Function.Text == "_GetWatchlist")
        {
            return BindWatchlist(call);
        }

        if (call.Function.Text == "table" && call.Arguments is [var argument, ..] && BindScalar(argument, RowScope.Empty) is BoundLiteral { Value: string name })
        {
            return BindTableName(name, call.Span);
        }

        if (_catalogue.Scalars.TryGetValue(call.Function.Text, out var known) && known.Refusal is { } refusal)
        {
            _diagnostics.Report(BindingDescriptors.UnsupportedFunction, call.Function.Span, known.Name, refusal.TrimEnd('.'), string.Empty);
            return Nothing(call.Span);
        }

        if (PlaceOfTables(call) is { } place)
        {
            _diagnostics.Report(BindingDescriptors.NamesTables, call.Span, call.Function.Text, place);
            return Nothing(call.Span);
        }

        ReportMissingFunction(call.Function);
        return Nothing(call.Span);
    }

    private BoundQuery BindOperatorSource(QueryOperatorSyntax op)
    {
        CheckSettings(op);
        switch (op)
        {
            case PrintSyntax print:
                return BindPrint(print) with { IsSerialized = true };
            case RangeSyntax range:
                return BindRange(range) with { IsSerialized = true };
            case UnionSyntax union:
                return BindUnion(union, null);
            case EvaluateSyntax evaluate:
                return BindEvaluate(evaluate, new BoundRows([], [], evaluate.Span));
            case SearchSyntax search:
                return BindSearch(search, null);
            case FindSyntax find:
                return BindFind(find);
            default:
                return Unsupported(op);
        }
    }

    private BoundQuery BindOperator(QueryOperatorSyntax op, BoundQuery input)
    {
        CheckSettings(op);
        var row = new RowScope(input.Columns, input.IsSerialized);
        switch (op)
        {
            case GraphOperatorSyntax graph:
                return BindGraphOperator(graph, input);
            case var _ when input is BoundGraph:
                return RefuseGraph(op);
            case WhereSyntax where:
                return BindWhere(where, input, row);
            case ExtendSyntax extend:
                return BindExtend(extend.Expressions, input, row, extend.Span);
            case SerializeSyntax serialize:
                return BindExtend(serialize.Expressions, input, new RowScope(input.Columns, isSerialized: true), serialize.Span);
            case ProjectSyntax project:
                return BindProject(project, input, row);
            case ProjectAwaySyntax away:
                return BindProjectAway(away, input);
            case ProjectKeepSyntax keep:
                return BindProjectKeep(keep, input);
            case ProjectRenameSyntax rename:
                return BindProjectRename(rename, input);
            case ProjectReorderSyntax reorder:
                return BindProjectReorder(reorder, input);
            case SummarizeSyntax summarize:
                return BindSummarize(summarize, input);
            case DistinctSyntax distinct:
                return BindDistinct(distinct, input, row);
            case CountSyntax count:
                return BindCount(count, input);
            case TakeSyntax take:
                return new BoundTake(input, BindCountArgument(take.Count, "take"), take.Span);
            case SortSyntax sort:
                return new BoundSort(input, BindOrderings(sort.Orderings, row), sort.Span);
            case TopSyntax top:
                return BindTop(top, input, row);
            case JoinSyntax join:
                return BindJoin(join, input);
            case LookupSyntax lookup:
                return BindLookup(lookup, input);
            case UnionSyntax union:
                return BindUnion(union, input);
            case MvExpandSyntax expand:
                return BindMvExpand(expand, input);
            case MvApplySyntax apply:
                return BindMvApply(apply, input);
            case AsSyntax name:
                return BindAs(name, input);
            case ParseOperatorSyntax parse:
                return BindParse(parse, input, row);
            case ParseKvSyntax parse:
                return BindParseKv(parse, input, row);
            case SearchSyntax search:
                return BindSearch(search, input);
            case MakeSeriesSyntax series:
                return BindMakeSeries(series, input);
            case GetSchemaSyntax schema:
                return BindGetSchema(schema, input);
            case RenderSyntax render:
                return BindRender(render, input);
            case ConsumeSyntax consume:
                return BindConsume(consume);
            case AssertSchemaSyntax assertion:
                return BindAssertSchema(assertion, input);
            case InvokeSyntax invoke:
                return BindInvoke(invoke, input);
            case ProjectByNamesSyntax project:
                return BindProjectByNames(project, input);
            case ScanSyntax scan:
                return BindScan(scan, input);
            case EvaluateSyntax evaluate:
                return BindEvaluate(evaluate, input);
            case PartitionSyntax partition:
                return BindPartition(partition, input);
            case TopNestedSyntax nested:
                return BindTopNested(nested, input);
            case TopHittersSyntax hitters:
                return BindTopHitters(hitters, input);
            case ReduceSyntax reduce:
                return BindReduce(reduce, input);
            case SampleSyntax sample:
                return BindSample(sample, input);
            case SampleDistinctSyntax sample:
                return BindSampleDistinct(sample, input);
            case ForkSyntax fork:
                return BindFork(fork, input);
            case FacetSyntax facet:
                return BindFacet(facet, input);
            case PrintSyntax or RangeSyntax or FindSyntax:
                _diagnostics.Report(BindingDescriptors.FirstOperator, op.KeywordSpan, Excerpt(op.KeywordSpan));
                return Nothing(op.Span);
            default:
                return Unsupported(op);
        }
    }

    private BoundRows Unsupported(QueryOperatorSyntax op)
    {
        _diagnostics.Report(BindingDescriptors.UnsupportedOperator, op.KeywordSpan, Excerpt(op.KeywordSpan), WhyNot(op));
        return Nothing(op.Span);
    }

    /// <summary>Why an operator is refused, where there is a reason to stay so, and what to write instead.</summary>
    private static string WhyNot(QueryOperatorSyntax op) => op switch
    {
        MacroExpandSyntax => "It runs over the databases of a Kusto cluster. Union the tables instead.",
        GraphOperatorSyntax => "Of the operators of graphs there are make-graph, graph-match, graph-shortest-paths, graph-to-table and graph-mark-components; filter the tables that a graph is made of.",
        _ => string.Empty,
    };

    private BoundFilter BindWhere(WhereSyntax where, BoundQuery input, RowScope row)
    {
        var condition = BindCondition(where.Condition, row);
        return new BoundFilter(input, condition, where.Span);
    }

    private BoundTake BindTop(TopSyntax top, BoundQuery input, RowScope row)
    {
        var sorted = new BoundSort(input, BindTopOrderings(top.Orderings, row), top.Span);
        return new BoundTake(sorted, BindCountArgument(top.Count, "top"), top.Span);
    }

    private BoundQuery BindAs(AsSyntax name, BoundQuery input)
    {
        if (_applyDepth > 0)
        {
            // The rows of one outer row have no other use than here.
            return input;
        }

        var shared = new SharedQuery(name.Name.Text, input, isMaterialized: false) { NamesSource = true };
        _lets = new LetScope(_lets);
        _lets.Add(new TabularLet(name.Name.Text, shared));
        return Refer(shared, name.Span);
    }

    /// <summary>It reads its input and gives nothing back (https://learn.microsoft.com/kusto/query/consume-operator).</summary>
    private BoundRows BindConsume(ConsumeSyntax consume)
    {
        ParameterOf(consume.Parameters, "decodeblocks", ["true", "false"]);
        return Nothing(consume.Span);
    }

    private BoundExpression BindCondition(ExpressionSyntax syntax, RowScope row)
    {
        var condition = BindScalar(syntax, row);
        if (condition.Type.Kind is KqlType.Bool or KqlType.Unknown)
        {
            return condition;
        }

        return Error(BindingDescriptors.ConditionType, syntax.Span, condition.Type.Kind.Name());
    }

    private BoundExpression BindCountArgument(ExpressionSyntax syntax, string op)
    {
        var count = BindScalar(syntax, RowScope.Empty);
        if (count is BoundError)
        {
            return count;
        }

        if (!count.Type.Kind.IsInteger())
        {
            return Error(BindingDescriptors.IntegerExpected, syntax.Span, $"The number of rows of {op}", count.Type.Kind.Name());
        }

        return count switch
        {
            BoundLiteral { Value: null } => RefuseCount(syntax, op, "it is null"),
            BoundLiteral { Value: < 0 or < 0L } => RefuseCount(syntax, op, "it is negative"),
            BoundLiteral => count,
            _ => OperatorFunctions.RowCount(count, op, syntax.Span),
        };
    }

    private BoundRefusal RefuseCount(ExpressionSyntax syntax, string op, string reason) =>
        Refusal(KqlType.Long, BindingDescriptors.ArgumentText, syntax.Span, "number of rows", op, reason);

    private ImmutableArray<BoundOrdering> BindOrderings(ImmutableArray<OrderingSyntax> orderings, RowScope row) =>
        [.. orderings.Select(o => BindOrdering(o, row))];

    /// <summary>The language service lets the key of top be dynamic; nothing says how the engine orders such values.</summary>
    private ImmutableArray<BoundOrdering> BindTopOrderings(ImmutableArray<OrderingSyntax> orderings, RowScope row) =>
        [.. orderings.Select(o => BindOrdering(o, row, isTop: true))];

    /// <summary>Descending unless said; nulls are the least: first ascending, last descending (https://learn.microsoft.com/kusto/query/sort-operator).</summary>
    private BoundOrdering BindOrdering(OrderingSyntax ordering, RowScope row, bool isTop = false)
    {
        var expression = BindScalar(ordering.Expression, row);
        if (expression.Type.IsDynamic && !IsOpenName(expression))
        {
            object[] said = ["A sort key", "dynamic", "Convert it, for example with tostring() or tolong()."];
            expression = isTop
                ? Refusal(KqlType.Dynamic, BindingDescriptors.TypeNotAllowed with { KustoCode = null }, ordering.Span, said)
                : Error(BindingDescriptors.TypeNotAllowed, ordering.Span, said);
        }

        var isDescending = ordering.Direction != SortDirection.Ascending;
        return new BoundOrdering(expression, isDescending, ordering.NullsFirst ?? !isDescending);
    }
}
