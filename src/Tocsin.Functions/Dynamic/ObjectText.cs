using System.Buffers;
using System.Collections.Immutable;
using Tocsin.Functions.Numbers;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// The text of a JSON object of given properties, from their values' texts in order. What is absent is left out: nulls,
/// empty texts, numbers and booleans that are none.
/// </summary>
public sealed class ObjectText
{
    /// <summary>A number that is spelled anew, a comma and two quotes.</summary>
    private const int RoomBeside = 40;

    private readonly ImmutableArray<Property> _properties;
    private readonly int _namesRoom;

    private ObjectText(ImmutableArray<Property> properties)
    {
        _properties = properties;
        _namesRoom = 2 + properties.Sum(property => property.Name.Length + RoomBeside);
    }

    public int Count => _properties.Length;

    /// <summary>Reads a list of properties: each is a letter for its kind (t, n or b), its name as JSON, and a line feed.</summary>
    public static ObjectText Parse(ReadOnlySpan<byte> properties)
    {
        ImmutableArray<Property>.Builder read = ImmutableArray.CreateBuilder<Property>();
        foreach (Range line in properties.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> property = properties[line];
            if (!property.IsEmpty)
            {
                read.Add(new Property(property[0], [.. property[1..], (byte)':']));
            }
        }

        return new ObjectText(read.ToImmutable());
    }

    /// <summary>How many bytes the object takes at most, braces and commas included.</summary>
    /// <param name="textBytes">The length of all texts together.</param>
    public int Room(int textBytes) => checked(_namesRoom + (JsonString.LongestEscape * textBytes));

    /// <summary>Writes a property where its text says something; returns the bytes written, or 0.</summary>
    /// <param name="index">The property's place.</param>
    /// <param name="text">Its value's text.</param>
    /// <param name="before">The byte in front of it: a brace, or a comma.</param>
    /// <param name="target">Where to, with enough room.</param>
    public int Write(int index, ReadOnlySpan<byte> text, byte before, Span<byte> target)
    {
        Property property = _properties[index];
        double number = 0;
        bool isPlain = property.Kind != 'n' || IsJsonNumber(text);
        bool isPresent = property.Kind switch
        {
            (byte)'n' => isPlain || (NumberParser.ToReal(text) is { } real && double.IsFinite(number = real)),
            (byte)'b' => text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8),
            _ => !text.IsEmpty,
        };
        if (!isPresent)
        {
            return 0;
        }

        target[0] = before;
        property.Name.CopyTo(target[1..]);
        int written = 1 + property.Name.Length;
        if (!isPlain)
        {
            ArrayBufferWriter<byte> spelled = new();
            NumberText.Write(number, spelled);
            spelled.WrittenSpan.CopyTo(target[written..]);
            return written + spelled.WrittenCount;
        }

        if (property.Kind != 't')
        {
            text.CopyTo(target[written..]);
            return written + text.Length;
        }

        target[written++] = (byte)'"';
        written += JsonString.Escape(text, target[written..]);
        target[written++] = (byte)'"';
        return written;
    }

    /// <summary><c>-?(0|[1-9]\d*)(\.\d+)?</c>: what JSON takes as it stands.</summary>
    private static bool IsJsonNumber(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text is [(byte)'-', ..] ? text[1..] : text;
        int end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        int whole = end < 0 ? digits.Length : end;
        return whole > 0 && (whole == 1 || digits[0] != '0')
            && (end < 0 || (digits[end] == '.' && digits.Length > end + 1 && digits[(end + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0));
    }

    private sealed record Property(byte Kind, byte[] Name);
}
