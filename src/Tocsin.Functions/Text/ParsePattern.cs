using System.Text;

namespace Tocsin.Functions.Text;

/// <summary>
/// The pattern of <c>parse</c> with <c>kind=simple</c> and <c>kind=relaxed</c>: literals in order, and what lies between
/// them. The whole text must match, so that what a pattern has no place for makes it fail. Source: parse-operator.md.
/// </summary>
public sealed class ParsePattern
{
    private readonly Step[] _steps;
    private readonly Gap _end;

    /// <summary>Prepares a pattern.</summary>
    /// <param name="parts">The parts in order; the text of those that are no literal does not matter.</param>
    public ParsePattern(IEnumerable<(ParsePart Part, byte[] Literal)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var steps = new List<Step>();
        foreach ((ParsePart part, byte[] literal) in parts)
        {
            Captures += part is ParsePart.Literal or ParsePart.Skip ? 0 : 1;
            switch (part)
            {
                case ParsePart.Literal when _end == Gap.None && steps is [.., { Value: null } last]:
                    steps[^1] = last with { Literal = [.. last.Literal, .. literal] };
                    break;
                case ParsePart.Literal:
                    steps.Add(new Step(_end, literal, Value: null));
                    _end = Gap.None;
                    break;
                case ParsePart.Skip:
                    _end = Gap.Skip;
                    break;
                case ParsePart.Text:
                    _end = Gap.Text;
                    break;
                case var value when steps.Count == 0:
                    steps.Add(new Step(Gap.None, [], value));
                    break;
                case var value:
                    steps[^1] = steps[^1] with { Value = value };
                    break;
            }
        }

        _steps = [.. steps];
    }

    /// <summary>What may lie before a literal, or after the last.</summary>
    private enum Gap
    {
        None,
        Skip,
        Text,
    }

    /// <summary>How many parts are kept.</summary>
    public int Captures { get; }

    /// <summary>Finds the parts that are kept; false where the text does not match.</summary>
    public bool TryMatch(ReadOnlySpan<byte> text, Span<Range> captures)
    {
        int position = 0;
        int captured = 0;
        for (int i = 0; i < _steps.Length; i++)
        {
            Step step = _steps[i];
            bool isLast = i == _steps.Length - 1;
            int length = 0;
            int found = isLast && _end == Gap.None && step.Before != Gap.None
                ? FindAtEnd(text, position, step.Literal)
                : Find(text, position, step, isOptional: isLast, out length);
            if (found < 0)
            {
                return false;
            }

            if (step.Before == Gap.Text)
            {
                captures[captured++] = position..found;
            }

            position = found + step.Literal.Length;
            if (step.Value is not null)
            {
                captures[captured++] = position..(position + length);
                position += length;
            }
        }

        if (_end == Gap.Text)
        {
            captures[captured] = position..text.Length;
        }

        return _end != Gap.None || position == text.Length;
    }

    private static int FindAtEnd(ReadOnlySpan<byte> text, int position, byte[] literal) =>
        text[position..].EndsWith(literal) ? text.Length - literal.Length : -1;

    /// <summary>
    /// Where a literal is that its value follows; the last step's value may be missing, for only * stands behind it.
    /// </summary>
    private static int Find(ReadOnlySpan<byte> text, int position, Step step, bool isOptional, out int length)
    {
        length = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = text[position..];
            int offset = step.Before != Gap.None ? rest.IndexOf(step.Literal) : rest.StartsWith(step.Literal) ? 0 : -1;
            if (offset < 0)
            {
                return -1;
            }

            int found = position + offset;
            if (step.Value is not { } value)
            {
                return found;
            }

            ReadOnlySpan<byte> after = text[(found + step.Literal.Length)..];
            length = ParseShape.LengthOf(value, after);
            if (length > 0 || isOptional)
            {
                return found;
            }

            // Where white space comes before what is no value, no place within it will do either.
            position = found + 1 + ParseShape.SpaceLength(after);
            if (step.Before == Gap.None || position > text.Length)
            {
                return -1;
            }
        }
    }

    /// <summary>Reads a pattern as the compiler writes it: each part a letter, a literal's text behind it.</summary>
    public static ParsePattern FromParts(IEnumerable<byte[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new ParsePattern(parts.Select(p => ((char)p[0]) switch
        {
            'L' => (ParsePart.Literal, p[1..]),
            '*' => (ParsePart.Skip, []),
            'I' => (ParsePart.Integer, []),
            'R' => (ParsePart.Real, []),
            'B' => (ParsePart.Bool, []),
            'G' => (ParsePart.Guid, []),
            'T' => (ParsePart.Text, Array.Empty<byte>()),
            var other => throw new ArgumentException($"'{other}' is no part of a pattern ({Encoding.UTF8.GetString(p)}).", nameof(parts)),
        }));
    }

    /// <summary>A literal with what may lie before it and, where * follows, the value behind it.</summary>
    private sealed record Step(Gap Before, byte[] Literal, ParsePart? Value);
}
