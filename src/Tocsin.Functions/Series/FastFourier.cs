using System.Numerics;

namespace Tocsin.Functions.Series;

/// <summary>The discrete Fourier transform in place, unscaled, of any length, in O(n log n).</summary>
internal static class FastFourier
{
    /// <summary>Transforms with exp(−2πi·jk/n), or with the conjugate when <paramref name="inverse"/>.</summary>
    public static void Transform(Span<double> real, Span<double> imaginary, bool inverse)
    {
        if (real.Length < 2)
        {
            return;
        }

        // The inverse kernel is the forward one with the parts swapped.
        Span<double> re = inverse ? imaginary : real;
        Span<double> im = inverse ? real : imaginary;
        if (BitOperations.IsPow2(real.Length))
        {
            TransformPowerOfTwo(re, im);
        }
        else
        {
            TransformAnyLength(re, im);
        }
    }

    private static void TransformPowerOfTwo(Span<double> re, Span<double> im)
    {
        int length = re.Length;
        using SeriesScratch scratch = new(length);
        Span<double> cosines = scratch.Span[..(length / 2)];
        Span<double> sines = scratch.Span[(length / 2)..];
        for (int k = 0; k < length / 2; k++)
        {
            (sines[k], cosines[k]) = Math.SinCos(-2 * Math.PI * k / length);
        }

        ReverseBits(re, im);
        for (int size = 2; size <= length; size *= 2)
        {
            Combine(re, im, size, cosines, sines);
            if (size == length)
            {
                break;
            }
        }
    }

    private static void Combine(Span<double> re, Span<double> im, int size, ReadOnlySpan<double> cosines, ReadOnlySpan<double> sines)
    {
        int half = size / 2;
        int step = re.Length / size;
        for (int start = 0; start < re.Length; start += size)
        {
            for (int k = 0; k < half; k++)
            {
                int even = start + k;
                int odd = even + half;
                double c = cosines[k * step];
                double s = sines[k * step];
                double oddRe = (re[odd] * c) - (im[odd] * s);
                double oddIm = (re[odd] * s) + (im[odd] * c);
                re[odd] = re[even] - oddRe;
                im[odd] = im[even] - oddIm;
                re[even] += oddRe;
                im[even] += oddIm;
            }
        }
    }

    private static void ReverseBits(Span<double> re, Span<double> im)
    {
        for (int i = 1, j = 0; i < re.Length; i++)
        {
            int bit = re.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (re[i], re[j]) = (re[j], re[i]);
                (im[i], im[j]) = (im[j], im[i]);
            }
        }
    }

    /// <summary>Bluestein: the transform as a convolution with a chirp, which a power of two can carry.</summary>
    private static void TransformAnyLength(Span<double> re, Span<double> im)
    {
        int length = re.Length;
        int padded = (int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1));
        using SeriesScratch scratch = new(4 * padded);
        Span<double> signalRe = scratch.Span[..padded];
        Span<double> signalIm = scratch.Span.Slice(padded, padded);
        Span<double> chirpRe = scratch.Span.Slice(2 * padded, padded);
        Span<double> chirpIm = scratch.Span.Slice(3 * padded, padded);
        scratch.Span.Clear();
        for (int k = 0; k < length; k++)
        {
            (double s, double c) = Chirp(k, length);
            signalRe[k] = (re[k] * c) - (im[k] * s);
            signalIm[k] = (re[k] * s) + (im[k] * c);
            chirpRe[k] = chirpRe[(padded - k) % padded] = c;
            chirpIm[k] = chirpIm[(padded - k) % padded] = -s;
        }

        TransformPowerOfTwo(signalRe, signalIm);
        TransformPowerOfTwo(chirpRe, chirpIm);
        for (int k = 0; k < padded; k++)
        {
            double product = (signalRe[k] * chirpRe[k]) - (signalIm[k] * chirpIm[k]);
            signalIm[k] = (signalRe[k] * chirpIm[k]) + (signalIm[k] * chirpRe[k]);
            signalRe[k] = product;
        }

        TransformPowerOfTwo(signalIm, signalRe);
        for (int k = 0; k < length; k++)
        {
            (double s, double c) = Chirp(k, length);
            re[k] = ((signalRe[k] * c) - (signalIm[k] * s)) / padded;
            im[k] = ((signalRe[k] * s) + (signalIm[k] * c)) / padded;
        }
    }

    /// <summary>Sine and cosine of −πk²/n; k² is reduced first, so that large k keep their precision.</summary>
    private static (double Sine, double Cosine) Chirp(int k, int length) =>
        Math.SinCos(-Math.PI * ((long)k * k % (2L * length)) / length);
}
