using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;

namespace Tocsin.Detections.Analysis.Checks;

/// <summary>A negated ipv4_is_private(), which drops IPv6 without saying so.</summary>
internal sealed class PrivateAddressLint : Lint
{
    public override DiagnosticDescriptor Descriptor { get; } = new(
        "TOC7022", DiagnosticSeverity.Warning, "ipv4_is_private() is null for an IPv6 address, so '{0}' drops every IPv6 destination too.",
        "Say which you want: isnull(parse_ipv4(x)) or not(ipv4_is_private(x)), or RemoteIPType == 'Public'.");

    public override string Explanation =>
        "ipv4_is_private() answers null for what is no IPv4 address (https://learn.microsoft.com/kusto/query/ipv4-is-private-function), and a condition that is null is not met. "
        + "A channel over IPv6 is never seen. Loopback and link-local addresses are not private to the function.";

    public override IEnumerable<Diagnostic> Check(LintContext context) => context.Conjuncts
        .Where(c => c.Predicate is { Kind: PredicateKind.AddressBlock, IsNegated: true, Values.IsEmpty: true })
        .Where(c => c.Pipeline.Operators[c.Index].DescendantsAndSelf().Any(n => n is CallSyntax { Function.Text: "ipv4_is_private" } && n.Span == c.Predicate.Span))
        .Select(c => At(context, c.Predicate.Span, "not " + context.Source.ToString(c.Predicate.Span)));
}
