using System.Runtime.InteropServices;

namespace Tocsin.Telemetry.Files.Zstandard;

/// <summary>
/// Compressed blocks of one frame (RFC 8878, 3.1.1.3): literals, and sequences of literals and copies of what came before.
/// Tables and the last three offsets are kept from block to block.
/// </summary>
internal sealed class BlockDecoder
{
    public const int MostBytes = 128 << 10;

    private readonly byte[] _literals = new byte[MostBytes];
    private readonly int[] _offsets = [1, 4, 8];
    private PrefixTable? _prefixes;
    private EntropyTable? _literalLengths;
    private EntropyTable? _offsetCodes;
    private EntropyTable? _matchLengths;

    /// <summary>Decodes a block behind what the window holds; returns the bytes that it gives.</summary>
    /// <param name="block">The block without its header.</param>
    /// <param name="window">The output so far, and room for <see cref="MostBytes"/> more.</param>
    /// <param name="end">How much of it is output.</param>
    /// <param name="reach">How far back copies may go.</param>
    public int Decode(ReadOnlySpan<byte> block, Span<byte> window, int end, int reach)
    {
        var length = ReadLiterals(block, out var literals);
        var rest = block[length..];
        var count = ReadCount(ref rest);
        if (count == 0)
        {
            literals.CopyTo(window[end..]);
            return rest.IsEmpty ? literals.Length : throw Damaged();
        }

        ReadTables(ref rest);
        return Copy(count, literals, new BackwardBits(rest), new Output(window, end, reach));
    }

    private int ReadLiterals(ReadOnlySpan<byte> block, out ReadOnlySpan<byte> literals)
    {
        var kind = At(block, 0) & 3;
        var format = (block[0] >> 2) & 3;
        return kind < 2 ? ReadPlainLiterals(block, isRepeated: kind == 1, format, out literals) : ReadPackedLiterals(block, isNewTable: kind == 2, format, out literals);
    }

    private int ReadPlainLiterals(ReadOnlySpan<byte> block, bool isRepeated, int format, out ReadOnlySpan<byte> literals)
    {
        var header = format switch { 1 => 2, 3 => 3, _ => 1 };
        var size = (int)(Number(block, header) >> (header == 1 ? 3 : 4));
        var length = isRepeated ? 1 : size;
        if (size > MostBytes || block.Length < header + length)
        {
            throw Damaged();
        }

        if (isRepeated)
        {
            _literals.AsSpan(0, size).Fill(block[header]);
            literals = _literals.AsSpan(0, size);
        }
        else
        {
            literals = block.Slice(header, size);
        }

        return header + length;
    }

    private int ReadPackedLiterals(ReadOnlySpan<byte> block, bool isNewTable, int format, out ReadOnlySpan<byte> literals)
    {
        var (header, bits) = format switch { 2 => (4, 14), 3 => (5, 18), _ => (3, 10) };
        var sizes = Number(block, header) >> 4;
        var size = (int)(sizes & ((1UL << bits) - 1));
        var packed = (int)((sizes >> bits) & ((1UL << bits) - 1));
        if (size > MostBytes || block.Length < header + packed)
        {
            throw Damaged();
        }

        var data = block.Slice(header, packed);
        if (isNewTable)
        {
            data = data[PrefixTable.Read(data, out _prefixes)..];
        }

        var table = _prefixes ?? throw Damaged();
        var target = _literals.AsSpan(0, size);
        if (format == 0)
        {
            table.Decode(data, target);
        }
        else
        {
            DecodeFour(table, data, target);
        }

        literals = target;
        return header + packed;
    }

    private static void DecodeFour(PrefixTable table, ReadOnlySpan<byte> data, Span<byte> target)
    {
        const int lengths = 6;
        var part = (target.Length + 3) / 4;
        var streams = data.Length < lengths || part * 3 > target.Length ? throw Damaged() : data[lengths..];
        for (var i = 0; i < 3; i++)
        {
            var length = (int)Number(data[(2 * i)..], 2);
            if (length > streams.Length)
            {
                throw Damaged();
            }

            table.Decode(streams[..length], target.Slice(i * part, part));
            streams = streams[length..];
        }

        table.Decode(streams, target[(3 * part)..]);
    }

    private static int ReadCount(ref ReadOnlySpan<byte> rest)
    {
        int first = At(rest, 0);
        var (count, length) = first switch
        {
            < 128 => (first, 1),
            < 255 => (((first - 128) << 8) + At(rest, 1), 2),
            _ => (At(rest, 1) + (At(rest, 2) << 8) + 0x7F00, 3),
        };
        rest = rest[length..];
        return count;
    }

