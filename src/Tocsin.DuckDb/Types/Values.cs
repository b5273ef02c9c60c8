using System.Globalization;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb;

/// <summary>An exact decimal: <see cref="Unscaled"/> · 10^-<see cref="Scale"/>, up to 38 digits.</summary>
public readonly record struct DuckDbDecimal(Int128 Unscaled, byte Scale)
{
    public override string ToString()
    {
        string digits = Int128.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        string text = Scale == 0 ? digits : $"{digits[..^Scale]}.{digits[^Scale..]}";
        return Int128.IsNegative(Unscaled) ? "-" + text : text;
    }
}

/// <summary>A DECIMAL(38,18) as it lies in a vector: how many units of its last digit.</summary>
public readonly record struct DecimalUnits(Int128 Count)
{
    public const byte Precision = 38;
    public const byte Scale = 18;
}

/// <summary>DuckDB's INTERVAL as it lies in a vector.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds);

/// <summary>Where one list lies in its column's child vector.</summary>
public readonly record struct ListEntry(int Offset, int Length);

/// <summary>A column of a result.</summary>
public sealed record DuckDbColumn(string Name, DuckDbType Type);
