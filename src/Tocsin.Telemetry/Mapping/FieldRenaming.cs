namespace Tocsin.Telemetry.Mapping;

/// <summary>Mappings over fields that a writer names in another way.</summary>
internal static class FieldRenaming
{
    public static TableMap Renamed(this TableMap map, Func<FieldValue, MappedValue> renamed) =>
        map.With([.. map.Columns.Select(c => c with { Value = c.Value.Renamed(renamed) })]);

    /// <summary>The value with each of its fields renamed, of what mapping files can say.</summary>
    public static MappedValue Renamed(this MappedValue value, Func<FieldValue, MappedValue> renamed)
    {
        return value switch
        {
            FieldValue field => renamed(field),
            FirstValue first => new FirstValue([.. first.Values.Select(Inner)]),
            LookupValue lookup => lookup with { Key = Inner(lookup.Key), Otherwise = lookup.Otherwise is null ? null : Inner(lookup.Otherwise) },
            ChoiceValue choice => choice with { Subject = Inner(choice.Subject), Then = Inner(choice.Then), Otherwise = Inner(choice.Otherwise) },
            PartValue part => part with { Whole = Inner(part.Whole) },
            ExtractValue extract => extract with { Whole = Inner(extract.Whole) },
            UnixSecondsValue seconds => seconds with { Seconds = Inner(seconds.Seconds) },
            TimeFormatValue time => time with { Text = Inner(time.Text) },
            AddressTypeValue address => new AddressTypeValue(Inner(address.Address)),
            AddressValue address => new AddressValue(Inner(address.Address)),
            LowerValue lower => new LowerValue(Inner(lower.Text)),
            JoinedValue joined => joined with { Values = [.. joined.Values.Select(Inner)] },
            ObjectValue obj => new ObjectValue([.. obj.Properties.Select(p => p with { Value = Inner(p.Value) })]),
            DirectionValue direction => new DirectionValue(
                Inner(direction.From), Inner(direction.To), direction.IsFromLocal?.Renamed(renamed), direction.IsToLocal?.Renamed(renamed)),
            ConstantValue => value,
            _ => throw new InvalidOperationException($"Mapped value {value.GetType().Name} has no renaming."),
        };

        MappedValue Inner(MappedValue inner) => inner.Renamed(renamed);
    }
}
