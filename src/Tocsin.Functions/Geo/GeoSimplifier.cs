using Piece = Tocsin.Functions.Geo.SphereArrangement.Piece;

namespace Tocsin.Functions.Geo;

/// <summary>
/// Replaces chains of edges that are nearly straight by long ones (geo-line-simplify-function.md, geo-polygon-simplify-function.md),
/// as the S2 library does that Kusto computes with: corners snap to sites a tolerance apart; a chain becomes one edge while
/// that passes within the tolerance of all its corners and leaves other sites on the side where they are
/// (s2geometry.io/devguide/s2builder).
/// </summary>
public sealed class GeoSimplifier
{
    /// <summary>In metres (geo-line-simplify-function.md).</summary>
    private const double LargestTolerance = 7_800_000;

    /// <summary>How near an edge may come to a site that is not its own, and how far it may leave its source, in radii.</summary>
    private const double Separation = 0.5;
    private const double Deviation = 1.1;

    private readonly SnapSites _sites;
    private readonly List<Piece> _pieces = [];
    private readonly List<SphereEdge> _sources = [];
    private readonly ILookup<int, int> _leaving;
    private readonly ILookup<int, int> _arriving;

    private GeoSimplifier(GeoShape shape, double radius)
    {
        _sources.AddRange(shape.Edges());
        _sites = new SnapSites(_sources, radius);
        for (int i = 0; i < _sources.Count; i++)
        {
            List<int> way = _sites.Snap(_sources[i]);
            for (int k = 0; k + 1 < way.Count; k++)
            {
                _pieces.Add(new(way[k], way[k + 1], i, IsSecond: false));
            }
        }

        _leaving = Enumerable.Range(0, _pieces.Count).ToLookup(i => _pieces[i].From);
        _arriving = Enumerable.Range(0, _pieces.Count).ToLookup(i => _pieces[i].To);
    }

    /// <summary>The simpler shape; null where nothing is left of it, or for a tolerance, in metres, out of range.</summary>
    public static GeoShape? Simplify(GeoShape shape, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(tolerance is >= 0 and < LargestTolerance))
        {
            return null;
        }

        GeoShape whole = shape.IsPolygon ? GeoOverlay.WithoutOverlap(shape) : GeoOverlay.UnionOfLines([shape]);
        if (tolerance / SpherePoint.EarthRadius < SpherePoint.Rounding)
        {
            return whole;
        }

        GeoSimplifier simplifier = new(whole, tolerance / SpherePoint.EarthRadius);
        if (simplifier._pieces.Count == 0)
        {
            return null;
        }

