using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Analysis;

/// <summary>A source and the operators after its bars.</summary>
/// <param name="Name">The let statement that it is the value of; null for the query's result.</param>
/// <param name="Source">A table's or a let's name, an operator such as union, a datatable, or the row of an outer query.</param>
/// <param name="Operators">In the order of the text.</param>
/// <param name="Outer">The operator that holds the pipeline as a subquery; null for statements.</param>
/// <param name="Span">From the source to the last operator.</param>
internal sealed record Pipeline(string? Name, ExpressionSyntax Source, ImmutableArray<QueryOperatorSyntax> Operators, QueryOperatorSyntax? Outer, TextSpan Span)
{
    /// <summary>What the columns stand for in front of each operator, and behind the last.</summary>
    public required ImmutableArray<ColumnDefinitions> Definitions { get; init; }

    /// <summary>The name of the table or let that is the source, or null.</summary>
    public string? SourceName => Source is NameExpressionSyntax name ? name.Name.Text : null;

    public bool IsNested => Outer is not null;
}

/// <summary>A column's value, as the columns of <paramref name="Scope"/> have it.</summary>
/// <param name="Keys">The columns that an aggregate is grouped by; default where the value is none.</param>
internal sealed record ColumnDefinition(ExpressionSyntax Expression, ColumnDefinitions Scope, ImmutableArray<string> Keys)
{
    /// <summary>Whether the value is missing where an outer join found no match.</summary>
    public bool MayBeMissing { get; init; }
}

/// <summary>The columns that operators computed, by name. Those that come from tables as they are have no entry.</summary>
internal sealed record ColumnDefinitions(ImmutableDictionary<string, ColumnDefinition> Columns)
{
    public static ColumnDefinitions None { get; } = new(ImmutableDictionary.Create<string, ColumnDefinition>(StringComparer.Ordinal));

    /// <summary>The computation behind a name, through names for names; null for anything else than a computed column's name.</summary>
    public ColumnDefinition? Resolve(ExpressionSyntax expression)
    {
        var scope = this;
        ColumnDefinition? found = null;
        while (OperandChain.Unwrap(expression) is NameExpressionSyntax name && scope.Columns.TryGetValue(name.Name.Text, out var definition))
        {
            found = definition;
            expression = definition.Expression;
            scope = definition.Scope;
        }

        return found;
    }

    /// <summary>The columns behind an operator. What it does not know it leaves as it was: a missing entry claims nothing.</summary>
    public ColumnDefinitions After(QueryOperatorSyntax operation, Func<ExpressionSyntax, ColumnDefinitions> subquery) => operation switch
    {
        ExtendSyntax extend => With(Columns, extend.Expressions, default),
        SerializeSyntax serialize => With(Columns, serialize.Expressions, default),
        ProjectSyntax project => With(Kept(project.Expressions), project.Expressions, default),
        SummarizeSyntax summarize => With(With(Kept(summarize.By), summarize.By, default).Columns, summarize.Aggregates, [.. summarize.By.Select(KeyName)]),
        JoinSyntax join => Joined(subquery(join.Right), KindOf(join.Parameters, "innerunique")),
        LookupSyntax lookup => Joined(subquery(lookup.Right), KindOf(lookup.Parameters, "leftouter")),
        MvApplySyntax or MvExpandSyntax or ScanSyntax or ParseOperatorSyntax => Without(operation.DescendantsAndSelf()),
        ProjectRenameSyntax rename => With(Columns, rename.Expressions, default),
        WhereSyntax or SortSyntax or TakeSyntax or TopSyntax or ProjectAwaySyntax or ProjectKeepSyntax or ProjectReorderSyntax
            or DistinctSyntax or AsSyntax or RenderSyntax or ConsumeSyntax or SampleSyntax => this,
        _ => None,
    };

    private ColumnDefinitions With(ImmutableDictionary<string, ColumnDefinition> columns, ImmutableArray<ExpressionSyntax> expressions, ImmutableArray<string> keys)
    {
        foreach (var expression in expressions)
        {
            switch (expression)
            {
                case NamedExpressionSyntax { Names: [var name] } named:
                    columns = columns.SetItem(name.Text, new ColumnDefinition(named.Expression, this, keys));
                    break;
                case NamedExpressionSyntax several:
                    columns = columns.RemoveRange(several.Names.Select(n => n.Text));
                    break;
                case CallSyntax call:
                    columns = columns.SetItem(AutomaticName(call), new ColumnDefinition(call, this, keys));
                    break;
            }
        }

        return new ColumnDefinitions(columns);
    }

    /// <summary>The columns of both sides; those of a side that need not match may be missing.</summary>
    private ColumnDefinitions Joined(ColumnDefinitions right, string kind)
    {
        var isLeftWhole = kind is not ("rightouter" or "fullouter" or "rightsemi" or "rightanti");
        var isRightWhole = kind is "inner" or "innerunique";
        var columns = isLeftWhole ? Columns : Columns.SetItems(Columns.Select(Missing));
        return new ColumnDefinitions(columns.AddRange(right.Columns.Where(c => !Columns.ContainsKey(c.Key)).Select(c => isRightWhole ? c : Missing(c))));

        static KeyValuePair<string, ColumnDefinition> Missing(KeyValuePair<string, ColumnDefinition> column) =>
            KeyValuePair.Create(column.Key, column.Value with { MayBeMissing = true });
    }

    private static string KindOf(ImmutableArray<OperatorParameterSyntax> parameters, string byDefault) =>
        parameters.FirstOrDefault(p => p.Name.Text.Equals("kind", StringComparison.Ordinal))?.Value is NameExpressionSyntax kind ? kind.Name.Text : byDefault;

    private ImmutableDictionary<string, ColumnDefinition> Kept(ImmutableArray<ExpressionSyntax> expressions)
    {
        var names = expressions.OfType<NameExpressionSyntax>().Select(n => n.Name.Text).ToHashSet(StringComparer.Ordinal);
        return Columns.RemoveRange(Columns.Keys.Where(k => !names.Contains(k)));
    }

    /// <summary>Names that a subquery or a pattern gives anew stand for something else than before.</summary>
    private ColumnDefinitions Without(IEnumerable<SyntaxNode> nodes) => new(Columns.RemoveRange(nodes.SelectMany(n => n switch
    {
        NamedExpressionSyntax named => named.Names.Select(name => name.Text),
        ParseCaptureSyntax capture => [capture.Name.Text],
        MvItemSyntax { Expression: NameExpressionSyntax item } => [item.Name.Text],
        _ => [],
    })));

    private static string KeyName(ExpressionSyntax key) => key switch
    {
        NamedExpressionSyntax { Names: [var name] } => name.Text,
        NameExpressionSyntax name => name.Name.Text,
        CallSyntax { Arguments: [NameExpressionSyntax column, ..] } => column.Name.Text,
        _ => "",
    };

    /// <summary><c>count()</c> is called count_, <c>max(x)</c> max_x (https://learn.microsoft.com/kusto/query/summarize-operator).</summary>
    private static string AutomaticName(CallSyntax call) =>
        call.Function.Text + "_" + (call.Arguments is [NameExpressionSyntax column, ..] ? column.Name.Text : "");
}
