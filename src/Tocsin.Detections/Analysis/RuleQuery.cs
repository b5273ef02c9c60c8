using System.Collections.Immutable;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Analysis;

/// <summary>A query taken apart: its let statements, its pipelines with those inside of them, and what its constants are.</summary>
internal sealed class RuleQuery
{
    private readonly Dictionary<string, ColumnDefinitions> _letColumns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scalarNames;
    private readonly ImmutableArray<Pipeline>.Builder _pipelines = ImmutableArray.CreateBuilder<Pipeline>();

    private RuleQuery(SyntaxTree tree)
    {
        Tree = tree;
        Lets = [.. tree.Root.Statements.OfType<LetStatementSyntax>()];
        var scalars = Lets.Where(l => !IsTabular(l.Value) && l.Value is not FunctionDeclarationSyntax).ToList();
        Constants = new ConstantScope(scalars);
        _scalarNames = [.. scalars.Select(l => l.Name.Text)];
        foreach (var statement in tree.Root.Statements)
        {
            ReadStatement(statement);
        }

        Pipelines = _pipelines.ToImmutable();
    }

    public SyntaxTree Tree { get; }

    public SourceText Source => Tree.Source;

    public ImmutableArray<LetStatementSyntax> Lets { get; }

    public ConstantScope Constants { get; }

    /// <summary>In the order of the text; a subquery stands behind the pipeline that holds it.</summary>
    public ImmutableArray<Pipeline> Pipelines { get; }

    /// <summary>The let statements whose value is a single value.</summary>
    public IEnumerable<LetStatementSyntax> Scalars => Lets.Where(l => _scalarNames.Contains(l.Name.Text));

    public static RuleQuery Parse(SourceText source) => new(SyntaxTree.Parse(source));

    /// <summary>What a let statement gives the name to, or null.</summary>
    public ExpressionSyntax? Let(string name) => Lets.LastOrDefault(l => l.Name.Text.Equals(name, StringComparison.Ordinal))?.Value;

    public bool IsLet(string name) => Let(name) is not null;

    /// <summary>The pipeline that a let statement's name stands for, or null.</summary>
    public Pipeline? FindLet(string? name) => name is null ? null : Pipelines.FirstOrDefault(p => !p.IsNested && name.Equals(p.Name, StringComparison.Ordinal));

    /// <summary>How far back the query looks by its own words: the longest <c>ago(…)</c> in it.</summary>
    public TimeSpan? LongestAgo() => Tree.Root.DescendantsAndSelf().OfType<CallSyntax>()
        .Where(c => c is { Function.Text: "ago", Arguments: [_] })
        .Max(c => LengthOf(c.Arguments[0]));

    /// <summary>A constant timespan, or null.</summary>
    public TimeSpan? LengthOf(ExpressionSyntax expression) =>
        Constants.Evaluate(expression) is { Type: KqlType.TimeSpan, Value: long ticks } ? new TimeSpan(ticks) : null;

    public string TextOf(SyntaxNode node) => Source.ToString(node.Span);

    private void ReadStatement(StatementSyntax statement)
    {
        switch (statement)
        {
            case LetStatementSyntax { Value: FunctionDeclarationSyntax function } let:
                foreach (var inner in function.Statements)
                {
                    ReadStatement(inner);
                }

                Read(let.Name.Text, function.Body, null, isTabularFor: function.Body is not null && IsTabular(function.Body));
                break;
            case LetStatementSyntax let when IsTabular(let.Value) || IsTableName(let.Value):
                Read(let.Name.Text, let.Value, null, isTabularFor: true);
                break;
            case LetStatementSyntax let:
                ReadSubqueries(let.Value, null);
                break;
            case ExpressionStatementSyntax expression:
                Read(null, expression.Expression, null, isTabularFor: true);
                break;
        }
    }

    private void Read(string? name, ExpressionSyntax? value, QueryOperatorSyntax? outer, bool isTabularFor)
    {
        if (value is null || !isTabularFor)
        {
            return;
        }

        var (source, operators) = Flatten(value);
        var before = source is NameExpressionSyntax { Name.Text: var sourceName } && _letColumns.TryGetValue(sourceName, out var known) ? known : ColumnDefinitions.None;
        var definitions = ImmutableArray.CreateBuilder<ColumnDefinitions>(operators.Length + 1);
        definitions.Add(before);
        foreach (var operation in operators)
        {
            definitions.Add(definitions[^1].After(operation, ColumnsOf));
        }

        if (name is not null && outer is null)
        {
            _letColumns[name] = definitions[^1];
        }

        _pipelines.Add(new Pipeline(name, source, operators, outer, value.Span) { Definitions = definitions.MoveToImmutable() });
        if (source is OperatorSourceSyntax { Operator: var first })
        {
            ReadSubqueriesOf(first);
        }

        foreach (var operation in operators)
        {
            ReadSubqueriesOf(operation);
        }
    }

    private ColumnDefinitions ColumnsOf(ExpressionSyntax subquery)
    {
        var (source, operators) = Flatten(subquery);
        var columns = source is NameExpressionSyntax name && _letColumns.TryGetValue(name.Name.Text, out var known) ? known : ColumnDefinitions.None;
        return operators.Aggregate(columns, (c, o) => c.After(o, ColumnsOf));
    }

    /// <summary>Tables that an operator names are pipelines too, without operators.</summary>
    private void ReadSubqueriesOf(QueryOperatorSyntax operation)
    {
        ImmutableArray<ExpressionSyntax> tables = operation switch
        {
            JoinSyntax join => [join.Right],
            LookupSyntax lookup => [lookup.Right],
            UnionSyntax union => union.Tables,
            SearchSyntax search => search.In,
            FindSyntax find => find.In,
            _ => [],
        };
        foreach (var table in tables)
        {
            Read(null, table, operation, isTabularFor: true);
        }

        foreach (var part in SyntaxChildren.Of(operation).Where(p => !tables.Contains(p)))
        {
            ReadSubqueries(part, operation);
        }
    }

    private void ReadSubqueries(SyntaxNode node, QueryOperatorSyntax? outer)
    {
        foreach (var inner in node.DescendantsAndSelf(n => n is not PipelineSyntax).OfType<PipelineSyntax>())
        {
            var within = outer ?? inner.Operators.FirstOrDefault();
            Read(null, inner, within, isTabularFor: true);
        }
    }

    private static bool IsTabular(ExpressionSyntax expression) => OperandChain.Unwrap(expression) is PipelineSyntax or OperatorSourceSyntax or DataTableSyntax
        or ExternalDataSyntax or MaterializeSyntax;

    /// <summary>A bare name stands for a table unless it is one of the query's own values.</summary>
    private bool IsTableName(ExpressionSyntax expression) =>
        OperandChain.Unwrap(expression) is NameExpressionSyntax name && Let(name.Name.Text) is var value && (value is null || IsTabular(value));

    /// <summary><c>(T | where x) | where y</c> and <c>materialize(T | where x)</c> as one source with all operators.</summary>
    private static (ExpressionSyntax Source, ImmutableArray<QueryOperatorSyntax> Operators) Flatten(ExpressionSyntax expression)
    {
        var operators = ImmutableArray<QueryOperatorSyntax>.Empty;
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedSyntax inner:
                    expression = inner.Expression;
                    break;
                case MaterializeSyntax materialize:
                    expression = materialize.Expression;
                    break;
                case PipelineSyntax pipeline:
                    operators = pipeline.Operators.AddRange(operators);
                    expression = pipeline.Source;
                    break;
                default:
                    return (expression, operators);
            }
        }
    }
}