        simplifier.RefuseClosePasses();
        List<Piece> chains = simplifier.Chains();
        GeoShape result = whole.IsPolygon
            ? GeoOverlay.Nested(SphereAssembly.Rings(simplifier._sites.Sites, WithoutPairs(chains)))
            : GeoShape.OfLines(SphereAssembly.Lines(simplifier._sites.Sites, chains));
        return result.Parts.Count == 0 ? null : result;
    }

    /// <summary>Several polygons: nothing is left where all their corners snap together; else how Kusto joins common borders is not documented.</summary>
    public static GeoShape? SimplifyAll(IReadOnlyList<GeoShape> polygons, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        if (polygons.Count == 1 || !(tolerance is >= 0 and < LargestTolerance))
        {
            return polygons.Count == 1 ? Simplify(polygons[0], tolerance) : null;
        }

        SnapSites sites = new([.. polygons.SelectMany(polygon => polygon.Edges())], tolerance / SpherePoint.EarthRadius);
        return sites.Sites.Count < 3
            ? null
            : throw new NotSupportedException("Polygons are simplified together where nothing is left of them only; simplify each, then join them with geo_union_polygons_array().");
    }

    /// <summary>Edges there and back again cancel each other out.</summary>
    private static IEnumerable<Piece> WithoutPairs(List<Piece> pieces)
    {
        HashSet<(int, int)> ends = [.. pieces.Select(p => (p.From, p.To))];
        return pieces.Where(p => !ends.Contains((p.To, p.From)));
    }

    /// <summary>S2 adds sites where a snapped edge passes another site too closely; where those would lie is not worked out here.</summary>
    private void RefuseClosePasses()
    {
        foreach (Piece piece in _pieces)
        {
            SphereEdge edge = new(_sites.Sites[piece.From], _sites.Sites[piece.To]);
            if (_sites.Near(edge, Separation * _sites.Radius).Exists(site => site != piece.From && site != piece.To))
            {
                throw new NotSupportedException("The shape has edges closer to each other than the tolerance; it is simplified here with a smaller one only.");
            }
        }
    }

    private List<Piece> Chains()
    {
        bool[] isUsed = new bool[_pieces.Count];
        List<Piece> chains = [];
        int[] order = [.. Enumerable.Range(0, _pieces.Count).OrderBy(i => _pieces[i].From).ThenBy(i => _pieces[i].To)];
        foreach (bool startsAnywhere in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (int start in order)
            {
                if (!isUsed[start] && (startsAnywhere || !IsInterior(_pieces[start].From)))
                {
                    Follow(start, isUsed, chains);
                }
            }
        }

        return chains;
    }

    /// <summary>Whether exactly one edge comes from one site and one goes on to another.</summary>
    private bool IsInterior(int site) => _leaving[site].Count() == 1 && _arriving[site].Count() == 1
        && _pieces[_leaving[site].First()].To != _pieces[_arriving[site].First()].From;

    private void Follow(int start, bool[] isUsed, List<Piece> chains)
    {
        int end = _pieces[start].From;
        int next = start;
        while (true)
        {
            List<int> chain = [next];
            isUsed[next] = true;
            HashSet<int> passed = [_pieces[next].From, _pieces[next].To];
            SightWindow window = new(_sites.Sites[_pieces[next].From]);
            bool canGrow = PassesSites(next, next, passed, window);
            while (true)
            {
                int site = _pieces[next].To;
                if (!IsInterior(site) || site == end)
                {
                    chains.Add(Merged(chain));
                    return;
                }

                next = _leaving[site].First();
                passed.Add(_pieces[next].To);
                bool grows = canGrow && _sites.CornersOf(site).All(corner => window.Meet(corner, _sites.Radius))
                    && PassesSites(chain[0], next, passed, window) && window.Allows(_sites.Sites[_pieces[next].To]);
                if (!grows)
                {
                    break;
                }

                chain.Add(next);
                isUsed[next] = true;
            }

            chains.Add(Merged(chain));
        }
    }

    private Piece Merged(List<int> chain) => new(_pieces[chain[0]].From, _pieces[chain[^1]].To, chain.Min(i => _pieces[i].Edge), IsSecond: false);

    /// <summary>Keeps an edge from the start of a chain to the end of its next piece away from the sites near to that piece.</summary>
    private bool PassesSites(int first, int piece, HashSet<int> passed, SightWindow window)
    {
        SpherePoint start = _sites.Sites[_pieces[first].From];
        SpherePoint from = _sites.Sites[_pieces[piece].From];
        SpherePoint to = _sites.Sites[_pieces[piece].To];
        double reach = SpherePoint.Angle(start, to);
        double longest = Math.Acos(Math.Min(1, Math.Sin(_sites.Radius) / Math.Sin(Math.Min(Math.PI / 2, Deviation * _sites.Radius))));
        if (reach < SpherePoint.Angle(start, from) || reach >= longest)
        {
            return false;
        }

        foreach (int site in _sites.Near(_sources[_pieces[piece].Edge], (Deviation + Separation) * _sites.Radius))
        {
            SpherePoint other = _sites.Sites[site];
            if (SpherePoint.Angle(start, other) < reach && passed.Add(site)
                && !window.PassBy(other, Separation * _sites.Radius, first == piece ? Side(from, to, other) > 0 : IsBetween(from, start, to, other)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Positive for a point on the left; the differences keep the digits of points that are near.</summary>
    private static double Side(SpherePoint a, SpherePoint b, SpherePoint c) => SpherePoint.Dot(SpherePoint.Cross(b - a, c - a), a);

    /// <summary>Whether turning against the clock around a point from one direction to another passes a third in between.</summary>
    private static bool IsBetween(SpherePoint around, SpherePoint from, SpherePoint middle, SpherePoint to)
    {
        int sum = (Side(middle, around, from) >= 0 ? 1 : 0) + (Side(to, around, middle) >= 0 ? 1 : 0) + (Side(from, around, to) > 0 ? 1 : 0);
        return sum >= 2;
    }
}
