using System.Globalization;
using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A cell of the H3 grid as a number: its resolution and the digits that lead to it from one of 122 base cells
/// (h3geo.org/docs/core-library/h3Indexing).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct H3Cell(ulong Id)
{
    public const int MaxResolution = 15;

    private const int CellMode = 1;
    private const uint UnusedDigit = 7;

    /// <summary>The digit that pentagons have no cells for.</summary>
    private const int MissingDigit = 1;

    public int Resolution => (int)(Id >> 52) & 0xF;

    public string Token => Id.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Writes the token; gives its length, at most 16.</summary>
    public int Write(Span<byte> output) => Id.TryFormat(output, out int written, "x", CultureInfo.InvariantCulture) ? written : 0;

    public bool IsPentagon => H3BaseCell.IsPentagon(BaseCell) && LeadingDigit == 0;

    internal int BaseCell => (int)(Id >> 45) & 0x7F;

    private int LeadingDigit
    {
        get
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
    }

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
        H3Cell finer = new(WithResolution(Resolution + 1));
        bool isPentagon = IsPentagon;
        for (int digit = 0; digit < UnusedDigit; digit++)
        {
            if (digit != MissingDigit || !isPentagon)
            {
                yield return finer.WithDigit(Resolution + 1, digit);
            }
        }
    }

    /// <summary>The cell of a finer resolution that has the same centre.</summary>
    internal H3Cell CentreChild(int resolution)
    {
        H3Cell child = new(WithResolution(resolution));
        for (int level = Resolution + 1; level <= resolution; level++)
        {
            child = child.WithDigit(level, 0);
        }

        return child;
    }

    private static int Shift(int resolution) => (MaxResolution - resolution) * 3;

    private ulong WithResolution(int resolution) => (Id & ~(0xFUL << 52)) | ((ulong)resolution << 52);

    private int Digit(int resolution) => (int)((Id >> Shift(resolution)) & UnusedDigit);

    private H3Cell WithDigit(int level, int digit) => new((Id & ~((ulong)UnusedDigit << Shift(level))) | ((ulong)digit << Shift(level)));

    private bool IsValid()
    {
        if (Id >> 59 != CellMode || ((Id >> 56) & 7) != 0 || BaseCell >= H3BaseCell.Count)
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

        return !(H3BaseCell.IsPentagon(BaseCell) && LeadingDigit == MissingDigit);
    }
}
