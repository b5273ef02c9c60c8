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

    /// <summary>Nodes that reach each other along the edges.</summary>
    public static long[] Strong(int nodeCount, ReadOnlySpan<(int Source, int Target)> edges)
    {
        var search = new StrongSearch(Adjacency(nodeCount, edges));
        for (var node = 0; node < nodeCount; node++)
        {
            search.Visit(node);
        }

        return Numbered(search.Roots);
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

    /// <summary>Tarjan's algorithm, with a stack of its own.</summary>
    private sealed class StrongSearch
    {
        private readonly List<int>[] _targets;

        // In the order of the visits, from 1: a node's own number, and the least it reaches among the open ones.
        private readonly int[] _index;
        private readonly int[] _low;

        private readonly int[] _next;
        private readonly Stack<int> _open = new();
        private readonly Stack<int> _path = new();
        private int _count;

        public StrongSearch(List<int>[] targets)
        {
            _targets = targets;
            _index = new int[targets.Length];
            _low = new int[targets.Length];
            _next = new int[targets.Length];
            Roots = new int[targets.Length];
            Array.Fill(Roots, -1);
        }

        /// <summary>By node, the one that stands for its component; -1 while that is not known.</summary>
        public int[] Roots { get; }

        /// <summary>Closes the components of all nodes that are reached from one.</summary>
        public void Visit(int start)
        {
            if (_index[start] != 0)
            {
                return;
            }

            _path.Push(start);
            while (_path.TryPeek(out var node))
            {
                if (_index[node] == 0)
                {
                    _index[node] = _low[node] = ++_count;
                    _open.Push(node);
                }

                if (_next[node] < _targets[node].Count)
                {
                    Follow(_targets[node][_next[node]++], node);
                }
                else
                {
                    _path.Pop();
                    Close(node);
                }
            }
        }

        private void Follow(int target, int node)
        {
            if (_index[target] == 0)
            {
                _path.Push(target);
            }
            else if (Roots[target] < 0)
            {
                _low[node] = Math.Min(_low[node], _index[target]);
            }
        }

        private void Close(int node)
        {
            if (_low[node] == _index[node])
            {
                Collect(node);
            }

            if (_path.TryPeek(out var parent))
            {
                _low[parent] = Math.Min(_low[parent], _low[node]);
            }
        }

        /// <summary>What was opened since a node is its component.</summary>
        private void Collect(int root)
        {
            int member;
            do
            {
                member = _open.Pop();
                Roots[member] = root;
            }
            while (member != root);
        }
    }
}
