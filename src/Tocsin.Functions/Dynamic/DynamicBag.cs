using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>The properties of a dynamic bag.</summary>
public static class DynamicBag
{
    /// <summary>True for a property bag.</summary>
    public static bool IsBag(ReadOnlySpan<byte> value) => value is [(byte)'{', ..];

    /// <summary>The properties in order; of what is no bag, none.</summary>
    public static DynamicProperties Properties(ReadOnlySpan<byte> value) => new(value);

    /// <summary><c>bag_keys</c>: an array of the names at the top; false (null) where the value is no bag.</summary>
    public static bool Keys(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        if (!IsBag(value))
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        foreach (DynamicProperties property in Properties(value))
        {
            writer.WriteEscapedString(property.EscapedName);
        }

        writer.EndArray();
        return true;
    }

    /// <summary>A bag as an array of its properties, each <c>[name, value]</c>; another value as it is.</summary>
    public static void Pairs(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!IsBag(value))
        {
            output.Write(value);
            return;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        foreach (DynamicProperties property in Properties(value))
        {
            writer.BeginArray();
            writer.WriteEscapedString(property.EscapedName);
            writer.WriteValue(property.Value);
            writer.EndArray();
        }

        writer.EndArray();
    }
}
