using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A cell of the S2 grid: a face of the cube around the sphere, then four-fold divisions along a Hilbert curve
/// (s2geometry.io/devguide/s2cell_hierarchy). Its token is the number in hexadecimal without the zeros at its end.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct S2Cell(ulong Id)
{
    public const int MaxLevel = 30;

    private const int Size = 1 << MaxLevel;
    private const int SwapMask = 1;

    private static ReadOnlySpan<byte> PositionToIJ => [0, 1, 3, 2, 0, 2, 3, 1, 3, 2, 0, 1, 3, 1, 0, 2];

    private static ReadOnlySpan<byte> IJToPosition => [0, 1, 3, 2, 0, 3, 1, 2, 2, 3, 1, 0, 2, 1, 3, 0];

    private static ReadOnlySpan<byte> PositionToOrientation => [1, 0, 0, 3];

    public int Level => MaxLevel - (BitOperations.TrailingZeroCount(Id) / 2);

    public string Token => Id.ToString("x16", CultureInfo.InvariantCulture).TrimEnd('0');

    /// <summary>Writes the token; gives its length, at most 16.</summary>
    public int Write(Span<byte> output) => Id.TryFormat(output, out int written, "x16", CultureInfo.InvariantCulture) ? output[..written].TrimEnd((byte)'0').Length : 0;

    private int Face => (int)(Id >> 61);

    /// <summary>The cell of a level, 0 to 30, that holds a point.</summary>
    public static S2Cell Of(SpherePoint point, int level)
    {
        (int face, double u, double v) = Project(point);
        return FromFaceIJ(face, Index(Stretch(u)), Index(Stretch(v))).Parent(level);
    }

    /// <summary>Reads a token; null for another text.</summary>
    public static S2Cell? Parse(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length is 0 or > 16 || !ulong.TryParse(token.PadRight(16, '0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong id))
        {
            return null;
        }

        S2Cell cell = new(id);
        return cell.Face < 6 && (id & (ulong)-(long)id & 0x1555_5555_5555_5555) != 0 ? cell : null;
    }

    /// <summary>The six cells of level 0.</summary>
    public static IEnumerable<S2Cell> Faces() => Enumerable.Range(0, 6).Select(face => new S2Cell(((ulong)face << 61) | (1UL << 60)));

    public IEnumerable<S2Cell> Children()
    {
        ulong lowest = Id & (ulong)-(long)Id;
        ulong first = Id - lowest + (lowest >> 2);
        for (ulong i = 0; i < 4; i++)
        {
            yield return new S2Cell(first + (i * (lowest >> 1)));
        }
    }

    public bool Contains(SpherePoint point) => Of(point, Level) == this;

    public SpherePoint Center()
    {
        (int i, int j, int size) = Square();
        return At((i + (size / 2.0)) / Size, (j + (size / 2.0)) / Size);
    }

    /// <summary>The corners, against the clock, from the one that comes first on the face.</summary>
    public SpherePoint[] Corners()
    {
        (int i, int j, int size) = Square();
        double left = (double)i / Size;
        double bottom = (double)j / Size;
        double step = (double)size / Size;
        return [At(left, bottom), At(left + step, bottom), At(left + step, bottom + step), At(left, bottom + step)];
    }

    /// <summary>The eight cells of the same level around it, fewer at the corners of a face, also across its edges.</summary>
    public IEnumerable<string> Neighbours()
    {
        (int i, int j, int size) = Square();
        HashedTokens cells = new();
        foreach ((int di, int dj) in NeighbourSteps)
        {
            S2Cell cell = FromFaceIJWrapped(i + ((long)di * size), j + ((long)dj * size)).Parent(Level);
            if (cell != this)
            {
                cells.Add(cell.Token);
            }
        }

        return cells.InOrder;
    }

    private static readonly (int, int)[] NeighbourSteps = [(-1, -1), (1, -1), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, 1), (1, 1)];

    private S2Cell FromFaceIJWrapped(long i, long j)
    {
        if (i is >= 0 and < Size && j is >= 0 and < Size)
        {
            return FromFaceIJ(Face, (int)i, (int)j);
        }

        // Beyond an edge the cube goes on: a leaf just outside of it is projected onto the next face.
        double limit = Math.BitIncrement(1);
        double u = Math.Clamp(((2.0 * Math.Clamp(i, -1, Size)) + 1 - Size) / Size, -limit, limit);
        double v = Math.Clamp(((2.0 * Math.Clamp(j, -1, Size)) + 1 - Size) / Size, -limit, limit);
        (int face, double otherU, double otherV) = Project(FromFace(u, v));
        return FromFaceIJ(face, Index(0.5 * (otherU + 1)), Index(0.5 * (otherV + 1)));
    }

    private S2Cell Parent(int level)
    {
        ulong lowest = 1UL << (2 * (MaxLevel - level));
        return new S2Cell((Id & (ulong)-(long)lowest) | lowest);
    }

    private static S2Cell FromFaceIJ(int face, int i, int j)
    {
        ulong position = 0;
        int orientation = face & SwapMask;
        for (int bit = MaxLevel - 1; bit >= 0; bit--)
        {
            int ij = (((i >> bit) & 1) << 1) | ((j >> bit) & 1);
            int next = IJToPosition[(orientation * 4) + ij];
            position = (position << 2) | (uint)next;
            orientation ^= PositionToOrientation[next];
        }

        return new S2Cell(((ulong)face << 61) | (position << 1) | 1);
    }

    /// <summary>The lowest leaf's place on the face, and the size in leaves.</summary>
    private (int I, int J, int Size) Square()
    {
        int level = Level;
        int orientation = Face & SwapMask;
        int i = 0;
        int j = 0;
        for (int k = 0; k < level; k++)
        {
            int next = (int)(Id >> (59 - (2 * k))) & 3;
            int ij = PositionToIJ[(orientation * 4) + next];
            i |= (ij >> 1) << (MaxLevel - 1 - k);
            j |= (ij & 1) << (MaxLevel - 1 - k);
            orientation ^= PositionToOrientation[next];
        }

        return (i, j, 1 << (MaxLevel - level));
    }

    private SpherePoint At(double s, double t)
    {
        return FromFace(Flatten(s), Flatten(t)).Normalized;
    }

    private SpherePoint FromFace(double u, double v) => Face switch
    {
        0 => new SpherePoint(1, u, v),
        1 => new SpherePoint(-u, 1, v),
        2 => new SpherePoint(-u, -v, 1),
        3 => new SpherePoint(-1, -v, -u),
        4 => new SpherePoint(v, -1, -u),
        _ => new SpherePoint(v, u, -1),
    };

    private static (int Face, double U, double V) Project(SpherePoint p)
    {
        double x = Math.Abs(p.X);
        double y = Math.Abs(p.Y);
        double z = Math.Abs(p.Z);
        int axis = x > y ? (x > z ? 0 : 2) : (y > z ? 1 : 2);
        bool negative = axis switch { 0 => p.X < 0, 1 => p.Y < 0, _ => p.Z < 0 };
        return (axis, negative) switch
        {
            (0, false) => (0, p.Y / p.X, p.Z / p.X),
            (1, false) => (1, -p.X / p.Y, p.Z / p.Y),
            (2, false) => (2, -p.X / p.Z, -p.Y / p.Z),
            (0, true) => (3, p.Z / p.X, p.Y / p.X),
            (1, true) => (4, p.Z / p.Y, -p.X / p.Y),
            _ => (5, -p.Y / p.Z, -p.X / p.Z),
        };
    }

    private static double Stretch(double u) => u >= 0 ? 0.5 * Math.Sqrt(1 + (3 * u)) : 1 - (0.5 * Math.Sqrt(1 - (3 * u)));

    private static double Flatten(double s) => s >= 0.5 ? (1 / 3.0) * ((4 * s * s) - 1) : (1 / 3.0) * (1 - (4 * (1 - s) * (1 - s)));

    private static int Index(double s) => (int)Math.Clamp(Math.Floor(s * Size), 0, Size - 1);
}
