using System.Text;
using Tocsin.Detections.Import;
using Tocsin.Kql.Text;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests.Export;

/// <summary>Each file of <c>cases/import</c> is taken in; the .out beside it holds the package, or what is said where there is none.</summary>
public sealed class ImportCaseTests
{
    private static readonly string Cases = Golden.Folder("../cases/import");

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Cases).Where(f => Path.GetExtension(f) is not ".out").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Import_is_as_recorded(string file)
    {
        var result = DetectionImporter.Import(new SourceText(File.ReadAllText(Path.Combine(Cases, file)), file));
        var text = new StringBuilder();
        foreach (var diagnostic in result.Diagnostics)
        {
            text.Append($"{diagnostic.Position} {diagnostic.Id} {diagnostic.Message}\n");
        }

        if (result.Package is { } package)
        {
            text.Append($"--- detection.yaml\n{result.Metadata}--- {result.QueryFile}\n{package.Query.Text}");
        }

        Golden.Check(Path.Combine(Cases, Path.ChangeExtension(file, ".out")), text.ToString());
    }
}
