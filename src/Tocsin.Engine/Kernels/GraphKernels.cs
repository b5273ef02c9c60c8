using System.Text;
using Tocsin.DuckDb;
using Tocsin.Functions.Graphs;
using static Tocsin.DuckDb.ScalarFunction;

namespace Tocsin.Engine.Kernels;

/// <summary>Algorithms over whole graphs, which come as lists of the ids of edges' ends and of nodes.</summary>
internal static class GraphKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<TextListView, TextListView, TextListView, bool, ListWriter<long>>("kql_graph_components", ComponentsOf),
    ];

    /// <summary>Of each node the number of its component, in the order of the nodes.</summary>
    private static void ComponentsOf(TextListView sources, TextListView targets, TextListView nodes, bool isStrong, ListWriter<long> writer)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var edges = new (int, int)[sources.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            edges[i] = (Number(sources, i), Number(targets, i));
        }

        var places = new int[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            places[i] = Number(nodes, i);
        }

        var components = isStrong ? Components.Strong(numbers.Count, edges) : Components.Weak(numbers.Count, edges);
        foreach (var place in places)
        {
            writer.Add(components[place]);
        }

        int Number(TextListView ids, int index)
        {
            var id = ids.IsNull(index) ? string.Empty : Encoding.UTF8.GetString(ids[index]);
            if (!numbers.TryGetValue(id, out var number))
            {
                number = numbers.Count;
                numbers.Add(id, number);
            }

            return number;
        }
    }
}
