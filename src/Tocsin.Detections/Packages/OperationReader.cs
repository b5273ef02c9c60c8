namespace Tocsin.Detections.Packages;

/// <summary>Reads the fields of detection.yaml on when a detection runs and when it keeps quiet.</summary>
internal static class OperationReader
{
    public static Schedule? Schedule(YamlFields fields)
    {
        var frequency = Required(fields, "frequency");
        var period = Required(fields, "period");
        fields.RefuseTheRest();
        if (frequency is not { } often || period is not { } span)
        {
            return null;
        }

        if (span < often)
        {
            fields.Report(DetectionDescriptors.WrongValue, "period", fields.Optional("period")!, "no less than the frequency: what happens between two runs is never looked at");
        }

        return new Schedule(often, span);
    }

    public static Trigger Trigger(YamlFields fields)
    {
        var trigger = new Trigger(fields.Choice("operator", TriggerOperators.Name, TriggerOperator.GreaterThan), (long)(fields.Number("threshold") ?? 0));
        fields.RefuseTheRest();
        return trigger;
    }

    public static Suppression? Suppression(YamlFields fields)
    {
        var window = Required(fields, "window");
        var by = fields.Choices<EntityKind>("by", EntityKinds.Name);
        fields.RefuseTheRest();
        return window is { } length ? new Suppression(length, by) : null;
    }

    private static TimeSpan? Required(YamlFields fields, string name)
    {
        if (!fields.Has(name))
        {
            fields.ReportMissing(name);
        }

        return fields.Duration(name);
    }
}
