using System.Buffers;

namespace Tocsin.Functions.Scan;

/// <summary>What an expression of the scan operator sees: the record and the state of one step.</summary>
public sealed class ScanFrame
{
    /// <summary>Room for texts that is kept from one run to the next.</summary>
    private const int MostKeptBytes = 1 << 20;

    /// <summary>All texts of a run, one after another: values are copied in once and referred to by place.</summary>
    public ArrayBufferWriter<byte> Texts { get; private set; } = new();

    /// <summary>The record's values, in the order of the program's columns.</summary>
    public ScanValue[] Row { get; set; } = [];

    /// <summary>The remembered values, in the order of the program's slots.</summary>
    public ScanValue[] State { get; set; } = [];

    public ReadOnlySpan<byte> Text(ScanValue value) => Texts.WrittenSpan.Slice((int)value.Bits, value.Length);

    public ScanValue Add(ReadOnlySpan<byte> text)
    {
        var start = Texts.WrittenCount;
        Texts.Write(text);
        return new ScanValue(true, start, text.Length);
    }

    /// <summary>Forgets the texts behind a place, and gives back the room that many of them took.</summary>
    public void Truncate(int length)
    {
        if (Texts.Capacity > Math.Max(MostKeptBytes, 2 * length))
        {
            var kept = new ArrayBufferWriter<byte>(Math.Max(length, 256));
            kept.Write(Texts.WrittenSpan[..length]);
            Texts = kept;
            return;
        }

        Texts.ResetWrittenCount();
        Texts.GetSpan(length);
        Texts.Advance(length);
    }

    /// <summary>What was appended to <see cref="Texts"/> since a place.</summary>
    public ScanValue Since(int start) => new(true, start, Texts.WrittenCount - start);
}

/// <summary>An expression made ready to be asked for each record.</summary>
public delegate ScanValue ScanEvaluation(ScanFrame frame);
