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

    private static readonly Type[] Nodes = [.. typeof(SyntaxNode).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SyntaxNode)) && !t.IsAbstract)];

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
        foreach (var type in Nodes)
        {
            // A node without its children makes the printer fail in its own way; only a missing case is told apart.
            var node = (SyntaxNode)RuntimeHelpers.GetUninitializedObject(type);
            var failure = Record.Exception(() => SyntaxPrinter.Print(node));
            (failure?.Message ?? string.Empty).ShouldNotContain("has no case");
        }
    }

    /// <summary>The dispatcher's promise: a method a node.</summary>
    [Fact]
    public void EveryNodeHasAMethodOfItsOwn()
    {
        var methods = typeof(SyntaxDispatcher<>).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(m => m.IsAbstract)
            .Select(m => (m.Name, Node: m.GetParameters().Single().ParameterType));
        methods.ShouldBe(Nodes.Select(n => ("Visit" + n.Name[..^"Syntax".Length], n)), ignoreOrder: true);
    }

    [Fact]
    public void EveryNodeHasACase()
    {
        var shown = SyntaxCorpus.Cases().SelectMany(path => SyntaxCorpus.Parse(path).Root.DescendantsAndSelf()).Select(n => n.GetType()).ToHashSet();
        Nodes.Where(n => !shown.Contains(n)).Select(n => n.Name).ShouldBeEmpty();
    }
}
