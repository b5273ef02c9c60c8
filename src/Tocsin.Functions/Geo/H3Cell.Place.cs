namespace Tocsin.Functions.Geo;

/// <content>Where cells lie on the globe (h3geo.org/docs/core-library/latLngToCellDesc and cellToBoundaryDesc).</content>
public readonly partial record struct H3Cell
{
    /// <summary>A boundary's corner as a third of lattice steps from the centre; the others are its turns.</summary>
    private static readonly HexPosition CornerThirds = new(2, 1);

    /// <summary>The cell of a resolution, 0 to 15, that holds a point.</summary>
    public static H3Cell Of(SpherePoint point, int resolution)
    {
        int face = H3Face.Project(point, out double x, out double y);
        double scale = ScaleOf(resolution & ~1);
        if (IsOdd(resolution))
        {
            // The odd lattice is the even one before it times 3 + ω².
            HexPosition step = new HexPosition(1, 0).Finer(isOdd: true);
            (x, y) = ((x * step.X) - (y * step.Y), (x * step.Y) + (y * step.X));
        }

        return At(new(face, HexPosition.Nearest(x * scale, y * scale)), resolution);
    }

    public SpherePoint Center()
    {
        H3Address address = Locate(out _);
        return IsOdd(Resolution)
            ? new H3Address(address.Face, address.Position.Finer(isOdd: false)).ToPoint(ScaleOf(Resolution + 1))
            : address.ToPoint(ScaleOf(Resolution));
    }

    /// <summary>The corners against the clock, those included where edges cross an edge of the icosahedron.</summary>
    public SpherePoint[] Boundary()
    {
        bool isOdd = IsOdd(Resolution);
        int corners = IsPentagon ? 5 : 6;
        int scale = 3 * ScaleOf((Resolution + 1) & ~1);
        H3Address centre = Locate(out _);
        Span<H3Address> places = stackalloc H3Address[6];
        for (int i = 0; i < corners; i++)
        {
            HexPosition corner = (3 * centre.Position) + CornerThirds.Turned(i);
            places[i] = new(centre.Face, isOdd ? corner.Finer(isOdd: false) : corner);
        }

        return isOdd ? Bent(places[..corners], scale) : [.. places[..corners].ToArray().Select(place => Settled(place, scale).ToPoint(scale))];
    }

    /// <summary>The cell at a place of its resolution's lattice, on the face or a step beyond it.</summary>
    internal static H3Cell At(H3Address address, int resolution)
    {
        H3Cell cell = new(((ulong)CellMode << 59) | ((ulong)resolution << 52) | ((1UL << 45) - 1));
        HexPosition position = address.Position;
        for (int level = resolution; level > 0; level--)
        {
            HexPosition parent = position.Coarser(IsOdd(level));
            cell = cell.WithDigit(level, (position - parent.Finer(IsOdd(level))).Digit());
            position = parent;
        }

        (int baseCell, int turns) = H3BaseCell.At(new(address.Face, position));
        cell = new(cell.Id | ((ulong)baseCell << 45));
        if (!H3BaseCell.IsPentagon(baseCell))
        {
            return cell.Turned(turns);
        }

        if (cell.LeadingDigit == MissingDigit)
        {
            cell = cell.Turned(H3BaseCell.TurnsClockwise(baseCell, address.Face) ? -1 : 1);
        }

        for (int i = 0; i < turns; i++)
        {
            cell = cell.Turned(1);
            cell = cell.LeadingDigit == MissingDigit ? cell.Turned(1) : cell;
        }

        return cell;
    }

    /// <summary>Where the centre lies, and the turns from the home's lattice to the one of that face.</summary>
    internal H3Address Locate(out int turns)
    {
        bool isPentagonal = H3BaseCell.IsPentagon(BaseCell);
        int leading = LeadingDigit;
        turns = isPentagonal && leading == 5 ? -1 : 0;
        H3Address home = H3BaseCell.Home(BaseCell);
        HexPosition position = home.Position;
        for (int level = 1; level <= Resolution; level++)
        {
            position = position.Finer(IsOdd(level)) + HexPosition.Unit(Digit(level)).Turned(turns);
        }

        return Settle(new(home.Face, position), Resolution, isPentagonal, isPentagonal && leading == 4, ref turns);
    }

    /// <summary>The address on the face that a place of a resolution's lattice lies on.</summary>
    internal static H3Address Settle(H3Address address, int resolution, bool isPentagonal, bool skipsMissing, ref int turns)
    {
        bool isOdd = IsOdd(resolution);
        int scale = ScaleOf((resolution + 1) & ~1);
        H3Address settled = isOdd ? new(address.Face, address.Position.Finer(isOdd: false)) : address;
        while (settled.Crossed(scale) is { } edge)
        {
            if (skipsMissing && edge == H3Edge.KI)
            {
                HexPosition pentagon = new(H3Address.Limit(scale), 0);
                settled = new(settled.Face, (settled.Position - pentagon).Turned(-1) + pentagon);
                turns--;
            }

            skipsMissing = false;
            settled = settled.Across(edge, scale, out int more);
            turns += more;
            if (!isPentagonal)
            {
                break;
            }
        }

        return isOdd ? new(settled.Face, settled.Position.Coarser(isOdd: false)) : settled;
    }

    /// <summary>The length of resolution 0's unit in steps of an even resolution.</summary>
    private static int ScaleOf(int evenResolution)
    {
        int scale = 1;
        for (int i = 0; i < evenResolution; i += 2)
        {
            scale *= 7;
        }

        return scale;
    }

    private static bool IsOdd(int resolution) => (resolution & 1) == 1;

    private static H3Address Settled(H3Address corner, int scale)
    {
        while (corner.Crossed(scale) is { } edge)
        {
            corner = corner.Across(edge, scale, out _);
        }

        return corner;
    }

    /// <summary>The corners of an odd resolution's cell, whose edges bend where they cross from one face's plane to another's.</summary>
    private static SpherePoint[] Bent(ReadOnlySpan<H3Address> places, int scale)
    {
        List<SpherePoint> corners = [];
        for (int i = 0; i < places.Length; i++)
        {
            H3Address from = Settled(places[i], scale);
            H3Address to = Settled(places[(i + 1) % places.Length], scale);
            corners.Add(from.ToPoint(scale));
            if (from.Face != to.Face && !from.IsOnEdge(scale) && !to.IsOnEdge(scale))
            {
                HexPosition end = to.Across(H3Face.EdgeTo(to.Face, from.Face), scale, out _).Position;
                corners.Add(Crossing(from, end, H3Face.EdgeTo(from.Face, to.Face), scale));
            }
        }

        return [.. corners];
    }

    /// <summary>Where the way to a place beyond an edge of a face crosses it.</summary>
    private static SpherePoint Crossing(H3Address from, HexPosition to, H3Edge edge, int scale)
    {
        HexPosition first = H3Address.Limit(scale) * new HexPosition(1, 0).Turned(edge switch { H3Edge.IJ => 0, H3Edge.JK => 2, _ => 4 });
        HexPosition along = first.Turned(2) - first;
        double before = Cross(along, from.Position - first);
        double beyond = Cross(along, to - first);
        double part = before / (before - beyond);
        double x = from.Position.X + (part * (to.X - from.Position.X));
        double y = from.Position.Y + (part * (to.Y - from.Position.Y));
        return H3Face.Unproject(from.Face, x / scale, y / scale);
    }

    private static double Cross(HexPosition left, HexPosition right) => (left.X * right.Y) - (left.Y * right.X);

    private H3Cell Turned(int turns)
    {
        H3Cell turned = this;
        for (int level = 1; level <= Resolution; level++)
        {
            turned = turned.WithDigit(level, HexPosition.Unit(Digit(level)).Turned(turns).Digit());
        }

        return turned;
    }
}
