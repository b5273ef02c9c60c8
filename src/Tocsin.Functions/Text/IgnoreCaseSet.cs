using System.Buffers.Binary;

namespace Tocsin.Functions.Text;

/// <summary>The right-hand side of <c>in~</c>: texts that are looked up without regard to the case of ASCII letters, as <c>=~</c> compares them.</summary>
public sealed class IgnoreCaseSet
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _texts;

    /// <summary>Takes the texts in.</summary>
    public IgnoreCaseSet(IEnumerable<ReadOnlyMemory<byte>> texts)
    {
        HashSet<byte[]> set = new(Comparer.Instance);
        _texts = set.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (ReadOnlyMemory<byte> text in texts)
        {
            _texts.Add(text.Span);
        }
    }

    /// <summary>Whether one of the texts is the given one.</summary>
    public bool Contains(ReadOnlySpan<byte> text) => _texts.Contains(text);

    private sealed class Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        /// <summary>The bit in which the cases of a letter differ.</summary>
        private const ulong CaseBits = 0x2020_2020_2020_2020;
        private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

        public static readonly Comparer Instance = new();

        public byte[] Create(ReadOnlySpan<byte> alternate) => AsciiText.ToLower(alternate);

        public bool Equals(byte[]? x, byte[]? y) => Equals(x.AsSpan(), y!);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => AsciiText.EqualsIgnoreCase(alternate, other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        /// <summary>Texts that differ in that bit alone share a hash, whether it makes a case or not.</summary>
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            ulong hash = (ulong)alternate.Length;
            while (alternate.Length >= sizeof(ulong))
            {
                hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(alternate));
                alternate = alternate[sizeof(ulong)..];
            }

            ulong rest = 0;
            foreach (byte unit in alternate)
            {
                rest = (rest << 8) | unit;
            }

            hash = Mix(hash, rest);
            return (int)(hash ^ (hash >> 32));
        }

        private static ulong Mix(ulong hash, ulong units)
        {
            hash = (hash ^ (units | CaseBits)) * Factor;
            return hash ^ (hash >> 29);
        }
    }
}
