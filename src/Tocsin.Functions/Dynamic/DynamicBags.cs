using System.Buffers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// Functions that make a bag of bags. Each writes its result, or nothing and returns false where it is null. A key that
/// begins with <c>$.</c> is a path. Sources: bag-merge-function.md and its kin.
/// </summary>
public static class DynamicBags
{
    /// <summary><c>bag_merge</c> of two: of a key in both, the left value; what is no bag adds nothing; null where neither is one.</summary>
    public static bool Merge(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!DynamicBag.IsBag(left) || !DynamicBag.IsBag(right))
        {
            ReadOnlySpan<byte> only = DynamicBag.IsBag(left) ? left : DynamicBag.IsBag(right) ? right : default;
            output.Write(only);
            return !only.IsEmpty;
        }

        DynamicWriter writer = new(output);
        writer.BeginBag();
        CopyProperties(left, ref writer);
        foreach (DynamicProperties property in DynamicBag.Properties(right))
        {
            if (!HasEscaped(left, property.EscapedName))
            {
                writer.WriteEscapedName(property.EscapedName);
                writer.WriteValue(property.Value);
            }
        }

        writer.EndBag();
        return true;
    }

    /// <summary><c>bag_has_key(bag, key)</c>: null where the value is no bag.</summary>
    public static bool? HasKey(ReadOnlySpan<byte> bag, JsonPath key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DynamicBag.IsBag(bag) ? key.Exists(bag) : null;
    }

    /// <summary><c>bag_remove_keys(bag, keys)</c>: the keys and paths are those of an array of strings.</summary>
    public static bool RemoveKeys(ReadOnlySpan<byte> bag, IReadOnlyList<JsonPath> keys, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!DynamicBag.IsBag(bag))
        {
            return false;
        }

        Span<bool> active = keys.Count <= 256 ? stackalloc bool[keys.Count] : new bool[keys.Count];
        active.Fill(true);
        DynamicWriter writer = new(output);
        CopyWithout(bag, keys, 0, active, ref writer);
        return true;
    }

    /// <summary><c>bag_set_key(bag, key, value)</c>: a key that is there keeps its place, another one is added behind; so are bags on the way of a path.</summary>
    public static bool SetKey(ReadOnlySpan<byte> bag, JsonPath key, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!DynamicBag.IsBag(bag) || !key.IsKeysOnly)
        {
            return false;
        }

        DynamicWriter writer = new(output);
        Set(bag, key, 0, value, ref writer);
        return true;
    }

    /// <summary><c>bag_zip(keys, values)</c>: a key that is no string is left out with its value; a value that is not there is null.</summary>
    public static bool Zip(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, IBufferWriter<byte> output)
    {
        if (!DynamicArray.IsArray(keys))
        {
            return false;
        }

        using ElementIndex elements = new(values);
        DynamicWriter writer = new(output);
        writer.BeginBag();
        int i = 0;
        foreach (ReadOnlySpan<byte> key in DynamicArray.Elements(keys))
        {
            if (DynamicText.KindOf(key) == DynamicKind.String)
            {
                writer.WriteEscapedName(DynamicText.Content(key));
                writer.WriteValue(i < elements.Count ? elements[i] : default);
            }

            i++;
        }

        writer.EndBag();
        return true;
    }

    internal static bool HasEscaped(ReadOnlySpan<byte> bag, ReadOnlySpan<byte> escapedName)
    {
        foreach (DynamicProperties property in DynamicBag.Properties(bag))
        {
            if (property.EscapedName.SequenceEqual(escapedName))
            {
                return true;
            }
        }

        return false;
    }

    private static void CopyProperties(ReadOnlySpan<byte> bag, scoped ref DynamicWriter writer)
    {
        foreach (DynamicProperties property in DynamicBag.Properties(bag))
        {
            writer.WriteEscapedName(property.EscapedName);
            writer.WriteValue(property.Value);
        }
    }

    private static void CopyWithout(ReadOnlySpan<byte> bag, IReadOnlyList<JsonPath> keys, int depth, scoped ReadOnlySpan<bool> active, scoped ref DynamicWriter writer)
    {
        DynamicDepth.EnsureStack();
        Span<bool> below = keys.Count <= 256 ? stackalloc bool[keys.Count] : new bool[keys.Count];
        writer.BeginBag();
        foreach (DynamicProperties property in DynamicBag.Properties(bag))
        {
            bool removed = false;
            for (int i = 0; i < keys.Count; i++)
            {
                below[i] = active[i] && depth < keys[i].Length && keys[i].IsKeyAt(depth, property.EscapedName);
                removed |= below[i] && keys[i].Length == depth + 1;
            }

            if (removed)
            {
                continue;
            }

            writer.WriteEscapedName(property.EscapedName);
            if (below.Contains(true) && DynamicBag.IsBag(property.Value))
            {
                CopyWithout(property.Value, keys, depth + 1, below, ref writer);
            }
            else
            {
                writer.WriteValue(property.Value);
            }
        }

        writer.EndBag();
    }

    private static void Set(ReadOnlySpan<byte> bag, JsonPath key, int depth, ReadOnlySpan<byte> value, scoped ref DynamicWriter writer)
    {
        DynamicDepth.EnsureStack();
        bool found = false;
        bool last = depth == key.Length - 1;
        writer.BeginBag();
        foreach (DynamicProperties property in DynamicBag.Properties(bag))
        {
            bool same = key.IsKeyAt(depth, property.EscapedName);
            found |= same;
            writer.WriteEscapedName(property.EscapedName);
            if (same && !last)
            {
                Set(property.Value, key, depth + 1, value, ref writer);
            }
            else
            {
                writer.WriteValue(same ? value : property.Value);
            }
        }

        if (!found)
        {
            writer.WriteEscapedName(key.EscapedKeyAt(depth));
            if (last)
            {
                writer.WriteValue(value);
            }
            else
            {
                Set(default, key, depth + 1, value, ref writer);
            }
        }

        writer.EndBag();
    }
}
