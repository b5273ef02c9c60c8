namespace Tocsin.Functions.Geo;

/// <summary>The S2 cells of one level that have a point in common with a shape, or lie within a radius of it (geo-polygon-to-s2cells-function.md).</summary>
public sealed class S2Covering
{
    private const int MaxCells = 65_536;

    private readonly GeoShape _shape;
    private readonly int _level;
    private readonly double _radius;
    private readonly List<S2Cell> _cells = [];

    private S2Covering(GeoShape shape, int level, double radius)
    {
        _shape = shape;
        _level = level;
        _radius = radius;
    }

    /// <summary>The tokens; null where they are more than the limit. The radius is in metres.</summary>
    public static IEnumerable<string>? Tokens(GeoShape shape, int level, double radius)
    {
        ArgumentNullException.ThrowIfNull(shape);
        S2Covering covering = new(shape, level, radius / SpherePoint.EarthRadius);
        SphereEdge[] edges = [.. shape.Edges()];
        HashedTokens tokens = new();
        foreach (S2Cell face in S2Cell.Faces())
        {
            if (!covering.Add(face, edges))
            {
                return null;
            }
        }

        covering._cells.ForEach(cell => tokens.Add(cell.Token));
        return tokens.InOrder;
    }

    /// <summary>Adds the cells within a cell, of whose boundary it knows the edges that may be near.</summary>
    private bool Add(S2Cell cell, SphereEdge[] edges)
    {
        SpherePoint[] corners = cell.Corners();
        SpherePoint centre = cell.Center();
        double reach = corners.Max(corner => SpherePoint.Angle(centre, corner)) + _radius;
        SphereEdge[] sides = [.. Enumerable.Range(0, 4).Select(i => new SphereEdge(corners[i], corners[(i + 1) % 4]))];
        SphereEdge[] near = Array.FindAll(edges, edge => SpherePoint.Angle(edge.Nearest(centre), centre) <= reach && IsNear(cell, sides, edge));
        if (near.Length == 0)
        {
            return !_shape.IsPolygon || !GeoMeasures.Contains(_shape, centre) || AddAll(cell);
        }

        if (cell.Level == _level)
        {
            _cells.Add(cell);
            return _cells.Count <= MaxCells;
        }

        return cell.Children().All(child => Add(child, near));
    }

    private bool IsNear(S2Cell cell, SphereEdge[] sides, SphereEdge edge) =>
        cell.Contains(edge.From) || cell.Contains(edge.To) || Array.Exists(sides, side => side.Meets(edge) || (_radius > 0 && side.Distance(edge) <= _radius));

    private bool AddAll(S2Cell cell)
    {
        if (1UL << (2 * (_level - cell.Level)) > (ulong)(MaxCells - _cells.Count))
        {
            return false;
        }

        IEnumerable<S2Cell> cells = [cell];
        for (int level = cell.Level; level < _level; level++)
        {
            cells = cells.SelectMany(c => c.Children());
        }

        _cells.AddRange(cells);
        return true;
    }
}
