using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A place of a hexagonal lattice as the Eisenstein integer A + Bω, ω a third of a turn: H3's axes i, j and k are 1, ω and ω²
/// (h3geo.org/docs/core-library/coordsystems). A turn is a sixth of a circle against the clock.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HexPosition(int A, int B)
{
    /// <summary>Half the square root of three: the height of ω.</summary>
    public const double OmegaY = 0.8660254037844386;

    public double X => A - (0.5 * B);

    public double Y => B * OmegaY;

    public int I => A - Least;

    public int J => B - Least;

    public int K => -Least;

    private int Least => Math.Min(Math.Min(A, B), 0);

    /// <summary>The step of an index digit: none, K, J, JK, I, IK, IJ.</summary>
    public static HexPosition Unit(int digit) => digit switch
    {
        1 => new(-1, -1),
        2 => new(0, 1),
        3 => new(-1, 0),
        4 => new(1, 0),
        5 => new(0, -1),
        6 => new(1, 1),
        _ => default,
    };

    /// <summary>The place whose hexagon holds a point of the plane.</summary>
    public static HexPosition Nearest(double x, double y)
    {
        double b = y / OmegaY;
        double a = x + (0.5 * b);
        double c = b - a;
        double roundA = Math.Round(a);
        double roundB = Math.Round(b);
        double errorA = Math.Abs(roundA - a);
        double errorB = Math.Abs(roundB - b);
        double errorC = Math.Abs(Math.Round(c) - c);
        if (errorA > errorB && errorA > errorC)
        {
            roundA = roundB - Math.Round(c);
        }
        else if (errorB > errorC)
        {
            roundB = roundA + Math.Round(c);
        }

        return new((int)roundA, (int)roundB);
    }

    /// <summary>The digit whose step this is.</summary>
    public int Digit() => (A, B) switch
    {
        (-1, -1) => 1,
        (0, 1) => 2,
        (-1, 0) => 3,
        (1, 0) => 4,
        (0, -1) => 5,
        (1, 1) => 6,
        _ => 0,
    };

    public HexPosition Turned(int turns)
    {
        HexPosition turned = this;
        for (int i = 0; i < (turns + 6) % 6; i++)
        {
            turned = new(turned.A - turned.B, turned.A);
        }

        return turned;
    }

    /// <summary>The same point in the next finer lattice, which is turned with the clock at odd resolutions.</summary>
    public HexPosition Finer(bool isOdd) => isOdd ? new((2 * A) + B, (3 * B) - A) : new((3 * A) - B, A + (2 * B));

    /// <summary>The hexagon of the next coarser lattice that an odd or even resolution's place belongs to.</summary>
    public HexPosition Coarser(bool isOdd)
    {
        HexPosition sevenfold = Finer(!isOdd);
        return new((int)Math.Round(sevenfold.A / 7.0), (int)Math.Round(sevenfold.B / 7.0));
    }

    public static HexPosition operator +(HexPosition left, HexPosition right) => new(left.A + right.A, left.B + right.B);

    public static HexPosition operator -(HexPosition left, HexPosition right) => new(left.A - right.A, left.B - right.B);

    public static HexPosition operator *(int factor, HexPosition position) => new(factor * position.A, factor * position.B);
}
