using System.Collections.Immutable;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Text;
using Tocsin.Telemetry.Mapping;

namespace Tocsin.Engine.Sources;

/// <summary>The user's mapping files.</summary>
internal static class Mappings
{
    /// <exception cref="UnreadableDataException">A file cannot be opened.</exception>
    /// <exception cref="RefusedFileException">A file is no mapping.</exception>
    public static ImmutableArray<FileMapping> Read(IReadOnlyList<string> paths)
    {
        var mappings = ImmutableArray.CreateBuilder<FileMapping>(paths.Count);
        var refused = new List<Diagnostic>();
        foreach (var path in paths)
        {
            var bag = new DiagnosticBag(Text(path));
            if (MappingFileReader.Read(bag.Source, bag) is { } mapping)
            {
                mappings.Add(mapping);
            }

            refused.AddRange(bag.Items);
        }

        return refused.Count == 0 ? mappings.ToImmutable() : throw new RefusedFileException(refused);
    }

    private static SourceText Text(string path)
    {
        try
        {
            return SourceFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"The mapping '{path}' cannot be read: {e.Message}", e);
        }
    }
}
