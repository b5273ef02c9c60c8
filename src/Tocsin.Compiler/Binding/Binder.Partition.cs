using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// partition (https://learn.microsoft.com/kusto/query/partition-operator).
public sealed partial class Binder
{
    /// <summary>Partitions that the legacy strategy takes.</summary>
    private const long MaxLegacyPartitions = 64;

    private BoundQuery BindPartition(PartitionSyntax partition, BoundQuery input)
    {
        var key = BindColumnOnly(partition.By, input);
        if (key.Type.IsDynamic)
        {
            key = Error(BindingDescriptors.TypeNotAllowed, partition.By.Span, "The key of partition", "dynamic", "Convert it in an extend before, for example with tostring().");
        }

        if (key is not BoundColumn { Column: var column } || !IsStrategy(partition, out var isLegacy))
        {
            return Nothing(partition.Span);
        }

        var rows = new SharedQuery("partitioned", input, isMaterialized: false);
        var keys = BindPartitionKeys(partition, rows, input.Columns.IndexOf(column), isLegacy);
        return BindPartitionSubquery(partition, rows, column, keys.Columns[0]) is { Columns.IsEmpty: false } subquery
            ? new BoundForEach(keys, subquery, partition.Span)
            : Nothing(partition.Span);
    }

    private bool IsStrategy(PartitionSyntax partition, out bool isLegacy)
    {
        var strategy = partition.Parameters.FirstOrDefault(p => p.Name.Text == "hint.strategy");
        var name = strategy is null ? "legacy" : ParameterText(strategy.Value);
        isLegacy = name == "legacy";
        if (name is not ("legacy" or "native" or "shuffle"))
        {
            _diagnostics.Report(BindingDescriptors.ParameterValue, strategy!.Value.Span, "hint.strategy", name ?? Excerpt(strategy.Value.Span), "native, shuffle, legacy", NearestName.Hint(name ?? string.Empty, ["native", "shuffle", "legacy"]));
            return false;
        }

        if (!isLegacy && partition.Subquery is PipelineSyntax { Source: ContextualSourceSyntax } pipeline
            && pipeline.Operators.FirstOrDefault(o => !OperatorTraits.StandsInNativePartition(o)) is { } op)
        {
            Refuse(op.KeywordSpan, $"'{Excerpt(op.KeywordSpan)}' under the {name} strategy of partition", "Leave hint.strategy out: the legacy strategy takes it, for up to 64 partitions.");
            return false;
        }

        if (!isLegacy && partition.Subquery is not PipelineSyntax { Source: ContextualSourceSyntax })
        {
            Refuse(partition.Subquery.Span, $"A subquery with a source of its own under the {name} strategy of partition", "Leave hint.strategy out: the legacy strategy takes it, for up to 64 partitions.");
            return false;
        }

        return true;
    }

    /// <summary>One row for each partition; more than the legacy strategy takes is an error of the run.</summary>
    private BoundQuery BindPartitionKeys(PartitionSyntax partition, SharedQuery rows, int key, bool isLegacy)
    {
        var all = Refer(rows, partition.Span);
        var distinct = new BoundDistinct(BoundBuilder.Keep(all, [all.Columns[key]], partition.Span), partition.Span);
        if (!isLegacy)
        {
            return distinct;
        }

        var counted = BoundBuilder.Add(distinct, partition.Span, BoundBuilder.Assign("partitions", OperatorFunctions.CountRows(partition.Span)));
        var isFew = Call(Operators.LessOrEqual, partition.Span, BoundBuilder.Column(counted.Columns[1], partition.Span), BoundBuilder.Long(MaxLegacyPartitions, partition.Span));
        return new BoundFilter(counted, OperatorFunctions.Require(isFew, $"partition has more than {MaxLegacyPartitions} partitions; hint.strategy=native takes any number", partition.Span), partition.Span);
    }

    private BoundQuery BindPartitionSubquery(PartitionSyntax partition, SharedQuery rows, ColumnSymbol column, ColumnSymbol key)
    {
        ImmutableArray<ColumnSymbol> columns = [.. rows.Query.Columns.Select(c => c.Renamed(c.Name))];
        var context = new BoundPartitionRows(rows, column, key, columns, partition.Span);
        var outer = _lets;
        if (partition.Subquery is not PipelineSyntax { Source: ContextualSourceSyntax })
        {
            // { T | where x == toscalar(key) }: of the partition such a query sees its key alone.
            _lets = new LetScope(_lets);
            _lets.Add(new ScalarLet(column.Name, new BoundColumn(key, partition.By.Span)));
        }

        var subquery = BindTabular(partition.Subquery, context);
        _lets = outer;
        return _diagnostics.HasErrors ? Nothing(partition.Span) : subquery;
    }
}
