using System.Collections.Immutable;
using System.Text;

namespace Tocsin.Kql.Text;

/// <summary>The text of a query with the name it was read from and its line starts.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> _lineStarts;
    private readonly SourceText? _original;
    private readonly ImmutableArray<TextEdit> _edits = [];

    public SourceText(string text, string name = "query")
    {
        Text = text;
        Name = name;
        _lineStarts = FindLineStarts(text);
    }

    private SourceText(SourceText original, ImmutableArray<TextEdit> edits)
        : this(Replace(original.Text, edits), original.Name)
    {
        _original = original;
        _edits = edits;
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

    /// <summary>The text with parts of it replaced. It knows what it was made of: see <see cref="InOriginal"/>.</summary>
    /// <param name="edits">In any order; no two of them overlap.</param>
    public SourceText With(IEnumerable<TextEdit> edits)
    {
        ImmutableArray<TextEdit> ordered = [.. edits.OrderBy(e => e.Span.Start)];
        return ordered.IsEmpty ? this : new SourceText(this, ordered);
    }

    /// <summary>
    /// A place of this text in the text that was read, before anything was replaced in it: what a file's author sees.
    /// A place within a replacement is all that was replaced.
    /// </summary>
    public (SourceText Source, TextSpan Span) InOriginal(TextSpan span)
    {
        if (_original is null)
        {
            return (this, span);
        }

        var (start, startsInside) = Origin(span.Start, isEnd: false);
        var (end, _) = span.Length == 0 && !startsInside ? (start, false) : Origin(span.End, isEnd: true);
        return _original.InOriginal(TextSpan.FromBounds(start, end));
    }

    private (int Position, bool IsInside) Origin(int position, bool isEnd)
    {
        var shift = 0;
        foreach (var edit in _edits)
        {
            var start = edit.Span.Start + shift;
            var end = start + edit.Text.Length;
            if (position < start || (isEnd && position == start))
            {
                break;
            }

            if (position < end || (isEnd && position == end))
            {
                return (isEnd ? edit.Span.End : edit.Span.Start, true);
            }

            shift += edit.Text.Length - edit.Span.Length;
        }

        return (position - shift, false);
    }

    private static string Replace(string text, ImmutableArray<TextEdit> edits)
    {
        var result = new StringBuilder(text.Length);
        var end = 0;
        foreach (var edit in edits)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(edit.Span.Start, end, nameof(edits));
            result.Append(text, end, edit.Span.Start - end).Append(edit.Text);
            end = edit.Span.End;
        }

        return result.Append(text, end, text.Length - end).ToString();
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

/// <summary>A part of a text and what stands there instead.</summary>
public readonly record struct TextEdit(TextSpan Span, string Text);
