using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary><c>range(start, stop, step)</c> as an array; at most 1,048,576 values (range-function.md).</summary>
public static class DynamicRange
{
    /// <summary>The most values an array of <c>range</c> has.</summary>
    public const int MaxCount = 1_048_576;

    /// <summary>Of longs.</summary>
    public static void Longs(long start, long stop, long step, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        writer.BeginArray();
        Int128 value = start;
        for (int i = 0; i < MaxCount && IsWithin(value, stop, step); i++, value += step)
        {
            writer.WriteLong((long)value);
        }

        writer.EndArray();
    }

    /// <summary>Of reals.</summary>
    public static void Reals(double start, double stop, double step, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        writer.BeginArray();
        for (int i = 0; i < MaxCount && step != 0; i++)
        {
            double value = start + (i * step);
            if (step > 0 ? value > stop : value < stop)
            {
                break;
            }

            writer.WriteReal(value);
        }

        writer.EndArray();
    }

    /// <summary>Of datetimes, the step being a timespan.</summary>
    public static void Datetimes(long start, long stop, long step, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        writer.BeginArray();
        Int128 value = start;
        for (int i = 0; i < MaxCount && IsWithin(value, stop, step); i++, value += step)
        {
            writer.WriteDatetime((long)value);
        }

        writer.EndArray();
    }

    /// <summary>Of timespans.</summary>
    public static void Timespans(long start, long stop, long step, IBufferWriter<byte> output)
    {
        DynamicWriter writer = new(output);
        writer.BeginArray();
        Int128 value = start;
        for (int i = 0; i < MaxCount && IsWithin(value, stop, step); i++, value += step)
        {
            writer.WriteTimespan((long)value);
        }

        writer.EndArray();
    }

    private static bool IsWithin(Int128 value, long stop, long step) => step > 0 ? value <= stop : step < 0 && value >= stop;
}
