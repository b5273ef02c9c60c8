namespace Tocsin.Functions.Geo;

/// <summary>
/// Corners that stand for those within a radius of them, and the way of each edge from one to the next: past the nearest
/// site of each of its points (s2geometry.io/devguide/s2builder). Sites are taken in the order of their S2 cells.
/// </summary>
internal sealed class SnapSites
{
    private readonly List<SpherePoint> _sites = [];
    private readonly List<HashSet<SpherePoint>> _corners = [];

    public SnapSites(IReadOnlyList<SphereEdge> edges, double radius)
    {
        Radius = radius;
        foreach (SpherePoint corner in edges.SelectMany(edge => (SpherePoint[])[edge.From, edge.To]).Distinct().OrderBy(p => S2Cell.Of(p, S2Cell.MaxLevel).Id))
        {
            if (!_sites.Exists(site => SpherePoint.Angle(site, corner) < radius))
            {
                _sites.Add(corner);
                _corners.Add([]);
            }
        }
    }

    public double Radius { get; }

    public IReadOnlyList<SpherePoint> Sites => _sites;

    /// <summary>The corners that a site stands for.</summary>
    public IReadOnlyCollection<SpherePoint> CornersOf(int site) => _corners[site];

    /// <summary>The sites within a distance of an edge.</summary>
    public List<int> Near(SphereEdge edge, double distance) =>
        [.. Enumerable.Range(0, _sites.Count).Where(i => SpherePoint.Angle(edge.Nearest(_sites[i]), _sites[i]) <= distance)];

    /// <summary>The sites on the way of an edge; its ends are from now on among the corners of the first and last.</summary>
    public List<int> Snap(SphereEdge edge)
    {
        SpherePoint ahead = (edge.To - (SpherePoint.Dot(edge.To, edge.From) * edge.From)).Normalized;
        List<int> near = Near(edge, Radius + SpherePoint.Rounding);
        double length = edge.Length;
        int current = near.MinBy(site => SpherePoint.Angle(_sites[site], edge.From));
        List<int> way = [current];
        for (double passed = 0; passed < length;)
        {
            // Points of the edge are cos θ · from + sin θ · ahead: where another site's product with them overtakes this one's.
            int next = -1;
            double place = length;
            foreach (int other in near)
            {
                // Their middle adds nothing to the product, and keeps the digits of sites that are near.
                SpherePoint difference = _sites[other] - _sites[current];
                SpherePoint start = edge.From - (0.5 * (_sites[other] + _sites[current]));
                double rise = SpherePoint.Dot(difference, ahead);
                double overtakes = rise > 0 ? Math.Atan2(-SpherePoint.Dot(difference, start), rise) : double.PositiveInfinity;
                if (other != current && overtakes > passed && overtakes < place)
                {
                    (next, place) = (other, overtakes);
                }
            }

            if (next < 0)
            {
                break;
            }

            way.Add(next);
            (current, passed) = (next, place);
        }

        _corners[way[0]].Add(edge.From);
        _corners[way[^1]].Add(edge.To);
        return way;
    }
}
