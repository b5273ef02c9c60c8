namespace Tocsin.Functions.Text;

/// <summary><c>parse_version</c>: one to four numbers of up to eight digits as one number that compares (parse-version-function.md).</summary>
public static class VersionNumber
{
    private const int Parts = 4;
    private const uint PartSize = 100_000_000;

    /// <summary>The whole number that Kusto gives as a decimal; null for another text.</summary>
    public static Int128? Parse(ReadOnlySpan<byte> text)
    {
        Int128 number = 0;
        int parts = 0;
        foreach (Range range in text.Split((byte)'.'))
        {
            ReadOnlySpan<byte> part = text[range];
            if (++parts > Parts || part.Length is 0 or > 8)
            {
                return null;
            }

            uint value = 0;
            foreach (byte digit in part)
            {
                if ((uint)(digit - '0') > 9)
                {
                    return null;
                }

                value = (value * 10) + (uint)(digit - '0');
            }

            number = (number * PartSize) + value;
        }

        for (; parts < Parts; parts++)
        {
            number *= PartSize;
        }

        return number;
    }
}
