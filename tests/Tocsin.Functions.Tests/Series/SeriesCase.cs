using System.Globalization;
using Tocsin.Functions.Series;

namespace Tocsin.Functions.Tests.Series;

/// <summary>
/// One line of a .cases file: <c>function(arguments) ⇶ results</c>, or <c>≈</c> where the source prints fewer digits than it
/// has, and <c>! Caveat, …</c> where the answer carries any. Values are numbers, arrays of them with null, NaN, inf and −inf,
/// true, false and 'strings'.
/// </summary>
internal sealed class SeriesCase
{
    private readonly string _text;
    private int _position;

    private SeriesCase(string text) => _text = text;

    public string Function { get; private set; } = "";

    public List<object?> Arguments { get; } = [];

    public List<object?> Results { get; } = [];

    public bool IsApproximate { get; private set; }

    public SeriesCaveats Caveats { get; private set; }

    public static IEnumerable<(string Line, string Source)> All()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Series", "Cases");
        foreach (string file in Directory.EnumerateFiles(folder, "*.cases").Order(StringComparer.Ordinal))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (line.Trim().Length > 0 && !line.StartsWith('#'))
                {
                    yield return (line, $"{Path.GetFileName(file)}:{number.ToString(CultureInfo.InvariantCulture)}");
                }
            }
        }
    }

    public static SeriesCase Parse(string line)
    {
        SeriesCase parsed = new(line);
        int open = line.IndexOf('(', StringComparison.Ordinal);
        parsed.Function = line[..open].Trim();
        parsed._position = open + 1;
        parsed.ReadValues(parsed.Arguments, ')');
        parsed._position++;
        parsed.SkipSpaces();
        parsed.IsApproximate = line[parsed._position++] == '≈';
        parsed.ReadValues(parsed.Results, '!');
        if (parsed._position < line.Length)
        {
            parsed.Caveats = Enum.Parse<SeriesCaveats>(line[(parsed._position + 1)..]);
        }

        return parsed;
    }

    public double[] Array(int argument) => (double[])Arguments[argument]!;

    public double Number(int argument, double otherwise) => argument < Arguments.Count ? (double)Arguments[argument]! : otherwise;

    public string String(int argument, string otherwise) => argument < Arguments.Count ? (string)Arguments[argument]! : otherwise;

    public bool? Bool(int argument) => argument < Arguments.Count ? (bool?)Arguments[argument] : null;

    private void ReadValues(List<object?> values, char end)
    {
        while (true)
        {
            SkipSpaces();
            if (_position >= _text.Length || _text[_position] == end)
            {
                return;
            }

            values.Add(ReadValue());
            SkipSpaces();
            if (_position < _text.Length && _text[_position] == ',')
            {
                _position++;
            }
        }
    }

    private object? ReadValue()
    {
        switch (_text[_position])
        {
            case '[':
                _position++;
                List<object?> elements = [];
                ReadValues(elements, ']');
                _position++;
                return elements.Select(e => e switch { null => SeriesNull.Real, bool b => b ? 1.0 : 0.0, _ => (double)e }).ToArray();
            case '\'':
                int close = _text.IndexOf('\'', _position + 1);
                string text = _text[(_position + 1)..close];
                _position = close + 1;
                return text;
            default:
                int start = _position;
                while (_position < _text.Length && !",)] !".Contains(_text[_position], StringComparison.Ordinal))
                {
                    _position++;
                }

                return Word(_text[start.._position]);
        }
    }

    private static object? Word(string word) => word switch
    {
        "null" => null,
        "true" => true,
        "false" => false,
        "NaN" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private void SkipSpaces()
    {
        while (_position < _text.Length && _text[_position] == ' ')
        {
            _position++;
        }
    }
}
