using System.Buffers;
using System.Globalization;
using System.Text;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Geo;

/// <summary><c>geo_from_wkt</c>: OGC's well-known text as GeoJSON (geo-from-wkt-function.md).</summary>
public static class WellKnownText
{
    private const int MaxDepth = 64;

    /// <summary>Writes the shape; false (null) where the text is none.</summary>
    public static bool WriteGeoJson(string text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(text);
        Reader reader = new(text);
        string? json = reader.Shape(0);
        if (json is null || !reader.AtEnd)
        {
            return false;
        }

        return DynamicParser.Parse(Encoding.UTF8.GetBytes(json), output);
    }

    private sealed class Reader(string text)
    {
        private int _place;

        public bool AtEnd
        {
            get
            {
                SkipSpace();
                return _place == text.Length;
            }
        }

        public string? Shape(int depth)
        {
            string type = Word().ToUpperInvariant();
            if (type == "GEOMETRYCOLLECTION")
            {
                string? shapes = depth < MaxDepth ? List(() => Shape(depth + 1)) : null;
                return shapes is null ? null : $"{{\"type\":\"GeometryCollection\",\"geometries\":{shapes}}}";
            }

            (string Name, string? Coordinates) shape = type switch
            {
                "POINT" => ("Point", Single()),
                "LINESTRING" => ("LineString", List(Position)),
                "POLYGON" => ("Polygon", List(() => List(Position))),
                "MULTIPOINT" => ("MultiPoint", List(() => Peek() == '(' ? Single() : Position())),
                "MULTILINESTRING" => ("MultiLineString", List(() => List(Position))),
                "MULTIPOLYGON" => ("MultiPolygon", List(() => List(() => List(Position)))),
                _ => (string.Empty, null),
            };
            return shape.Coordinates is null ? null : $"{{\"type\":\"{shape.Name}\",\"coordinates\":{shape.Coordinates}}}";
        }

        private string? Single() => Take('(') && Position() is { } position && Take(')') ? position : null;

        private string? List(Func<string?> item)
        {
            if (!Take('('))
            {
                return null;
            }

            List<string> items = [];
            do
            {
                if (item() is not { } next)
                {
                    return null;
                }

                items.Add(next);
            }
            while (Take(','));
            return Take(')') ? $"[{string.Join(',', items)}]" : null;
        }

        private string? Position() => Number() is { } x && Number() is { } y ? $"[{x},{y}]" : null;

        /// <summary>A number as JSON writes it.</summary>
        private string? Number()
        {
            SkipSpace();
            int start = _place;
            while (_place < text.Length && (char.IsAsciiDigit(text[_place]) || text[_place] is '+' or '-' or '.' or 'e' or 'E'))
            {
                _place++;
            }

            string digits = text[start.._place];
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            {
                return whole.ToString(CultureInfo.InvariantCulture);
            }

            return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number.ToString("R", CultureInfo.InvariantCulture)
                : null;
        }

        private string Word()
        {
            SkipSpace();
            int start = _place;
            while (_place < text.Length && char.IsAsciiLetter(text[_place]))
            {
                _place++;
            }

            return text[start.._place];
        }

        private char Peek()
        {
            SkipSpace();
            return _place < text.Length ? text[_place] : '\0';
        }

        private bool Take(char symbol)
        {
            if (Peek() != symbol)
            {
                return false;
            }

            _place++;
            return true;
        }

        private void SkipSpace()
        {
            while (_place < text.Length && char.IsWhiteSpace(text[_place]))
            {
                _place++;
            }
        }
    }
}
