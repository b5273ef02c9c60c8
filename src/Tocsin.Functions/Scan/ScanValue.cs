namespace Tocsin.Functions.Scan;

/// <summary>
/// A value while the scan operator runs: null, an integer (also bool, datetime and timespan), the bits of a real, or
/// where a text lies in the frame's <see cref="ScanFrame.Texts"/>.
/// </summary>
public readonly record struct ScanValue(bool HasValue, long Bits, int Length = 0)
{
    public static readonly ScanValue Null;

    public double Real => BitConverter.Int64BitsToDouble(Bits);

    public bool IsTrue => HasValue && Bits != 0;

    public static ScanValue Of(long? value) => value is { } v ? new ScanValue(true, v) : Null;

    public static ScanValue Of(double? value) => value is { } v ? new ScanValue(true, BitConverter.DoubleToInt64Bits(v)) : Null;

    public static ScanValue Of(bool? value) => value is { } v ? new ScanValue(true, v ? 1 : 0) : Null;
}
