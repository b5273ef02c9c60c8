using Tocsin.DuckDb;

namespace Tocsin.Engine.Kernels;

/// <summary>Texts on the way to a row's result, one pair for a thread: to be used before they are taken again.</summary>
internal static class Scratch
{
    [ThreadStatic]
    private static Utf8Writer? _text;

    [ThreadStatic]
    private static Utf8Writer? _other;

    /// <summary>An empty text.</summary>
    public static Utf8Writer Text => Empty(ref _text);

    /// <summary>A second one, for use beside <see cref="Text"/>.</summary>
    public static Utf8Writer Other => Empty(ref _other);

    private static Utf8Writer Empty(ref Utf8Writer? writer)
    {
        writer ??= new Utf8Writer();
        writer.Clear();
        return writer;
    }
}
