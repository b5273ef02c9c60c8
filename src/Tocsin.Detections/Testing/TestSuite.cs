using System.Collections.Immutable;
using Tocsin.Detections.Packages;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Detections.Testing;

/// <summary>A package's tests: the YAML files of its folder <c>tests</c>, in the order of their names.</summary>
public sealed record TestSuite(DetectionPackage Package, ImmutableArray<DetectionTest> Tests, ImmutableArray<Diagnostic> Diagnostics)
{
    private const string Folder = "tests";

    /// <summary>Only the tests in the given files.</summary>
    /// <param name="files">Full paths.</param>
    public TestSuite OfFiles(IReadOnlySet<string> files) => new(
        Package,
        [.. Tests.Where(t => files.Contains(Path.GetFullPath(t.Source.Name)))],
        [.. Diagnostics.Where(d => files.Contains(Path.GetFullPath(d.Source.Name)))]);

    /// <summary>Only the tests with a text in their names, ignoring case.</summary>
    public TestSuite Named(string text) => this with { Tests = [.. Tests.Where(t => t.Name.Contains(text, StringComparison.OrdinalIgnoreCase))] };

    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TestSuite Load(DetectionPackage package)
    {
        if (package.Folder is not { } path)
        {
            return new TestSuite(package, [], []);
        }

        var folder = new PackageFolder(path);
        var tests = ImmutableArray.CreateBuilder<DetectionTest>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var file in folder.FilesIn(Folder, "*.yaml").Concat(folder.FilesIn(Folder, "*.yml")))
        {
            var source = folder.Read(file);
            var bag = new DiagnosticBag(source);
            if (TestReader.Read(source, package, bag) is { } test)
            {
                var other = tests.FirstOrDefault(t => string.Equals(t.Name, test.Name, StringComparison.Ordinal));
                if (other is not null)
                {
                    bag.Report(TestDescriptors.DuplicateName, default, test.Name, other.Source.Name);
                }
                else
                {
                    tests.Add(test);
                }
            }

            diagnostics.AddRange(bag.Items);
        }

        return new TestSuite(package, tests.ToImmutable(), diagnostics.ToImmutable());
    }
}
