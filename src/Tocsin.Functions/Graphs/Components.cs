namespace Tocsin.Functions.Graphs;

/// <summary>
/// The components of a graph whose nodes are numbered from 0. Components are numbered in the order of their first
/// node (https://learn.microsoft.com/kusto/query/graph-mark-components-operator).
/// </summary>
public static class Components
{
    /// <summary>Nodes that edges connect, whichever way they point.</summary>
    public static long[] Weak(int nodeCount, ReadOnlySpan<(int Source, int Target)> edges)
    {
        var parents = Enumerable.Range(0, nodeCount).ToArray();
        foreach (var (source, target) in edges)
        {
            parents[Root(parents, source)] = Root(parents, target);
        }

        return Numbered([.. Enumerable.Range(0, nodeCount).Select(n => Root(parents, n))]);
    }

    /// <summary>Nodes that reach each other along the edges: Tarjan's algorithm, with a stack of its own.</summary>
    public static long[] Strong(int nodeCount, ReadOnlySpan<(int Source, int Target)> edges)
    {
        var targets = Adjacency(nodeCount, edges);
        var (index, low, root) = (new int[nodeCount], new int[nodeCount], new int[nodeCount]);
        var next = new int[nodeCount];
        Array.Fill(root, -1);
        var (open, path) = (new Stack<int>(), new Stack<int>());
        var count = 0;
        for (var start = 0; start < nodeCount; start++)
        {
            if (index[start] != 0)
            {
                continue;
            }

            path.Push(start);
            while (path.TryPeek(out var node))
            {
                if (index[node] == 0)
                {
                    index[node] = low[node] = ++count;
                    open.Push(node);
                }

                if (next[node] < targets[node].Count)
                {
                    Follow(targets[node][next[node]++], node);
                    continue;
                }

                path.Pop();
                Close(node);
            }
        }

        return Numbered(root);

        void Follow(int target, int node)
        {
            if (index[target] == 0)
            {
                path.Push(target);
            }
            else if (root[target] < 0)
            {
                low[node] = Math.Min(low[node], index[target]);
            }
        }

        void Close(int node)
        {
            if (low[node] == index[node])
            {
                int member;
                do
                {
                    member = open.Pop();
                    root[member] = node;
                }
                while (member != node);
            }

            if (path.TryPeek(out var parent))
            {
                low[parent] = Math.Min(low[parent], low[node]);
            }
        }
    }

    private static List<int>[] Adjacency(int nodeCount, ReadOnlySpan<(int Source, int Target)> edges)
    {
        var targets = new List<int>[nodeCount];
        for (var node = 0; node < nodeCount; node++)
        {
            targets[node] = [];
        }

        foreach (var (source, target) in edges)
        {
            targets[source].Add(target);
        }

        return targets;
    }

    private static int Root(int[] parents, int node)
    {
        while (parents[node] != node)
        {
            // Halving the way keeps it short for the next time.
            parents[node] = parents[parents[node]];
            node = parents[node];
        }

        return node;
    }

    private static long[] Numbered(int[] roots)
    {
        var numbers = new Dictionary<int, long>();
        var result = new long[roots.Length];
        for (var node = 0; node < roots.Length; node++)
        {
            if (!numbers.TryGetValue(roots[node], out var number))
            {
                number = numbers.Count;
                numbers.Add(roots[node], number);
            }

            result[node] = number;
        }

        return result;
    }
}