    private void ReadTables(ref ReadOnlySpan<byte> rest)
    {
        var modes = At(rest, 0);
        if ((modes & 3) != 0)
        {
            throw Damaged();
        }

        rest = rest[1..];
        _literalLengths = ReadTable(ref rest, modes >> 6, SequenceCodes.LiteralLengths, _literalLengths, SequenceCodes.MostLiteralLength, 9);
        _offsetCodes = ReadTable(ref rest, (modes >> 4) & 3, SequenceCodes.Offsets, _offsetCodes, SequenceCodes.MostOffset, 8);
        _matchLengths = ReadTable(ref rest, (modes >> 2) & 3, SequenceCodes.MatchLengths, _matchLengths, SequenceCodes.MostMatchLength, 9);
    }

    private static EntropyTable ReadTable(ref ReadOnlySpan<byte> rest, int mode, EntropyTable usual, EntropyTable? last, int mostSymbol, int mostAccuracy)
    {
        switch (mode)
        {
            case 0:
                return usual;
            case 1:
                var symbol = At(rest, 0);
                rest = rest[1..];
                return symbol <= mostSymbol ? EntropyTable.Only(symbol) : throw Damaged();
            case 2:
                rest = rest[EntropyTable.Read(rest, mostSymbol + 1, mostAccuracy, out var table)..];
                return table;
            default:
                return last ?? throw Damaged();
        }
    }

    private int Copy(int count, ReadOnlySpan<byte> literals, BackwardBits bits, Output output)
    {
        var (lengths, offsets, matches) = (_literalLengths!, _offsetCodes!, _matchLengths!);
        var length = (int)bits.Read(lengths.Accuracy);
        var offset = (int)bits.Read(offsets.Accuracy);
        var match = (int)bits.Read(matches.Accuracy);
        for (var i = 0; i < count; i++)
        {
            var offsetBits = offsets.Symbol(offset);
            var offsetValue = (1L << offsetBits) + (long)bits.Read(offsetBits);
            var (matchBase, matchBits) = SequenceCodes.MatchLength(matches.Symbol(match));
            var matchLength = matchBase + (int)bits.Read(matchBits);
            var (literalBase, literalBits) = SequenceCodes.LiteralLength(lengths.Symbol(length));
            var literalLength = literalBase + (int)bits.Read(literalBits);
            if (literalLength > literals.Length)
            {
                throw Damaged();
            }

            output.Append(literals[..literalLength]);
            literals = literals[literalLength..];
            output.Repeat(Offset(offsetValue, literalLength == 0), matchLength);
            if (i < count - 1)
            {
                length = lengths.Next(length, ref bits);
                match = matches.Next(match, ref bits);
                offset = offsets.Next(offset, ref bits);
            }
        }

        output.Append(literals);
        return bits.Left == 0 ? output.Written : throw Damaged();
    }

    /// <summary>Values from 1 to 3 name an offset that was there lately, or one less than it.</summary>
    private int Offset(long value, bool isWithoutLiterals)
    {
        if (value > 3)
        {
            (_offsets[2], _offsets[1], _offsets[0]) = (_offsets[1], _offsets[0], (int)Math.Min(value - 3, int.MaxValue));
            return _offsets[0];
        }

        var index = (int)value - 1 + (isWithoutLiterals ? 1 : 0);
        var offset = index == 3 ? _offsets[0] - 1 : _offsets[index];
        if (index > 1)
        {
            _offsets[2] = _offsets[1];
        }

        if (index > 0)
        {
            _offsets[1] = _offsets[0];
        }

        _offsets[0] = offset;
        return offset;
    }

    private static byte At(ReadOnlySpan<byte> data, int index) => index < data.Length ? data[index] : throw Damaged();

    private static ulong Number(ReadOnlySpan<byte> data, int length)
    {
        ulong value = 0;
        for (var i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | At(data, i);
        }

        return value;
    }

    private static InvalidDataException Damaged() => new("The zstd data is damaged.");

    /// <summary>The window's end, where a block's bytes go.</summary>
    [StructLayout(LayoutKind.Auto)]
    private ref struct Output(Span<byte> window, int start, int reach)
    {
        private readonly Span<byte> _window = window;
        private readonly int _start = start;
        private int _end = start;

        public readonly int Written => _end - _start;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            Require(bytes.Length);
            bytes.CopyTo(_window[_end..]);
            _end += bytes.Length;
        }

        /// <summary>Copies what stands so far back; what is copied may be copied on.</summary>
        public void Repeat(int offset, int length)
        {
            Require(length);
            if (offset <= 0 || offset > Math.Min(reach + Written, _end))
            {
                throw Damaged();
            }

            var from = _end - offset;
            if (offset >= length)
            {
                _window.Slice(from, length).CopyTo(_window[_end..]);
            }
            else
            {
                for (var i = 0; i < length; i++)
                {
                    _window[_end + i] = _window[from + i];
                }
            }

            _end += length;
        }

        private readonly void Require(int length)
        {
            if (Written + length > MostBytes)
            {
                throw Damaged();
            }
        }
    }
}
