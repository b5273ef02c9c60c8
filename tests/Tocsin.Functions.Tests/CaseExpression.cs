using System.Globalization;
using System.Text;
using Shouldly;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Time;

namespace Tocsin.Functions.Tests;

/// <summary>Reads one side of a case: literals as KQL writes them, and calls of the functions in <see cref="FunctionTable"/>.</summary>
internal sealed class CaseExpression
{
    private readonly string _text;
    private int _place;

    private CaseExpression(string text)
    {
        _text = text;
    }

    public static object? Evaluate(string text)
    {
        CaseExpression expression = new(text);
        object? value = expression.Value();
        expression.SkipSpace();
        expression._place.ShouldBe(text.Length, $"more text than one value: {text}");
        return value;
    }

    private char Current => _place < _text.Length ? _text[_place] : '\0';

    private void SkipSpace()
    {
        while (Current == ' ')
        {
            _place++;
        }
    }

    private object? Value()
    {
        SkipSpace();
        if (Current is '\'' or '"' || (Current == '@' && _place + 1 < _text.Length && _text[_place + 1] is '\'' or '"'))
        {
            return Text();
        }

        if (char.IsAsciiDigit(Current) || Current is '-' or '+')
        {
            return Number();
        }

        string name = Name();
        SkipSpace();
        if (Current != '(')
        {
            return name switch
            {
                "true" => true,
                "false" => false,
                "null" => null,
                _ => throw new FormatException($"no value: {name} in {_text}"),
            };
        }

        return name is "datetime" or "time" or "dynamic" or "real" or "guid" or "decimal" ? Typed(name) : FunctionTable.Call(name, Arguments());
    }

    private string Name()
    {
        int start = _place;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
        {
            _place++;
        }

        return _text[start.._place];
    }

    private List<object?> Arguments()
    {
        List<object?> arguments = [];
        _place++;
        SkipSpace();
        while (Current != ')')
        {
            arguments.Add(Value());
            SkipSpace();
            if (Current == ',')
            {
                _place++;
            }
        }

        _place++;
        return arguments;
    }

    private object? Typed(string name)
    {
        int start = ++_place;
        int depth = 1;
        for (bool quoted = false; depth > 0; _place++)
        {
            quoted ^= Current == '"' && _text[_place - 1] != '\\';
            depth += quoted ? 0 : Current == '(' ? 1 : Current == ')' ? -1 : 0;
        }

        string content = _text[start..(_place - 1)];
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        return string.Equals(content, "null", StringComparison.Ordinal) ? null : name switch
        {
            "datetime" => new Datetime(DatetimeParser.Parse(bytes).ShouldNotBeNull(content)),
            "time" => new Timespan(TimespanParser.Parse(bytes).ShouldNotBeNull(content)),
            "guid" => Guid.Parse(content),
            "decimal" => decimal.Parse(content, CultureInfo.InvariantCulture),
            "dynamic" => FunctionTable.Dynamic(output => DynamicParser.Parse(bytes, output)),
            _ => content switch
            {
                "nan" => double.NaN,
                "+inf" => double.PositiveInfinity,
                "-inf" => double.NegativeInfinity,
                _ => double.Parse(content, CultureInfo.InvariantCulture),
            },
        };
    }

    private object Number()
    {
        int start = _place++;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '.' || (Current is '-' or '+' && _text[_place - 1] is 'e' or 'E'))
        {
            _place++;
        }

        string number = _text[start.._place];
        return number.AsSpan().IndexOfAny(".eE") >= 0
            ? (object)double.Parse(number, CultureInfo.InvariantCulture)
            : long.Parse(number, CultureInfo.InvariantCulture);
    }

    private string Text()
    {
        bool verbatim = Current == '@';
        _place += verbatim ? 1 : 0;
        char quote = Current;
        StringBuilder text = new();
        for (_place++; Current != quote; _place++)
        {
            text.Append(Current == '\\' && !verbatim ? Escape() : Current.ToString());
        }

        _place++;
        return text.ToString();
    }

    private string Escape()
    {
        _place++;
        switch (Current)
        {
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'r':
                return "\r";
            case 'u':
                string hex = _text.Substring(_place + 1, 4);
                _place += 4;
                return ((char)int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
            default:
                return Current.ToString();
        }
    }
}
