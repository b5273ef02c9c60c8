using System.Collections.Immutable;

namespace Tocsin.Kql.Text;

/// <summary>The text of a query with the name it was read from and its line starts.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> _lineStarts;

    public SourceText(string text, string name = "query")
    {
        Text = text;
        Name = name;
        _lineStarts = FindLineStarts(text);
    }

    public string Text { get; }

    /// <summary>What diagnostics call the text: a file's path, or "query" for text from the command line.</summary>
    public string Name { get; }

    public int Length => Text.Length;

    public ReadOnlySpan<char> Slice(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    public string ToString(TextSpan span) => Text.Substring(span.Start, span.Length);

    /// <summary>Line and column, from 1, of a position; a position past the end is the end.</summary>
    public LinePosition PositionAt(int position)
    {
        position = Math.Clamp(position, 0, Text.Length);
        var line = _lineStarts.BinarySearch(position);
        if (line < 0)
        {
            line = ~line - 1;
        }

        return new LinePosition(line + 1, position - _lineStarts[line] + 1);
    }

    /// <summary>The line, counted from 1, without its line end.</summary>
    public string LineAt(int line)
    {
        var start = _lineStarts[line - 1];
        var end = line < _lineStarts.Length ? _lineStarts[line] : Text.Length;
        return Text[start..end].TrimEnd('\r', '\n');
    }

    private static ImmutableArray<int> FindLineStarts(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return starts.ToImmutable();
    }
}
