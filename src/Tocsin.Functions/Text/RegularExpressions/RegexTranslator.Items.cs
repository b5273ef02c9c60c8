using System.Globalization;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>What can be repeated, and how the parts of a pattern follow each other.</summary>
public sealed partial class RegexTranslator
{
    private const int MaxRepeat = 1000;

    /// <summary>Where items begin that \b{start} and \b{end} need for a side that is a word.</summary>
    private readonly HashSet<int> _needed = [];

    /// <summary>The last item: where it begins in the output, whether it can match nothing, ends in a letter of words, is repeated.</summary>
    private (int Start, bool CanBeEmpty, bool EndsInWord, bool IsRepeated) _item = (0, true, false, false);
    private bool _canRepeat;
    private bool _isEmptyBefore = true;
    private bool _needsWord;
    private bool _canAlternativeBeEmpty;
    private bool _alternativesEndInWord = true;

    /// <summary>The pattern can match nothing.</summary>
    private bool CanBeEmpty => _canAlternativeBeEmpty;

    private void BeginItem()
    {
        _isEmptyBefore &= _item.CanBeEmpty;
        _item = (_output.Length, false, false, false);
        _canRepeat = true;
        if (_needsWord)
        {
            _needed.Add(_item.Start);
        }
    }

    private void BeginAlternative()
    {
        (_isEmptyBefore, _item, _canRepeat) = (true, (_output.Length, true, false, false), false);
        _needsWord = _groups.TryPeek(out Group? group) && group.NeedsWord;
    }

    private void EndAlternative()
    {
        RefuseMissingWord();
        _canAlternativeBeEmpty |= _isEmptyBefore && _item.CanBeEmpty;
        _alternativesEndInWord &= _item.EndsInWord;
    }

    private void RefuseMissingWord()
    {
        if (_needsWord)
        {
            throw _cursor.Error(@"\b{start} and \b{start-half} are supported before a letter, a digit or a class of them only; write \b");
        }
    }

    /// <summary>One code point of a set, which is only worked out where it matters.</summary>
    private void Atom(string text, Func<CodePointSet> set)
    {
        BeginItem();
        if (IsMarked)
        {
            WordMarks.WriteClass(set(), _output);
        }
        else
        {
            _output.Append(text);
        }

        if (!_hasWordSides)
        {
            return;
        }

        _item.EndsInWord = IsWord(set());
        if (_needsWord && !_item.EndsInWord)
        {
            RefuseMissingWord();
        }

        _needsWord = false;
    }

    private static bool IsWord(CodePointSet set)
    {
        CodePointSet ascii = set.Intersect(CodePointSet.Of((0, 0x7F)));
        return ascii.IsWithin(UnicodeClasses.AsciiWord) && (set.Last < 0x80 || set.IsWithin(UnicodeClasses.WordSet));
    }

    private void Assertion(string text)
    {
        RefuseMissingWord();
        BeginItem();
        _item.CanBeEmpty = true;
        _output.Append(text);
    }

    private void Repetition()
    {
        int place = _cursor.Place;
        char symbol = _cursor.Current;
        string text = symbol.ToString();
        int low = symbol == '+' ? 1 : 0;
        if (symbol != '{')
        {
            _cursor.Advance();
        }
        else if (_cursor.TryTakeBounds(_flags.Verbose, out low, out int? high))
        {
            text = Bounds(low, high, place);
        }
        else if (_reading.HasFlag(RegexReading.LiteralBraces))
        {
            Literal(_cursor.TakeCodePoint());
            return;
        }
        else
        {
            throw _cursor.Error("{ begins no repetition; write \\{");
        }

        if (!_canRepeat)
        {
            throw new RegexSyntaxException("a repetition of nothing", place);
        }

        if (low == 0 && _needed.Contains(_item.Start))
        {
            throw new RegexSyntaxException(@"what stands beside \b{start} or \b{end} may not be left out; write \b", place);
        }

        // RE2 refuses a repetition of a repetition, or reads another: a*? and a++.
        if (_item.IsRepeated)
        {
            _output.Insert(_item.Start, "(?:").Append(')');
        }

        _output.Append(text);
        if (_cursor.Take('?'))
        {
            _output.Append('?');
        }

        _item = (_item.Start, _item.CanBeEmpty || low == 0, _item.EndsInWord && low > 0, true);
    }

    private static string Bounds(int low, int? high, int place)
    {
        if (high < low)
        {
            throw new RegexSyntaxException("the bounds of a repetition are two numbers in order", place);
        }

        if (Math.Max(low, high ?? 0) > MaxRepeat)
        {
            throw new RegexSyntaxException($"more than {MaxRepeat} repetitions are not supported; write them in parts, such as x{{1000}}x{{1}} for x{{1001}}", place);
        }

        return high == low ? string.Create(CultureInfo.InvariantCulture, $"{{{low}}}") : string.Create(CultureInfo.InvariantCulture, $"{{{low},{high}}}");
    }
}
