namespace Tocsin.Functions.UserAgents;

/// <summary>
/// The answers for the user agents of late: logs repeat them, and working one out takes about a millisecond. Bounded: once
/// a generation is full it is the older one, and what was not asked for again is forgotten with it.
/// </summary>
internal sealed class UserAgentMemory
{
    private const int GenerationSize = 4096;

    /// <summary>Longer ones, in characters, are rare and not kept: the memory takes 20 MB at most.</summary>
    private const int LongestKept = 512;

    private readonly Lock _gate = new();
    private Dictionary<string, UserAgentAnswer> _young = new(StringComparer.Ordinal);
    private Dictionary<string, UserAgentAnswer> _old = new(StringComparer.Ordinal);

    /// <summary>The answer of a user agent, with nothing in it where it is met for the first time.</summary>
    internal UserAgentAnswer Find(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestKept)
        {
            return new UserAgentAnswer(text.ToString());
        }

        lock (_gate)
        {
            if (_young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out UserAgentAnswer? known))
            {
                return known;
            }

            if (!_old.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out known))
            {
                known = new UserAgentAnswer(text.ToString());
            }

            if (_young.Count >= GenerationSize)
            {
                (_old, _young) = (_young, _old);
                _young.Clear();
            }

            _young[known.Text] = known;
            return known;
        }
    }
}
