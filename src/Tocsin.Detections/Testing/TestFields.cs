using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Parsing;

namespace Tocsin.Detections.Testing;

/// <summary>Values that tests have and other metadata has not.</summary>
internal static class TestFields
{
    /// <summary>A length of time that may be nothing: where something begins.</summary>
    public static TimeSpan Offset(this YamlFields fields, string name)
    {
        if (fields.Optional(name) is not { } text)
        {
            return default;
        }

        if (text.Trim() == "0" || (TimeSpanText.TryParse(text, out var ticks) && ticks == 0))
        {
            return default;
        }

        return fields.Duration(name) ?? default;
    }

    public static TimeSpan RequiredDuration(this YamlFields fields, string name)
    {
        if (!fields.Has(name))
        {
            fields.ReportMissing(name);
        }

        return fields.Duration(name) ?? TimeSpan.FromHours(1);
    }

    /// <summary>A fraction from 0 to 1; 0 where there is none.</summary>
    public static double Fraction(this YamlFields fields, string name)
    {
        if (fields.Number(name) is not { } number)
        {
            return 0;
        }

        if (number is >= 0 and <= 1)
        {
            return number;
        }

        fields.Report(DetectionDescriptors.WrongValue, name, fields.Optional(name) ?? "", "a fraction from 0 to 1");
        return 0;
    }

    /// <summary>A whole number of at least <paramref name="least"/>, or null where there is none.</summary>
    public static long? Whole(this YamlFields fields, string name, long least, long most = int.MaxValue)
    {
        if (fields.Optional(name) is not { } text)
        {
            return null;
        }

        if (WholeOf(text, least, most) is { } number)
        {
            return number;
        }

        ReportWhole(fields, name, text, least, most);
        return null;
    }

    /// <summary>Whole numbers: one, or a list of them.</summary>
    public static ImmutableArray<int> Wholes(this YamlFields fields, string name, long least, long most)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var text in fields.Texts(name))
        {
            if (WholeOf(text, least, most) is { } number)
            {
                numbers.Add((int)number);
            }
            else
            {
                ReportWhole(fields, name, text, least, most);
            }
        }

        return numbers.ToImmutable();
    }

    public static ImmutableArray<string> RequiredTexts(this YamlFields fields, string name)
    {
        var texts = fields.Texts(name);
        if (!fields.Has(name))
        {
            fields.ReportMissing(name);
        }
        else if (texts.IsEmpty)
        {
            fields.Report(DetectionDescriptors.WrongShape, name, "nothing", "one text or a list of texts");
        }

        return texts.IsEmpty ? [""] : texts;
    }

    private static long? WholeOf(string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static void ReportWhole(YamlFields fields, string name, string text, long least, long most)
    {
        var range = most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        fields.Report(DetectionDescriptors.WrongValue, name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number {range}"));
    }
}
