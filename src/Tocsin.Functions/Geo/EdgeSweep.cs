namespace Tocsin.Functions.Geo;

/// <summary>Finds the pairs of edges that may have a point in common, by the boxes around them.</summary>
internal static class EdgeSweep
{
    /// <summary>Covers the error of coordinates and the distance at which points are taken for one.</summary>
    private const double Padding = 1e-14;

    /// <summary>Calls for each pair of places in the list whose edges' boxes meet, the smaller place first, until a call returns false.</summary>
    public static void Pairs(IReadOnlyList<SphereEdge> edges, Func<int, int, bool> visit)
    {
        Box[] boxes = [.. edges.Select((edge, i) => new Box(edge, i))];
        Array.Sort(boxes, (a, b) => a.Low.X.CompareTo(b.Low.X));
        List<Box> open = [];
        foreach (Box box in boxes)
        {
            open.RemoveAll(other => other.High.X < box.Low.X);
            foreach (Box other in open)
            {
                if (box.Meets(other) && !visit(Math.Min(box.Index, other.Index), Math.Max(box.Index, other.Index)))
                {
                    return;
                }
            }

            open.Add(box);
        }
    }

    private readonly record struct Box(SpherePoint Low, SpherePoint High, int Index)
    {
        public Box(SphereEdge edge, int index)
            : this(default, default, index)
        {
            // An arc leaves the box of its ends by at most the height of its arch.
            double pad = Padding + 1 - Math.Cos(edge.Length / 2);
            Low = new(Math.Min(edge.From.X, edge.To.X) - pad, Math.Min(edge.From.Y, edge.To.Y) - pad, Math.Min(edge.From.Z, edge.To.Z) - pad);
            High = new(Math.Max(edge.From.X, edge.To.X) + pad, Math.Max(edge.From.Y, edge.To.Y) + pad, Math.Max(edge.From.Z, edge.To.Z) + pad);
        }

        public bool Meets(in Box other) => Low.Y <= other.High.Y && other.Low.Y <= High.Y && Low.Z <= other.High.Z && other.Low.Z <= High.Z;
    }
}
