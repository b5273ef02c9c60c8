using Piece = Tocsin.Functions.Geo.SphereArrangement.Piece;

namespace Tocsin.Functions.Geo;

/// <summary>
/// Unions and intersections of shapes on the sphere (geo-union-polygons-array-function.md, geo-intersection-2polygons-function.md
/// and their kin). Shapes contain their boundaries. Corners come in the order of S2's boolean operations, as documented results show.
/// </summary>
public static class GeoOverlay
{
    /// <summary><c>geo_union_polygons_array</c>: those with the fewest corners first, as S2 joins them.</summary>
    public static GeoShape UnionOfPolygons(IEnumerable<GeoShape> polygons)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        PriorityQueue<GeoShape, (int Corners, int Order)> queue = new();
        int order = 0;
        foreach (GeoShape polygon in polygons)
        {
            GeoShape shape = WithoutOverlap(polygon);
            queue.Enqueue(shape, (shape.Parts.Sum(part => part.Sum(ring => ring.Length - 1)), order++));
        }

        while (true)
        {
            queue.TryDequeue(out GeoShape? first, out (int Corners, int Order) one);
            if (!queue.TryDequeue(out GeoShape? second, out (int Corners, int Order) other))
            {
                return first!;
            }

            queue.Enqueue(Union(first!, second), (one.Corners + other.Corners, order++));
        }
    }

    /// <summary><c>geo_union_lines_array</c></summary>
    public static GeoShape UnionOfLines(IEnumerable<GeoShape> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        GeoShape union = GeoShape.OfLines([.. lines.SelectMany(line => line.Parts.Select(part => part[0]))]);
        SphereArrangement arrangement = new(union, GeoShape.OfLines([]));
        SphereEdge[] edges = [.. union.Edges()];
        EdgeSweep.Pairs(edges, (i, k) => edges[i].Crossing(edges[k]) is null
            ? true
            : throw new NotSupportedException("Lines that cross are not joined here: at which crossings Kusto cuts them is not documented."));
        return GeoShape.OfLines(SphereAssembly.Lines(arrangement.Sites, WithoutDuplicates(arrangement.Pieces)));
    }

    /// <summary>The common part of two shapes: polygons, lines and single points.</summary>
    public static GeoCollection Intersection(GeoShape first, GeoShape second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        GeoShape left = first.IsPolygon ? WithoutOverlap(first) : first;
        GeoShape right = second.IsPolygon ? WithoutOverlap(second) : second;
        SphereArrangement arrangement = new(left, right);
        HashSet<(int, int)> firsts = Ends(arrangement, isSecond: false);
        HashSet<(int, int)> seconds = Ends(arrangement, isSecond: true);
        List<Piece> outline = [];
        List<Piece> lines = [];
        foreach (Piece piece in arrangement.Pieces)
        {
            HashSet<(int, int)> others = piece.IsSecond ? firsts : seconds;
            bool isSame = others.Contains((piece.From, piece.To));
            bool isReverse = others.Contains((piece.To, piece.From));
            GeoShape other = piece.IsSecond ? left : right;
            if (!left.IsPolygon || !right.IsPolygon)
            {
                bool isLine = !(piece.IsSecond ? right : left).IsPolygon;
                bool isShared = isSame || isReverse;
                if (isLine && ((isShared && (other.IsPolygon || !piece.IsSecond)) || (!isShared && other.IsPolygon && GeoMeasures.Contains(other, arrangement.Middle(piece)))))
                {
                    lines.Add(piece);
                }
            }
            else if (isReverse && !piece.IsSecond)
            {
                lines.Add(piece);
            }
            else if (!isReverse && (isSame ? !piece.IsSecond : GeoMeasures.Contains(other, arrangement.Middle(piece))))
            {
                outline.Add(piece);
            }
        }

        HashSet<int> covered = [.. outline.Concat(lines).SelectMany(p => (int[])[p.From, p.To])];
        SpherePoint[] points = [.. arrangement.Shared().Where(site => !covered.Contains(site)).Select(site => arrangement.Sites[site])];
        return new(points, SphereAssembly.Lines(arrangement.Sites, lines), Nested(SphereAssembly.Rings(arrangement.Sites, outline)).Parts);
    }

    /// <summary>A shape whose polygons do not overlap, nor its lines run along each other: the union of those that do.</summary>
    internal static GeoShape WithoutOverlap(GeoShape shape)
    {
        if (shape.Parts.Count < 2)
        {
            return shape;
        }

        if (!shape.IsPolygon)
        {
            SphereArrangement arrangement = new(shape, shape);
            return GeoShape.OfLines([.. WithoutDuplicates(arrangement.Pieces.Where(p => !p.IsSecond)).Select(p => (SpherePoint[])[arrangement.Sites[p.From], arrangement.Sites[p.To]])]);
        }

        GeoShape[] parts = [.. shape.Parts.Select(part => GeoShape.OfPolygons([part]))];
        for (int i = 0; i < parts.Length; i++)
        {
            for (int k = i + 1; k < parts.Length; k++)
            {
                if (GeoMeasures.Intersect(parts[i], parts[k]))
                {
                    return UnionOfPolygons(parts);
                }
            }
        }

        return shape;
    }

    private static GeoShape Union(GeoShape first, GeoShape second)
    {
        SphereArrangement arrangement = new(first, second);
        HashSet<(int, int)> firsts = Ends(arrangement, isSecond: false);
        HashSet<(int, int)> seconds = Ends(arrangement, isSecond: true);
        List<Piece> outline = [];
        foreach (Piece piece in arrangement.Pieces)
        {
            HashSet<(int, int)> others = piece.IsSecond ? firsts : seconds;
            bool isSame = others.Contains((piece.From, piece.To));
            bool isKept = isSame
                ? !piece.IsSecond
                : !others.Contains((piece.To, piece.From)) && !GeoMeasures.Contains(piece.IsSecond ? first : second, arrangement.Middle(piece));
            if (isKept)
            {
                outline.Add(piece);
            }
        }

        return Nested(SphereAssembly.Rings(arrangement.Sites, outline));
    }

    /// <summary>Rings with the clock are holes of the smallest ring around them.</summary>
    internal static GeoShape Nested(List<SpherePoint[]> rings)
    {
        List<List<SpherePoint[]>> parts = [];
        foreach (SpherePoint[] shell in rings.Where(ring => SphereRing.Area(ring) > 0))
        {
            parts.Add([shell]);
        }

        foreach (SpherePoint[] hole in rings.Where(ring => SphereRing.Area(ring) <= 0))
        {
            SpherePoint place = (hole[0] + hole[1]).Normalized;
            parts.Where(part => SphereRing.Turns(part[0], place) > 0).MinBy(part => SphereRing.Area(part[0]))?.Add(hole);
        }

        return GeoShape.OfPolygons(parts);
    }

    private static HashSet<(int, int)> Ends(SphereArrangement arrangement, bool isSecond) =>
        [.. arrangement.Pieces.Where(p => p.IsSecond == isSecond).Select(p => (p.From, p.To))];

    private static List<Piece> WithoutDuplicates(IEnumerable<Piece> pieces)
    {
        HashSet<(int, int)> known = [];
        return [.. pieces.Where(p => !known.Contains((p.To, p.From)) && known.Add((p.From, p.To)))];
    }
}
