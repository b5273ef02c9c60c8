namespace Tocsin.Functions.Geo;

/// <summary>
/// The cells around a cell, ring by ring, in the order in which H3's gridDisk gives them: each ring from the end of the i
/// axis against the clock, or, where a pentagon distorts the rings, in the order of its hash table
/// (h3geo.org/docs/api/traversal).
/// </summary>
public sealed class H3Disk
{
    /// <summary>J, JK, K, IK, I, IJ: the six directions against the clock.</summary>
    private static ReadOnlySpan<byte> Directions => [2, 3, 1, 5, 4, 6];

    private const int ToNextRing = 4;

    private readonly H3Cell _origin;
    private readonly int _distance;
    private readonly H3Cell[] _slots;
    private readonly int[] _distances;

    private H3Disk(H3Cell origin, int distance)
    {
        _origin = origin;
        _distance = distance;
        _slots = new H3Cell[(3 * distance * (distance + 1)) + 1];
        _distances = new int[_slots.Length];
    }

    /// <summary>The rings at the distances from 0 to the given one.</summary>
    public static List<H3Cell>[] Rings(H3Cell origin, int distance)
    {
        H3Disk disk = new(origin, distance);
        if (!disk.WalkRings())
        {
            Array.Clear(disk._slots);
            disk.Spread(origin, 0);
        }

        List<H3Cell>[] rings = [.. Enumerable.Range(0, distance + 1).Select(_ => new List<H3Cell>())];
        for (int i = 0; i < disk._slots.Length; i++)
        {
            if (disk._slots[i] != default)
            {
                rings[disk._distances[i]].Add(disk._slots[i]);
            }
        }

        return rings;
    }

    /// <summary>Fills in the rings one after the other; false where a pentagon is met.</summary>
    private bool WalkRings()
    {
        _slots[0] = _origin;
        if (_origin.IsPentagon)
        {
            return false;
        }

        int resolution = _origin.Resolution;
        H3Address address = _origin.Locate(out int turns);
        int filled = 1;
        for (int ring = 1; ring <= _distance; ring++)
        {
            address = Step(address, ToNextRing, resolution, ref turns);
            if (H3Cell.At(address, resolution).IsPentagon)
            {
                return false;
            }

            foreach (byte direction in Directions)
            {
                for (int i = 0; i < ring; i++)
                {
                    address = Step(address, direction, resolution, ref turns);
                    H3Cell cell = H3Cell.At(address, resolution);
                    if (cell.IsPentagon)
                    {
                        return false;
                    }

                    _slots[filled] = cell;
                    _distances[filled++] = ring;
                }
            }
        }

        return true;
    }

    private static H3Address Step(H3Address from, int direction, int resolution, ref int turns) => H3Cell.Settle(
        new(from.Face, from.Position + HexPosition.Unit(direction).Turned(((turns % 6) + 6) % 6)), resolution, isPentagonal: false, skipsMissing: false, ref turns);

    /// <summary>Depth first, a cell again when it is reached on a shorter way.</summary>
    private void Spread(H3Cell cell, int distance)
    {
        ulong slot = cell.Id % (ulong)_slots.Length;
        while (_slots[slot] != default && _slots[slot] != cell)
        {
            slot = (slot + 1) % (ulong)_slots.Length;
        }

        if (_slots[slot] == cell && _distances[slot] <= distance)
        {
            return;
        }

        _slots[slot] = cell;
        _distances[slot] = distance;
        if (distance < _distance)
        {
            foreach (H3Cell neighbour in Neighbours(cell))
            {
                Spread(neighbour, distance + 1);
            }
        }
    }

    /// <summary>The neighbours in the order of the directions.</summary>
    public static H3Cell[] Neighbours(H3Cell cell)
    {
        if (cell.IsPentagon)
        {
            return AroundPentagon(cell);
        }

        H3Address address = cell.Locate(out int turns);
        H3Cell[] neighbours = new H3Cell[6];
        for (int i = 0; i < 6; i++)
        {
            int moved = turns;
            neighbours[i] = H3Cell.At(Step(address, Directions[i], cell.Resolution, ref moved), cell.Resolution);
        }

        return neighbours;
    }

    /// <summary>The five cells beyond a pentagon's sides, against the clock from the J direction of its home.</summary>
    private static H3Cell[] AroundPentagon(H3Cell cell)
    {
        H3Address home = cell.Locate(out _);
        SpherePoint centre = cell.Center();
        SpherePoint towards = H3Cell.At(new(home.Face, home.Position + HexPosition.Unit(3)), cell.Resolution).Center();
        SpherePoint axis = (towards - (SpherePoint.Dot(towards, centre) * centre)).Normalized;
        SpherePoint side = SpherePoint.Cross(centre, axis);
        double reach = SpherePoint.Angle(centre, towards);
        H3Cell[] neighbours = new H3Cell[5];
        for (int i = 0; i < 5; i++)
        {
            (double sine, double cosine) = Math.SinCos((i - 1) * (2 * Math.PI / 5));
            SpherePoint direction = (cosine * axis) + (sine * side);
            neighbours[i] = H3Cell.Of(((Math.Cos(reach) * centre) + (Math.Sin(reach) * direction)).Normalized, cell.Resolution);
        }

        return neighbours;
    }
}
