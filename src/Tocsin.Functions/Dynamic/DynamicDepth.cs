using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// How deep arrays and bags stand in each other. Values are gone through by recursion, so there is a limit: deeper text is
/// no JSON, and a function that would make a deeper value is refused.
/// </summary>
internal static class DynamicDepth
{
    /// <summary>The most levels of arrays and bags that a value has.</summary>
    public const int Limit = 1000;

    /// <summary>Passes over the value that the reader stands on.</summary>
    public static void Skip(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return;
        }

        try
        {
            reader.Skip();
        }
        catch (JsonException fault) when (reader.CurrentDepth >= Limit - 1)
        {
            throw Fault(fault);
        }
    }

    /// <summary>Refuses what little stack a thread has would not bear: some platforms give theirs half a megabyte.</summary>
    public static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new NotSupportedException("A dynamic value nests deeper than there is room on the stack to go through it.");
        }
    }

    /// <summary>What is said of a value beyond the limit.</summary>
    public static NotSupportedException Fault(Exception? reason = null) => new($"A dynamic value has at most {Limit} levels of arrays and bags.", reason);

    /// <summary>Whether a value has more than so many levels.</summary>
    public static bool Exceeds(ReadOnlySpan<byte> value, int levels)
    {
        // A level takes two bytes: nearly all values are told by their length, and the rest by their number of brackets.
        if (value.Length <= 2 * levels || value[0] is not ((byte)'[' or (byte)'{') || value.Count((byte)'[') + value.Count((byte)'{') <= levels)
        {
            return false;
        }

        int depth = 0;
        bool isText = false;
        for (int i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'[' or (byte)'{' when !isText:
                    if (++depth > levels)
                    {
                        return true;
                    }

                    break;
                case (byte)']' or (byte)'}' when !isText:
                    depth--;
                    break;
            }
        }

        return false;
    }
}
