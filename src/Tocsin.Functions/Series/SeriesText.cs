using System.Buffers;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Series;

/// <summary>
/// Series as dynamic values: read from JSON text and written back. Kusto keeps a series of longs long where the function
/// does, so that a series knows whether all its elements are longs.
/// </summary>
public sealed class SeriesText
{
    private readonly ArrayBufferWriter<double> _reals = new();
    private readonly ArrayBufferWriter<long> _longs = new();

    /// <summary>The elements as reals; what is no number is missing.</summary>
    public ReadOnlySpan<double> Reals => _reals.WrittenSpan;

    /// <summary>The elements as longs, where all are longs or missing.</summary>
    public ReadOnlySpan<long> Longs => _longs.WrittenSpan;

    /// <summary>Whether no element is anything but a long or missing.</summary>
    public bool IsLong { get; private set; }

    /// <summary>Whether the value was one number, which then is the only element.</summary>
    public bool IsScalar { get; private set; }

    public int Length => Reals.Length;

    /// <summary>The value as an operand of an element-wise function.</summary>
    public SeriesOperand<double> RealOperand => IsScalar ? new(Reals[0]) : new(Reals);

    /// <inheritdoc cref="RealOperand"/>
    public SeriesOperand<long> LongOperand => IsScalar ? new(Longs[0]) : new(Longs);

    /// <summary>Reads an array, or one number; false where the value is neither.</summary>
    public bool TryRead(ReadOnlySpan<byte> value)
    {
        _reals.ResetWrittenCount();
        _longs.ResetWrittenCount();
        IsLong = true;
        IsScalar = !DynamicArray.IsArray(value);
        if (IsScalar)
        {
            Add(value);
            return DynamicText.KindOf(value) is DynamicKind.Long or DynamicKind.Real;
        }

        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            Add(element);
        }

        return true;
    }

    /// <summary>Writes reals as an array.</summary>
    public static void Write(ReadOnlySpan<double> series, ref DynamicWriter writer)
    {
        writer.BeginArray();
        foreach (double element in series)
        {
            if (SeriesNull.IsNull(element))
            {
                writer.WriteNull();
            }
            else
            {
                writer.WriteReal(element);
            }
        }

        writer.EndArray();
    }

    /// <summary>Writes longs as an array.</summary>
    public static void Write(ReadOnlySpan<long> series, ref DynamicWriter writer)
    {
        writer.BeginArray();
        foreach (long element in series)
        {
            if (SeriesNull.IsNull(element))
            {
                writer.WriteNull();
            }
            else
            {
                writer.WriteLong(element);
            }
        }

        writer.EndArray();
    }

    /// <summary>Writes the results of a comparison as an array.</summary>
    public static void Write(ReadOnlySpan<SeriesTruth> series, ref DynamicWriter writer)
    {
        writer.BeginArray();
        foreach (SeriesTruth element in series)
        {
            if (element == SeriesTruth.Null)
            {
                writer.WriteNull();
            }
            else
            {
                writer.WriteBool(element == SeriesTruth.True);
            }
        }

        writer.EndArray();
    }

    private void Add(ReadOnlySpan<byte> element)
    {
        DynamicKind kind = DynamicText.KindOf(element);
        double? real = kind.IsNumber() || kind == DynamicKind.Bool ? DynamicConversions.ToReal(element) : null;
        long? number = kind == DynamicKind.Long ? DynamicConversions.ToLong(element) : null;
        IsLong &= number is not null || real is null;
        _reals.Write([real ?? SeriesNull.Real]);
        _longs.Write([number ?? SeriesNull.Long]);
    }
}
