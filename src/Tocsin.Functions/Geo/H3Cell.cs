using System.Globalization;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A cell of the H3 grid as a number: its resolution and the digits that lead to it from one of 122 base cells
/// (h3geo.org/docs/core-library/h3Indexing). Where a cell lies on the globe is not known here.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct H3Cell(ulong Id)
{
    public const int MaxResolution = 15;

    private const int CellMode = 1;
    private const int BaseCells = 122;
    private const uint UnusedDigit = 7;

    private static ReadOnlySpan<byte> Pentagons => [4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117];

    public int Resolution => (int)(Id >> 52) & 0xF;

    public string Token => Id.ToString("x", CultureInfo.InvariantCulture);

    private int BaseCell => (int)(Id >> 45) & 0x7F;

    /// <summary>Reads a token; null for another text, or a number that is no cell.</summary>
    public static H3Cell? Parse(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > 16 || !ulong.TryParse(token, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong id))
        {
            return null;
        }

        H3Cell cell = new(id);
        return cell.IsValid() ? cell : null;
    }

    /// <summary>The cell of a coarser resolution that holds this one.</summary>
    public H3Cell Parent(int resolution)
    {
        ulong id = WithResolution(resolution);
        for (int level = resolution + 1; level <= Resolution; level++)
        {
            id |= (ulong)UnusedDigit << Shift(level);
        }

        return new H3Cell(id);
    }

    /// <summary>The cells of the next finer resolution: seven, or six of a pentagon.</summary>
    public IEnumerable<H3Cell> Children()
    {
        int resolution = Resolution + 1;
        ulong id = WithResolution(resolution) & ~((ulong)UnusedDigit << Shift(resolution));
        bool isPentagon = IsPentagon();
        for (uint digit = 0; digit < UnusedDigit; digit++)
        {
            if (digit != 1 || !isPentagon)
            {
                yield return new H3Cell(id | ((ulong)digit << Shift(resolution)));
            }
        }
    }

    private static int Shift(int resolution) => (MaxResolution - resolution) * 3;

    private ulong WithResolution(int resolution) => (Id & ~(0xFUL << 52)) | ((ulong)resolution << 52);

    private uint Digit(int resolution) => (uint)(Id >> Shift(resolution)) & UnusedDigit;

    private bool IsPentagon() => Pentagons.Contains((byte)BaseCell) && LeadingDigit() == 0;

    private uint LeadingDigit()
    {
        for (int level = 1; level <= Resolution; level++)
        {
            if (Digit(level) != 0)
            {
                return Digit(level);
            }
        }

        return 0;
    }

    private bool IsValid()
    {
        if (Id >> 59 != CellMode || ((Id >> 56) & 7) != 0 || BaseCell >= BaseCells)
        {
            return false;
        }

        for (int level = 1; level <= MaxResolution; level++)
        {
            if (Digit(level) == UnusedDigit != level > Resolution)
            {
                return false;
            }
        }

        return !(Pentagons.Contains((byte)BaseCell) && LeadingDigit() == 1);
    }
}
