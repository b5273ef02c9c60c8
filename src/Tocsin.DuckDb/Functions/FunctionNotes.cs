using Tocsin.DuckDb.Functions;

namespace Tocsin.DuckDb;

/// <summary>
/// What a scalar function has to say of the running query beside its results, such as that an answer rests on an assumption.
/// Equal texts of one query count once; <see cref="DuckDbSession.Notes"/> gives them out.
/// </summary>
public static class FunctionNotes
{
    [ThreadStatic]
    private static ScalarState? _running;

    /// <summary>The function that this thread runs.</summary>
    internal static ScalarState? Running
    {
        set => _running = value;
    }

    /// <summary>Says something; to be called from within a scalar function, on its own thread.</summary>
    public static void Add(string text) => _running?.Note(text);
}
