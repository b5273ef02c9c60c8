using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Parameters;

/// <summary>Puts the lines of a package's allow-list files into its query, in the place of the lists that stand there.</summary>
internal static class AllowLists
{
    public static SourceText Apply(DetectionPackage package, DiagnosticBag bag)
    {
        var lets = QueryLets.Of(package.Query);
        var edits = new List<TextEdit>();
        foreach (var parameter in package.Parameters)
        {
            if (parameter.AllowList is { } file && lets.Find(parameter.Name) is { Value: LiteralSyntax { Value: DynamicArray list } literal })
            {
                edits.Add(new TextEdit(literal.Span, KqlLiteral.Write(KqlType.Dynamic, Values(parameter, file, list, bag))));
            }
        }

        return package.Query.With(edits);
    }

    /// <summary>The lines as the list has its values: numbers where it has numbers alone, else strings.</summary>
    private static DynamicArray Values(TuningParameter parameter, AllowList file, DynamicArray list, DiagnosticBag bag)
    {
        if (list.Items.IsEmpty || !list.Items.All(i => i is DynamicScalar { Type: KqlType.Long }))
        {
            return new DynamicArray([.. file.Values.Select(v => new DynamicScalar(KqlType.String, v))]);
        }

        var numbers = ImmutableArray.CreateBuilder<DynamicLiteral>();
        foreach (var line in file.Values)
        {
            if (long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(new DynamicScalar(KqlType.Long, number));
            }
            else
            {
                bag.Report(DetectionDescriptors.AllowListValue, parameter.Span, line, file.File, parameter.Name);
            }
        }

        return new DynamicArray(numbers.ToImmutable());
    }
}
