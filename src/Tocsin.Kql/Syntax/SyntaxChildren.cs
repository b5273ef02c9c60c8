namespace Tocsin.Kql.Syntax;

/// <summary>The parts of nodes, for passes that look for something wherever it stands.</summary>
public static class SyntaxChildren
{
    /// <summary>The parts of a node in the order of the text.</summary>
    public static IEnumerable<SyntaxNode> Of(SyntaxNode node) => new SyntaxOutliner().Visit(node).Children.Select(c => c.Node);

    /// <summary>The node and all below it, a node before its parts. It keeps a stack of its own: chains lean as deep as they are long.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="entersInto">Whether the parts of a node are wanted; by default all are.</param>
    public static IEnumerable<SyntaxNode> DescendantsAndSelf(this SyntaxNode root, Func<SyntaxNode, bool>? entersInto = null)
    {
        var outliner = new SyntaxOutliner();
        var pending = new Stack<SyntaxNode>([root]);
        while (pending.TryPop(out var node))
        {
            yield return node;
            if (entersInto?.Invoke(node) ?? true)
            {
                var children = outliner.Visit(node).Children;
                for (var i = children.Length - 1; i >= 0; i--)
                {
                    pending.Push(children[i].Node);
                }
            }
        }
    }
}
