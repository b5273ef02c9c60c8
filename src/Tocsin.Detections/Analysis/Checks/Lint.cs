using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Detections.Analysis.Checks;

/// <param name="Query">The query under examination.</param>
/// <param name="Target">Where it is to run.</param>
/// <param name="IsTimeBoundElsewhere">Whether the rule around the query bounds the time of events, as queryPeriod does.</param>
internal sealed record LintContext(RuleQuery Query, CheckTarget Target, bool IsTimeBoundElsewhere)
{
    public SourceText Source => Query.Source;

    /// <summary>All operators with the pipeline that they stand in and their place in it.</summary>
    public IEnumerable<(Pipeline Pipeline, int Index, QueryOperatorSyntax Operator)> Operators =>
        Query.Pipelines.SelectMany(p => p.Operators.Select((o, i) => (p, i, o)));

    /// <summary>The comparisons of all where steps that every row must pass.</summary>
    public IEnumerable<(Pipeline Pipeline, int Index, Predicate Predicate)> Conjuncts =>
        Operators.Where(o => o.Operator is WhereSyntax).SelectMany(o => Conditions.Conjuncts(((WhereSyntax)o.Operator).Condition)
            .Where(c => TimeBounds.Read(c, Query) is null)
            .Select(c => Conditions.Read(c, Query.Constants))
            .OfType<Predicate>()
            .Select(p => (o.Pipeline, o.Index, p)));

    /// <summary>Whether the name is a table's rather than a let statement's.</summary>
    public bool IsTable(string? name) => name is not null && !Query.IsLet(name);

    /// <summary>The part of an operator without the pipelines inside of it.</summary>
    public static IEnumerable<SyntaxNode> Own(QueryOperatorSyntax operation) => operation.DescendantsAndSelf(n => n is not PipelineSyntax);
}

/// <summary>One thing to find in queries. A further one is a class and a line in <see cref="Lints.All"/>.</summary>
internal abstract class Lint
{
    private const int LongestQuote = 100;

    public abstract DiagnosticDescriptor Descriptor { get; }

    /// <summary>Why it matters, for docs/checks.md and code review.</summary>
    public abstract string Explanation { get; }

    public abstract IEnumerable<Diagnostic> Check(LintContext context);

    protected Diagnostic At(LintContext context, TextSpan span, params object[] arguments) => Descriptor.At(context.Source, span, arguments);

    protected static string Quote(LintContext context, TextSpan span) => context.Query.Tree.OneLine(span, LongestQuote);
}
