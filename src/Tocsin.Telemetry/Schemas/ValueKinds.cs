using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

/// <summary>What the values of a column that no schema describes are, over all its rows; empty values are none of these.</summary>
[Flags]
internal enum ValueKinds
{
    None = 0,
    Bool = 1,

    /// <summary>Numbers without a fraction that a long holds.</summary>
    Whole = 2,
    Number = 4,

    /// <summary>ISO 8601 with a date and a time.</summary>
    Instant = 8,

    /// <summary>Anything else, a number that neither a long nor a real holds among it.</summary>
    Text = 16,

    /// <summary>JSON objects and arrays.</summary>
    Structure = 32,
}

/// <summary>A column of a file that no schema describes.</summary>
internal sealed record FoundColumn(string Name, ValueKinds Kinds)
{
    /// <summary>What the Data Collector API writes behind the names of texts and of numbers.</summary>
    private const string TextSuffix = "_s";
    private const string NumberSuffix = "_d";

    public static bool IsTime(string name) =>
        name.Equals("TimeGenerated", StringComparison.OrdinalIgnoreCase) || name.Equals("Timestamp", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The type that takes every value; where several kinds occur that is string. The suffixes are those of custom logs
    /// (https://learn.microsoft.com/azure/azure-monitor/logs/data-collector-api#record-type-and-properties). A time that
    /// cannot be read is a fault of its row, as in other tables; where there is none at all, a time is what the name says.
    /// </summary>
    public KqlType Type =>
        IsTime(Name) && (Kinds == ValueKinds.None || Kinds.HasFlag(ValueKinds.Instant)) ? KqlType.DateTime
        : Name.EndsWith(TextSuffix, StringComparison.Ordinal) ? KqlType.String
        : Kinds switch
        {
            ValueKinds.Bool => KqlType.Bool,
            ValueKinds.Whole => Name.EndsWith(NumberSuffix, StringComparison.Ordinal) ? KqlType.Real : KqlType.Long,
            ValueKinds.Number or (ValueKinds.Whole | ValueKinds.Number) => KqlType.Real,
            ValueKinds.Instant => KqlType.DateTime,
            ValueKinds.Structure => KqlType.Dynamic,
            _ => KqlType.String,
        };
}
