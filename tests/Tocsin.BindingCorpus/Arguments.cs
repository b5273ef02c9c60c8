using System.Collections.Immutable;

namespace Tocsin.BindingCorpus;

/// <summary>Arguments for the parameters of a signature: those that fit, and in turn one of every type in each place.</summary>
internal static class Arguments
{
    /// <summary>A column of the table T and a literal of each type.</summary>
    public static ImmutableArray<(string Type, string Column, string Literal)> Values { get; } =
    [
        ("bool", "b", "true"),
        ("int", "i", "int(3)"),
        ("long", "l", "4"),
        ("real", "r", "2.5"),
        ("decimal", "m", "decimal(1.5)"),
        ("string", "s", "'abc'"),
        ("datetime", "t", "datetime(2026-01-02)"),
        ("timespan", "p", "1h"),
        ("guid", "g", "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"),
        ("dynamic", "d", "dynamic([1, 2, 3])"),
    ];

    private const int MostPlaces = 4;

    /// <summary>Argument lists: the fewest and more, each place in turn of every type, and too few and too many.</summary>
    public static IEnumerable<string> Lists(CatalogueSignature signature)
    {
        var most = signature.Parameters.Sum(p => (long)p.Max);
        var fewest = signature.Parameters.Sum(p => p.Min);
        var widest = (int)Math.Min(most, Math.Max(fewest, 4) + 2);
        foreach (var count in Enumerable.Range(fewest, widest - fewest + 1))
        {
            if (Places(signature, count) is not { } places)
            {
                continue;
            }

            yield return string.Join(", ", places.Select(Fitting));
            if (count > fewest + 1)
            {
                continue;
            }

            for (var place = 0; place < Math.Min(places.Length, MostPlaces); place++)
            {
                foreach (var value in Values)
                {
                    yield return string.Join(", ", places.Select((p, i) => i == place ? OfType(p, value) : Fitting(p)));
                }
            }

            foreach (var value in Values)
            {
                yield return string.Join(", ", places.Select(p => p.TypeKind is "Declared" ? Fitting(p) : OfType(p, value)));
            }
        }

        if (fewest > 0)
        {
            yield return string.Join(", ", Places(signature, fewest)?.Take(fewest - 1).Select(Fitting) ?? []);
        }

        if (most < 64)
        {
            var full = Places(signature, (int)most) ?? [.. signature.Parameters];
            yield return string.Join(", ", [.. full.Select(Fitting), "s"]);
        }
    }

    /// <summary>Constants where columns are not allowed, and a column there once.</summary>
    public static IEnumerable<string> ColumnsForConstants(CatalogueSignature signature)
    {
        if (Places(signature, signature.Parameters.Sum(p => Math.Min(p.Max, Math.Max(p.Min, 1)))) is not { } places)
        {
            yield break;
        }

        for (var place = 0; place < places.Length; place++)
        {
            if (IsConstant(places[place]) && places[place].Types is not ["type"])
            {
                yield return string.Join(", ", places.Select((p, i) => i == place ? Values.First(v => v.Type == TypeFor(p)).Column : Fitting(p)));
            }

            if (places[place].Values.Length > 0)
            {
                yield return string.Join(", ", places.Select((p, i) => i == place ? "'nonsense'" : Fitting(p)));
            }
        }
    }

    private static CatalogueParameter[]? Places(CatalogueSignature signature, int count)
    {
        var places = new List<CatalogueParameter>();
        var spare = count - signature.Parameters.Sum(p => p.Min);
        var repeated = signature.Parameters.Where(p => p.Max > 1).ToArray();
        var rounds = repeated.Length > 1 ? spare / repeated.Length : spare;
        if (repeated.Length > 1)
        {
            // Parameters that repeat do so as a group: case(p, v, p, v, …, else).
            var last = signature.Parameters.SkipWhile(p => p.Max == 1).SkipWhile(p => p.Max > 1).ToArray();
            places.AddRange(signature.Parameters.TakeWhile(p => p.Max == 1));
            for (var round = 0; round < repeated[0].Min + rounds; round++)
            {
                places.AddRange(repeated);
            }

            places.AddRange(last);
            return places.Count == count ? [.. places] : null;
        }

        foreach (var parameter in signature.Parameters)
        {
            var extra = Math.Min(spare, parameter.Max - parameter.Min);
            spare -= extra;
            places.AddRange(Enumerable.Repeat(parameter, parameter.Min + extra));
        }

        return spare == 0 ? [.. places] : null;
    }

    private static string OfType(CatalogueParameter parameter, (string Type, string Column, string Literal) value) =>
        parameter.Types is ["type"] ? $"typeof({value.Type})" : IsConstant(parameter) || parameter.Name is "percentile" ? value.Literal : value.Column;

    private static bool IsConstant(CatalogueParameter parameter) => parameter.ArgumentKind is "Constant" or "Literal" or "LiteralNotEmpty";

    public static string Fitting(CatalogueParameter parameter)
    {
        if (parameter.TypeKind == "Tabular")
        {
            return "U";
        }

        if (parameter.Types is ["type"])
        {
            return "typeof(long)";
        }

        if (parameter.Values is [var first, ..])
        {
            return $"'{first}'";
        }

        var type = TypeFor(parameter);
        if (parameter.ArgumentKind == "StarOnly")
        {
            return "*";
        }

        if (type == "string" && Special(parameter.Name) is { } special)
        {
            return special;
        }

        if (parameter.Name is "percentile")
        {
            return "95";
        }

        var value = Values.First(v => v.Type == type);
        return IsConstant(parameter) ? value.Literal : value.Column;
    }

    /// <summary>Texts of small languages, which must be well formed.</summary>
    private static string? Special(string name) => name switch
    {
        "regex" or "lookup" => "'(a)b'",
        "format" => "'yyyy-MM-dd'",
        _ => null,
    };

    private static string TypeFor(CatalogueParameter parameter) => parameter.TypeKind switch
    {
        "Declared" => Values.Any(v => v.Type == parameter.Types[0]) ? parameter.Types[0] : "long",
        "Number" or "Integer" or "Orderable" or "CommonOrderable" or "NumberOrBool" or "IntegerOrArray" or "NotRealOrBool" or "Any" or "CommonNumber" => "long",
        "Summable" => "real",
        "DynamicArray" or "DynamicBag" => "dynamic",
        _ => "string",
    };
}
