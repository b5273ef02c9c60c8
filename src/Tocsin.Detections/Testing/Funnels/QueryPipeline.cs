using System.Collections.Immutable;
using System.Text;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Testing.Funnels;

/// <summary>
/// A pipeline of a query, whose prefixes are queries of their own: the statements before it are kept, what comes after
/// it is left away.
/// </summary>
/// <param name="Name">What the query calls it.</param>
/// <param name="StatementStart">Where the statement begins that it is in.</param>
internal sealed record QueryPipeline(SyntaxTree Tree, string Name, int StatementStart, ExpressionSyntax Source, ImmutableArray<QueryOperatorSyntax> Operators, bool IsResult)
{
    private const int MostText = 110;

    /// <summary>The pipelines that a query's result is made of, each after those it reads, the result last.</summary>
    public static ImmutableArray<QueryPipeline> Of(SyntaxTree tree)
    {
        var pipelines = ImmutableArray.CreateBuilder<QueryPipeline>();
        foreach (var statement in tree.Root.Statements)
        {
            switch (statement)
            {
                case LetStatementSyntax { Value: not FunctionDeclarationSyntax } let when Unwrap(let.Value) is PipelineSyntax pipeline && IsRead(tree, let):
                    Add(pipelines, tree, $"let {let.Name.Text}", let, pipeline, isResult: false);
                    break;
                case ExpressionStatementSyntax result when statement == tree.Root.Statements[^1]:
                    Add(pipelines, tree, "result", result, Unwrap(result.Expression), isResult: true);
                    break;
            }
        }

        return pipelines.ToImmutable();
    }

    /// <summary>The query that ends after some of the pipeline's operators, with more text behind.</summary>
    public SourceText Prefix(int operators, string more = "") => new(Text(operators).Append(more).ToString(), Tree.Source.Name);

    /// <summary>The query that ends inside of the sub-query of an operator, after some of the sub-query's operators.</summary>
    /// <param name="index">The operator's place.</param>
    /// <param name="subOperators">How many operators of its sub-query are kept; with none, all items of all rows come out.</param>
    /// <param name="before">Goes before the operator.</param>
    /// <param name="inside">Goes behind the kept operators of the sub-query.</param>
    /// <param name="after">Goes behind the operator.</param>
    public SourceText SubPrefix(int index, int subOperators, string before = "", string inside = "", string after = "")
    {
        var whole = (MvApplySyntax)Operators[index];
        var sub = (PipelineSyntax)whole.Subquery;
        var text = Text(index).Append(before).Append("\n| ")
            .Append(Tree.Source.Text, whole.Span.Start, sub.Span.Start - whole.Span.Start)
            .Append("(\n");
        text.AppendJoin("\n| ", sub.Operators.Take(subOperators).Select(o => Tree.Source.ToString(o.Span)).DefaultIfEmpty("where true"));
        return new SourceText(text.Append(inside).Append("\n)").Append(after).ToString(), Tree.Source.Name);
    }

    /// <summary>The operators of an operator's sub-query; none for most.</summary>
    public ImmutableArray<QueryOperatorSyntax> SubOperators(int index) =>
        Operators[index] is MvApplySyntax { Subquery: PipelineSyntax { Source: ContextualSourceSyntax } sub } ? sub.Operators : [];

    public string OneLine(TextSpan span) => Tree.OneLine(span, MostText);

    /// <summary>The tabular expression in parentheses and materialize().</summary>
    internal static ExpressionSyntax Unwrap(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedSyntax { Expression: var inner } => Unwrap(inner),
        MaterializeSyntax { Expression: var inner } => Unwrap(inner),
        _ => expression,
    };

    private static bool IsRead(SyntaxTree tree, LetStatementSyntax let) => tree.Root.Statements
        .Where(s => s.Span.Start > let.Span.Start)
        .SelectMany(s => s.DescendantsAndSelf())
        .Any(n => n is NameExpressionSyntax name && string.Equals(name.Name.Text, let.Name.Text, StringComparison.Ordinal));

    private static void Add(
        ImmutableArray<QueryPipeline>.Builder pipelines, SyntaxTree tree, string name, StatementSyntax statement, ExpressionSyntax expression, bool isResult)
    {
        var (source, operators) = expression is PipelineSyntax pipeline ? (pipeline.Source, pipeline.Operators) : (expression, []);
        foreach (var operation in operators)
        {
            if (RightOf(operation) is { } right && Unwrap(right) is PipelineSyntax inner)
            {
                var (file, place) = tree.Source.InOriginal(operation.Span);
                var line = file.PositionAt(place.Start).Line;
                Add(pipelines, tree, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"right side of line {line}"), statement, inner, isResult: false);
            }
        }

        pipelines.Add(new QueryPipeline(tree, name, statement.Span.Start, source, operators, isResult));
    }

    private static ExpressionSyntax? RightOf(QueryOperatorSyntax operation) => operation switch
    {
        JoinSyntax join => join.Right,
        LookupSyntax lookup => lookup.Right,
        UnionSyntax { Tables: [var only] } => only,
        _ => null,
    };

    private StringBuilder Text(int operators)
    {
        var text = new StringBuilder().Append(Tree.Source.Text, 0, StatementStart).Append(Tree.Source.Slice(Source.Span));
        foreach (var operation in Operators.Take(operators))
        {
            text.Append("\n| ").Append(Tree.Source.Slice(operation.Span));
        }

        return text;
    }
}
