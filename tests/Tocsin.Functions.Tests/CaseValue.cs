using System.Buffers;
using System.Globalization;
using System.Text;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;

namespace Tocsin.Functions.Tests;

internal sealed record Datetime(long Ticks);

internal sealed record Timespan(long Ticks);

/// <summary>A dynamic value in its run-time form.</summary>
internal sealed record DynamicValue(byte[] Json)
{
    public bool Equals(DynamicValue? other) => other is not null && Json.AsSpan().SequenceEqual(other.Json);

    public override int GetHashCode() => Json.Length;
}

/// <summary>The text by which values of a case are compared and shown.</summary>
internal static class CaseValue
{
    public static string Show(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => $"'{text.Replace("\n", "\\n", StringComparison.Ordinal)}'",
        DynamicValue dynamic => $"dynamic({Visible(dynamic.Json)})",
        Datetime datetime => $"datetime({Write(output => TimeText.WriteDatetime(datetime.Ticks, output))})",
        Timespan timespan => $"time({Write(output => TimeText.WriteTimespan(timespan.Ticks, output))})",
        double real => $"{Write(output => NumberText.Write(real, output))}",
        int or long => ((IConvertible)value).ToInt64(CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        decimal number => $"decimal({number.ToString(CultureInfo.InvariantCulture)})",
        Guid guid => $"guid({guid})",
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    public static string Write(Action<IBufferWriter<byte>> write)
    {
        ArrayBufferWriter<byte> output = new();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Visible(byte[] json) => Write(output => DynamicText.WriteJson(json, output));
}
