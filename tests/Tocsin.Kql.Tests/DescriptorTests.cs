using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Xunit;

namespace Tocsin.Kql.Tests;

public sealed class DescriptorTests
{
    private static readonly DiagnosticDescriptor[] Descriptors =
    [
        .. typeof(SyntaxDescriptors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (DiagnosticDescriptor)f.GetValue(null)!),
    ];

    [Fact]
    public void IdsAreUniqueAndInTheirRange()
    {
        Descriptors.Select(d => d.Id).ShouldBeUnique();
        Descriptors.ShouldAllBe(d => d.Id.Length == 7 && d.Id.StartsWith("TOC1", StringComparison.Ordinal));
        Descriptors.ShouldAllBe(d => d.Message.Length > 0);
    }

    [Fact]
    public void EveryMessageHasACase()
    {
        var shown = SyntaxCorpus.Cases().SelectMany(path => SyntaxCorpus.Parse(path).Diagnostics).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        Descriptors.Select(d => d.Id).Where(id => !shown.Contains(id)).ShouldBeEmpty();
    }

    [Fact]
    public void TheDispatcherKnowsEveryNode()
    {
        var nodes = typeof(SyntaxNode).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SyntaxNode)) && !t.IsAbstract).ToArray();
        nodes.ShouldNotBeEmpty();
        foreach (var type in nodes)
        {
            // A node without its children makes the printer fail in its own way; only a missing case is told apart.
            var node = (SyntaxNode)RuntimeHelpers.GetUninitializedObject(type);
            var failure = Record.Exception(() => SyntaxPrinter.Print(node));
            (failure?.Message ?? string.Empty).ShouldNotContain("has no case");
        }
    }

    [Fact]
    public void EveryNodeHasACase()
    {
        var printed = string.Concat(SyntaxCorpus.Cases().Select(path => SyntaxPrinter.Print(SyntaxCorpus.Parse(path))));
        string[] labels =
        [
            "Let", "Set", "QueryParameters", "Alias", "Restrict", "Pattern", "Function view", "TypeOf", "Star", "Wildcard", "Path",
            "Element", "Call", "Unary", "Binary", "ListOperator", "Between negated", "Parenthesized", "Named", "NamedTuple",
            "DataTable", "ExternalData", "InlineExternalTable", "ToScalar", "Materialize", "Missing", "EntityGroup", "NameList",
            "TypedColumn", "Where", "Extend", "Project", "ProjectAway", "ProjectKeep", "ProjectRename", "ProjectReorder",
            "ProjectByNames", "Summarize", "Distinct", "Count", "Take", "Sort", "Top", "TopHitters", "TopNested", "Sample",
            "SampleDistinct", "Join", "Lookup", "Union", "MvExpand", "MvApply", "Print", "Range", "As", "Parse", "ParseWhere",
            "ParseKv", "MakeSeries", "Serialize", "Render", "Evaluate", "Invoke", "Search", "Find", "GetSchema", "Consume",
            "Partition", "Fork", "Facet", "Reduce", "AssertSchema", "Scan", "MacroExpand", "Graph", "BadOperator",
        ];
        labels.Where(label => !printed.Contains($" {label} ", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
