using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.UserAgents;

/// <summary>
/// <c>parse_user_agent</c> over the patterns of a regexes.yaml: of each list the first pattern that matches gives the
/// values. Several threads may use one parser.
/// </summary>
public sealed class UserAgentParser
{
    /// <summary>The longest user agent, in bytes, that is looked at: patterns may take time by the square of the length.</summary>
    public const int MaxLength = 8192;

    private const string NoMatch = "Other";

    private readonly ImmutableArray<ImmutableArray<UserAgentPattern>> _patterns;
    private readonly UserAgentMemory _memory = new();

    /// <summary>A parser with the patterns of each of <see cref="UserAgentList.All"/>.</summary>
    public UserAgentParser(ImmutableArray<ImmutableArray<UserAgentPattern>> patterns)
    {
        if (patterns.Length != UserAgentList.All.Length)
        {
            throw new ArgumentException("There must be one list of patterns for each part of a user agent.", nameof(patterns));
        }

        _patterns = patterns;
    }

    /// <summary>
    /// Writes what a user agent tells as a property bag; false, with nothing written, where it is longer than
    /// <see cref="MaxLength"/> or a pattern takes longer than a second on it.
    /// </summary>
    public bool TryWrite(ReadOnlySpan<byte> userAgent, UserAgentParts parts, IBufferWriter<byte> output)
    {
        if (userAgent.Length > MaxLength)
        {
            return false;
        }

        Span<char> characters = stackalloc char[MaxLength];
        ReadOnlySpan<char> text = characters[..Encoding.UTF8.GetChars(userAgent, characters)];
        UserAgentAnswer answer = _memory.Find(text);
        try
        {
            for (int i = 0; i < _patterns.Length; i++)
            {
                if (parts.HasFlag(UserAgentList.All[i].Part))
                {
                    answer.Bags[i] ??= Bag(answer.Text, i);
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }

        Write(answer, parts, output);
        return true;
    }

    private static void Write(UserAgentAnswer answer, UserAgentParts parts, IBufferWriter<byte> output)
    {
        var writer = new DynamicWriter(output);
        writer.BeginBag();
        for (int i = 0; i < answer.Bags.Length; i++)
        {
            UserAgentList list = UserAgentList.All[i];
            if (parts.HasFlag(list.Part))
            {
                writer.WriteName(Encoding.UTF8.GetBytes(list.Property));
                writer.WriteValue(answer.Bags[i]);
            }
        }

        writer.EndBag();
    }

    /// <summary>What the patterns of one list say of a user agent, as a property bag.</summary>
    private byte[] Bag(string text, int index)
    {
        UserAgentList list = UserAgentList.All[index];
        string[]? values = null;
        foreach (UserAgentPattern pattern in _patterns[index])
        {
            values = pattern.Match(text, list);
            if (values is not null)
            {
                break;
            }
        }

        var output = new ArrayBufferWriter<byte>();
        var writer = new DynamicWriter(output);
        writer.BeginBag();
        for (int i = 0; i < list.Values.Length; i++)
        {
            writer.WriteName(Encoding.UTF8.GetBytes(list.Values[i].Name));
            writer.WriteString(Encoding.UTF8.GetBytes(values?[i] ?? (i == 0 ? NoMatch : string.Empty)));
        }

        writer.EndBag();
        return output.WrittenSpan.ToArray();
    }
}
