namespace Tocsin.Kql.Syntax;

/// <summary>The nodes below a node.</summary>
public static class SyntaxDescendants
{
    /// <summary>The node and all below it, a node before its children, in the order of the text; without recursion, as text may nest deeply.</summary>
    public static IEnumerable<SyntaxNode> DescendantsAndSelf(this SyntaxNode node)
    {
        var outliner = new SyntaxOutliner();
        var open = new Stack<SyntaxNode>();
        open.Push(node);
        while (open.TryPop(out var current))
        {
            yield return current;
            var children = outliner.Visit(current).Children;
            for (var i = children.Length - 1; i >= 0; i--)
            {
                open.Push(children[i].Node);
            }
        }
    }
}
