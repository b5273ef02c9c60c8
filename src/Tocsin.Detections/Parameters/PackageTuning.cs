using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Parameters;

/// <summary>
/// Sets parameters of a detection: the value of a let statement is replaced in the query's text at the place that the
/// syntax tree gives. The text that results still knows the file's, so diagnostics point there.
/// </summary>
public static class PackageTuning
{
    /// <summary>What can be set: what metadata declares; of a KQL file alone, every let that is a literal.</summary>
    public static ImmutableArray<TuningParameter> ParametersOf(DetectionPackage package) =>
        package.IsAdHoc ? QueryLets.Of(package.Query).Literals() : package.Parameters;

    /// <summary>The package with the values set, in order: the last of a name holds. What does not fit is reported and left out.</summary>
    public static DetectionPackage Apply(DetectionPackage package, IEnumerable<ParameterSetting> settings, List<Diagnostic> diagnostics)
    {
        var lets = QueryLets.Of(package.Query);
        var parameters = ParametersOf(package);
        var edits = new Dictionary<string, TextEdit>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var parameter = parameters.FirstOrDefault(p => string.Equals(p.Name, setting.Name, StringComparison.Ordinal));
            if (parameter is null || lets.Find(setting.Name) is not { } let)
            {
                var names = string.Join(", ", parameters.Select(p => p.Name).DefaultIfEmpty("none"));
                diagnostics.Add(DetectionDescriptors.NoSuchParameter.At(setting.Source, setting.Span, setting.Name, package.Id, names));
                continue;
            }

            var current = edits.TryGetValue(setting.Name, out var edit) ? edit.Text : package.Query.ToString(let.Value.Span);
            if (Literal(parameter, setting, current, diagnostics) is { } literal)
            {
                edits[setting.Name] = new TextEdit(let.Value.Span, literal);
            }
        }

        return package with { Query = package.Query.With(edits.Values) };
    }

    private static string? Literal(TuningParameter parameter, ParameterSetting setting, string current, List<Diagnostic> diagnostics)
    {
        if (setting.IsAddition && ParameterValue.ReadDynamic(current) is not DynamicArray)
        {
            diagnostics.Add(DetectionDescriptors.ParameterIsNoList.At(setting.Source, setting.Span, setting.Name));
            return null;
        }

        var fits = !setting.IsList || parameter.Type == KqlType.Dynamic;
        var literal = fits ? ParameterValue.ToLiteral(parameter.Type, setting.Value) : null;
        if (literal is null)
        {
            diagnostics.Add(DetectionDescriptors.WrongParameterValue.At(
                setting.Source, setting.Span, setting.Value, parameter.Name, parameter.Type.Name(), ParameterValue.Example(parameter.Type)));
            return null;
        }

        return setting.IsAddition ? Joined(current, literal) : literal;
    }

    private static string Joined(string first, string second)
    {
        var values = new[] { first, second }.Select(ParameterValue.ReadDynamic).OfType<DynamicArray>().SelectMany(a => a.Items);
        return KqlLiteral.Write(KqlType.Dynamic, new DynamicArray([.. values.DistinctBy(KqlLiteral.Write)]));
    }
}
