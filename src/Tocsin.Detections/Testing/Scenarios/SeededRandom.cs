using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Detections.Testing.Scenarios;

/// <summary>Random choices that are the same on every run and platform: SplitMix64, seeded by a text.</summary>
internal sealed class SeededRandom
{
    private ulong _state;

    public SeededRandom(string seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        _state = BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 up to, not including, <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Fraction() * count);

    /// <summary>The value, larger or smaller by up to a fraction of it, uniformly.</summary>
    public double Around(double value, double jitter) => value * (1 + (jitter * ((2 * Fraction()) - 1)));

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
