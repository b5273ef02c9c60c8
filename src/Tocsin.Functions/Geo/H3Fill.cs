namespace Tocsin.Functions.Geo;

/// <summary>
/// The H3 cells whose centres lie in a polygon with straight edges on the map, as H3's polygonToCells finds them
/// (h3geo.org/docs/api/regions): from the cells along the outline inwards, kept in a hash table of an estimated size.
/// </summary>
public sealed class H3Fill
{
    /// <summary>The most cells of a polygon (geo-polygon-to-h3cells-function.md).</summary>
    private const int MaxCells = 61_680;

    private const double EarthRadiusKm = 6371.007180918475;
    private const int SpareSlots = 12;
    private const int MaxOutlineSteps = 1_000_000;

    /// <summary>More than the largest cell of a resolution is larger than the average one.</summary>
    private const double LargestOfAverage = 2;

    private readonly H3MapRing[] _rings;
    private readonly int _resolution;
    private readonly double _cellRadiusKm;
    private readonly ulong _slots;

    private H3Fill(H3MapRing[] rings, int resolution)
    {
        _rings = rings;
        _resolution = resolution;
        H3Cell pentagon = H3Cell.At(H3BaseCell.Home(H3BaseCell.FirstPentagon), 0).CentreChild(resolution);
        _cellRadiusKm = EarthRadiusKm * SpherePoint.Angle(pentagon.Center(), pentagon.Boundary()[0]);
        double corners = rings.Sum(ring => ring.Corners.Length);
        _slots = (ulong)(Math.Max(rings[0].EstimateCells(_cellRadiusKm, EarthRadiusKm), corners) + SpareSlots);
    }

    /// <summary>The tokens in Kusto's order; null where they are more than the limit.</summary>
    public static IEnumerable<string>? Tokens(GeoShape polygons, int resolution)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        HashedTokens tokens = new();
        double average = 4 * Math.PI / (2 + (120 * Math.Pow(7, resolution)));
        foreach (List<SpherePoint[]> rings in polygons.Parts)
        {
            if (rings.Sum(ring => SphereRing.Area(ring)) > LargestOfAverage * MaxCells * average)
            {
                return null;
            }

            if (new H3Fill([.. rings.Select(ring => new H3MapRing(ring))], resolution).Cells() is not { } cells)
            {
                return null;
            }

            foreach (H3Cell cell in cells)
            {
                tokens.Add(cell.Token);
            }
        }

        return tokens.Count > MaxCells ? null : tokens.InOrder;
    }

    private IEnumerable<H3Cell>? Cells()
    {
        Dictionary<ulong, H3Cell> slots = [];
        List<H3Cell> search = Outline();
        while (search.Count > 0)
        {
            List<H3Cell> found = [];
            foreach (H3Cell near in search)
            {
                foreach (H3Cell cell in (ReadOnlySpan<H3Cell>)[.. H3Disk.Rings(near, 1).SelectMany(ring => ring)])
                {
                    if (Slot(slots, cell) is { } slot && Contains(cell.Center()))
                    {
                        slots.Add(slot, cell);
                        found.Add(cell);
                    }
                }

                if (slots.Count > MaxCells)
                {
                    return null;
                }
            }

            search = found;
        }

        return slots.OrderBy(entry => entry.Key).Select(entry => entry.Value);
    }

    /// <summary>The free slot for a cell; null where the cell has one already.</summary>
    private ulong? Slot(Dictionary<ulong, H3Cell> slots, H3Cell cell)
    {
        ulong slot = cell.Id % _slots;
        while (slots.TryGetValue(slot, out H3Cell taken))
        {
            if (taken == cell)
            {
                return null;
            }

            slot = (slot + 1) % _slots;
        }

        return slot;
    }

    private bool Contains(SpherePoint point)
    {
        double longitude = Math.Atan2(point.Y, point.X);
        double latitude = Math.Asin(Math.Clamp(point.Z, -1, 1));
        return _rings[0].Contains(longitude, latitude) && !_rings.Skip(1).Any(hole => hole.Contains(longitude, latitude));
    }

    /// <summary>The cells along the edges, sampled closely enough to meet each.</summary>
    private List<H3Cell> Outline()
    {
        HashSet<H3Cell> known = [];
        List<H3Cell> cells = [];
        double walked = 0;
        foreach (H3MapRing ring in _rings)
        {
            for (int i = 0; i < ring.Corners.Length; i++)
            {
                (double Longitude, double Latitude) from = ring.Corners[i];
                (double Longitude, double Latitude) to = ring.Corners[(i + 1) % ring.Corners.Length];
                double steps = Math.Max(1, Math.Ceiling(EarthRadiusKm * H3MapRing.Angle(from, to) / (2 * _cellRadiusKm)));
                walked += steps;
                if (walked > MaxOutlineSteps)
                {
                    throw new NotSupportedException($"The outline has more than {MaxOutlineSteps} cells of resolution {_resolution}; take a coarser one.");
                }

                for (double step = 0; step < steps; step++)
                {
                    double longitude = (from.Longitude * (steps - step) / steps) + (to.Longitude * step / steps);
                    double latitude = (from.Latitude * (steps - step) / steps) + (to.Latitude * step / steps);
                    H3Cell cell = H3Cell.Of(SpherePoint.AtRadians(longitude, latitude), _resolution);
                    if (known.Add(cell))
                    {
                        cells.Add(cell);
                    }
                }
            }
        }

        return cells;
    }
}
