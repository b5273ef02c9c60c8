using System.Collections.Immutable;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Packages;

/// <summary>Reads <c>parameters</c> of detection.yaml.</summary>
internal static class ParameterReader
{
    public static TuningParameter Read(YamlFields fields, PackageFolder folder)
    {
        var name = fields.Required("name");
        var type = Type(fields);
        var allowList = fields.Has("file") ? AllowListOf(fields, folder) : null;
        var value = allowList is null ? fields.Required("default") : "";
        var parameter = new TuningParameter(name, type, value, fields.Required("effect"), fields.SpanOf("name")) { AllowList = allowList };
        fields.RefuseTheRest();
        return parameter;
    }

    private static KqlType Type(YamlFields fields)
    {
        var name = fields.Required("type");
        if (KqlTypes.FromName(name) is { } type)
        {
            return type;
        }

        if (name.Length > 0)
        {
            fields.Report(DetectionDescriptors.WrongValue, "type", name, "a scalar type: bool, int, long, real, decimal, string, datetime, timespan, guid or dynamic");
        }

        return KqlType.Unknown;
    }

    private static AllowList AllowListOf(YamlFields fields, PackageFolder folder)
    {
        var lines = DetectionReader.FileText(fields, "file", folder).Text.Split('\n').Select(l => l.Trim());
        ImmutableArray<string> values = [.. lines.Where(l => l.Length > 0 && !l.StartsWith('#'))];
        return new AllowList(fields.Optional("file") ?? "", values);
    }
}
