using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>A cell of the geohash grid, 1 to 18 characters of base 32 (geo-point-to-geohash-function.md).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Geohash(double West, double South, double East, double North)
{
    public const int MaxLength = 18;

    private const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

    /// <summary>The hash of so many characters that holds a point.</summary>
    public static string Of(double longitude, double latitude, int length)
    {
        double west = -180;
        double east = 180;
        double south = -90;
        double north = 90;
        Span<char> hash = stackalloc char[length];
        bool isLongitude = true;
        for (int i = 0; i < length; i++)
        {
            int digit = 0;
            for (int bit = 0; bit < 5; bit++, isLongitude = !isLongitude)
            {
                bool upper = isLongitude ? Halve(longitude, ref west, ref east) : Halve(latitude, ref south, ref north);
                digit = (digit << 1) | (upper ? 1 : 0);
            }

            hash[i] = Alphabet[digit];
        }

        return new string(hash);
    }

    /// <summary>Reads a hash; null for another text.</summary>
    public static Geohash? Parse(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length is 0 or > MaxLength)
        {
            return null;
        }

        double west = -180;
        double east = 180;
        double south = -90;
        double north = 90;
        bool isLongitude = true;
        foreach (char symbol in hash)
        {
            int digit = Alphabet.IndexOf(symbol, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            for (int bit = 4; bit >= 0; bit--, isLongitude = !isLongitude)
            {
                bool upper = ((digit >> bit) & 1) == 1;
                if (isLongitude)
                {
                    Take(upper, ref west, ref east);
                }
                else
                {
                    Take(upper, ref south, ref north);
                }
            }
        }

        return new Geohash(west, south, east, north);
    }

    /// <summary>The hashes of the same length around one, from the north-west; around the globe, but not beyond a pole.</summary>
    public IEnumerable<string> Neighbours(int length)
    {
        HashedTokens hashes = new();
        double latitude = (South + North) / 2;
        double longitude = (West + East) / 2;
        for (int up = 1; up >= -1; up--)
        {
            for (int right = -1; right <= 1; right++)
            {
                double y = latitude + (up * (North - South));
                double x = Math.IEEERemainder(longitude + (right * (East - West)), 360);
                if ((up, right) != (0, 0) && Math.Abs(y) < 90)
                {
                    hashes.Add(Of(x, y, length));
                }
            }
        }

        return hashes.InOrder;
    }

    private static bool Halve(double value, ref double low, ref double high)
    {
        bool upper = value >= (low + high) / 2;
        Take(upper, ref low, ref high);
        return upper;
    }

    private static void Take(bool upper, ref double low, ref double high)
    {
        double middle = (low + high) / 2;
        (low, high) = upper ? (middle, high) : (low, middle);
    }
}
