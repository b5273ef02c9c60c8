using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// <c>dynamic_to_json</c> and <c>treepath</c>. Both go down the value by recursion: where the stack of the thread is too
/// small for its depth they throw <see cref="InsufficientExecutionStackException"/>, never crash.
/// </summary>
public static class DynamicShape
{
    /// <summary><c>dynamic_to_json</c>: JSON with the properties of every bag in the order of their names; nothing for null.</summary>
    public static void ToJson(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.IsEmpty)
        {
            return;
        }

        DynamicWriter writer = new(output);
        WriteOrdered(value, ref writer);
    }

    /// <summary>
    /// <c>treepath</c>: the paths of all parts, each once; every element of an array has index 0. False (null) for what is
    /// neither array nor bag. Source: treepath-function.md.
    /// </summary>
    public static bool TreePath(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        if (!DynamicBag.IsBag(value) && !DynamicArray.IsArray(value))
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginArray();
        Walk(value, [], new HashSet<string>(StringComparer.Ordinal), ref writer);
        writer.EndArray();
        return true;
    }

    private static void WriteOrdered(ReadOnlySpan<byte> value, scoped ref DynamicWriter writer)
    {
        DynamicDepth.EnsureStack();
        if (DynamicArray.IsArray(value))
        {
            writer.BeginArray();
            foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
            {
                WriteOrdered(element, ref writer);
            }

            writer.EndArray();
            return;
        }

        if (!DynamicBag.IsBag(value))
        {
            writer.WritePlain(value);
            return;
        }

        using PropertyIndex properties = new(value);
        properties.SortByName();
        writer.BeginBag();
        for (int i = 0; i < properties.Count; i++)
        {
            writer.WriteEscapedName(properties.EscapedName(i));
            WriteOrdered(properties.Value(i), ref writer);
        }

        writer.EndBag();
    }

    private static void Walk(ReadOnlySpan<byte> value, byte[] path, HashSet<string> seen, scoped ref DynamicWriter writer)
    {
        DynamicDepth.EnsureStack();
        foreach (DynamicProperties property in DynamicBag.Properties(value))
        {
            Visit(property.Value, [.. path, .. "['"u8, .. property.EscapedName, .. "']"u8], seen, ref writer);
        }

        foreach (ReadOnlySpan<byte> element in DynamicArray.Elements(value))
        {
            Visit(element, [.. path, .. "[0]"u8], seen, ref writer);
        }
    }

    private static void Visit(ReadOnlySpan<byte> part, byte[] path, HashSet<string> seen, scoped ref DynamicWriter writer)
    {
        if (seen.Add(System.Text.Encoding.UTF8.GetString(path)))
        {
            writer.WriteEscapedString(path);
        }

        Walk(part, path, seen, ref writer);
    }
}
