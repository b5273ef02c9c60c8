namespace Tocsin.Compiler.Binding;

/// <summary>Compares names without regard to case, their digits by value: a2 before A10.</summary>
internal sealed class NumberAwareComparer : IComparer<string>
{
    public static readonly NumberAwareComparer Instance = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? string.Empty, y ?? string.Empty);
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            var (startA, startB) = (i, j);
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                i = EndOfDigits(a, i);
                j = EndOfDigits(b, j);
                var (first, second) = (a[startA..i].TrimStart('0'), b[startB..j].TrimStart('0'));
                var byValue = first.Length != second.Length ? first.Length - second.Length : string.CompareOrdinal(first, second);
                if (byValue != 0)
                {
                    return byValue;
                }
            }
            else if (char.ToUpperInvariant(a[i]) is var left && char.ToUpperInvariant(b[j]) is var right && left != right)
            {
                return left - right;
            }
            else
            {
                i++;
                j++;
            }
        }

        return (a.Length - i) - (b.Length - j);
    }

    private static int EndOfDigits(string text, int start)
    {
        while (start < text.Length && char.IsAsciiDigit(text[start]))
        {
            start++;
        }

        return start;
    }
}
