using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// A path into a dynamic value, prepared once: <c>$.a.b[0]</c> or <c>$['a']['b c'][-1]</c>; a text that does not begin
/// with $ is the name of one key (extract-json-function.md, bag-has-key-function.md).
/// </summary>
public sealed class JsonPath
{
    private readonly (byte[]? Name, byte[]? EscapedName, long Index)[] _steps;

    private JsonPath((byte[]?, byte[]?, long)[] steps)
    {
        _steps = steps;
    }

    internal int Length => _steps.Length;

    internal bool IsKeysOnly => _steps.Length > 0 && Array.TrueForAll(_steps, step => step.Name is not null);

    /// <summary>Reads a path; null where it is malformed, or leads deeper than values go.</summary>
    public static JsonPath? Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path[0] != '$')
        {
            return new JsonPath([Key(path)]);
        }

        List<(byte[]?, byte[]?, long)> steps = [];
        for (int place = 1; place < path.Length;)
        {
            if (steps.Count == DynamicDepth.Limit)
            {
                return null;
            }

            if (path[place] == '.' && place + 1 < path.Length && path[place + 1] != '[')
            {
                int end = path.AsSpan(place + 1).IndexOfAny('.', '[') is var stop and >= 0 ? place + 1 + stop : path.Length;
                if (end == place + 1)
                {
                    return null;
                }

                steps.Add(Key(path[(place + 1)..end]));
                place = end;
                continue;
            }

            place += path[place] == '.' ? 1 : 0;
            if (Bracket(path, ref place) is not { } step)
            {
                return null;
            }

            steps.Add(step);
        }

        return new JsonPath([.. steps]);
    }

    /// <summary>What stands at the path; an empty span where it is null or missing.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> part = value;
        foreach ((byte[]? name, _, long index) in _steps)
        {
            part = name is not null ? DynamicPath.Property(part, name) : DynamicPath.Element(part, index);
        }

        return part;
    }

    /// <summary>Whether the last key of the path is there, with whatever value.</summary>
    internal bool Exists(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> part = value;
        for (int i = 0; i < _steps.Length - 1; i++)
        {
            part = _steps[i].Name is { } name ? DynamicPath.Property(part, name) : DynamicPath.Element(part, _steps[i].Index);
        }

        return _steps.Length > 0 && _steps[^1].EscapedName is { } last
            ? DynamicBags.HasEscaped(part, last)
            : !Find(value).IsEmpty;
    }

    internal bool IsKeyAt(int depth, ReadOnlySpan<byte> escapedName) =>
        _steps[depth].EscapedName is { } name && escapedName.SequenceEqual(name);

    internal ReadOnlySpan<byte> EscapedKeyAt(int depth) => _steps[depth].EscapedName;

    private static (byte[]?, byte[]?, long) Key(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        ArrayBufferWriter<byte> escaped = new();
        JsonString.Escape(text, escaped);
        return (text, escaped.WrittenSpan.ToArray(), 0);
    }

    private static (byte[]?, byte[]?, long)? Bracket(string path, ref int place)
    {
        int close = path.IndexOf(']', place);
        if (place == path.Length || path[place] != '[' || close < 0)
        {
            return null;
        }

        if (place + 1 < path.Length && path[place + 1] is '\'' or '"')
        {
            char quote = path[place + 1];
            int end = path.IndexOf(quote, place + 2);
            if (end < 0 || end + 1 >= path.Length || path[end + 1] != ']')
            {
                return null;
            }

            string name = path[(place + 2)..end];
            place = end + 2;
            return Key(name);
        }

        string index = path[(place + 1)..close];
        place = close + 1;
        return long.TryParse(index, System.Globalization.NumberStyles.AllowLeadingSign, provider: null, out long number) ? (null, null, number) : null;
    }
}
