using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Text;

namespace Tocsin.Engine.Sources;

/// <summary>
/// KQL functions from files: <see cref="FunctionScripts"/>, the published <see cref="FunctionYaml"/> and
/// <see cref="FunctionTemplates"/>. A file that cannot be read stops the queries that call its functions, and no others.
/// </summary>
public static class StoredFunctions
{
    /// <summary>Reads every file below the folders, and files that are named themselves.</summary>
    /// <exception cref="UnreadableDataException">A path does not exist.</exception>
    public static ImmutableArray<StoredFunction> Read(IReadOnlyList<string> paths) =>
    [
        .. paths.SelectMany(Files).Distinct(StringComparer.Ordinal).SelectMany(ReadFile)
            .GroupBy(d => d.Name, StringComparer.Ordinal)
            .Select(g => new StoredFunction(g.Key, TheOne(g))),
    ];

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new UnreadableDataException($"There is no folder of functions '{path}'.");
        }

        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => SourceFile.IsKql(f) || Extension(f) is ".YAML" or ".YML" or ".JSON")
            .Order(StringComparer.Ordinal);
    }

    private static IReadOnlyList<FunctionDefinition> ReadFile(string path)
    {
        try
        {
            var file = SourceFile.Read(path);
            return Extension(path) switch
            {
                ".YAML" or ".YML" => FunctionYaml.Read(file),
                ".JSON" => FunctionTemplates.Read(file),
                _ => FunctionScripts.Read(file),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [FunctionDefinition.Unreadable(Path.GetFileNameWithoutExtension(path), new SourceText("", path), DefinitionRank.Guess, FunctionDefinition.Fault(path, e.Message))];
        }
    }

    /// <summary>The definition of a name that stands; where two files say different things, none does.</summary>
    private static Lazy<StoredFunctionText> TheOne(IEnumerable<FunctionDefinition> definitions)
    {
        var rank = definitions.Min(d => d.Rank);
        var different = definitions.Where(d => d.Rank == rank).DistinctBy(d => d.Identity, StringComparer.Ordinal).ToArray();
        if (different is [var one])
        {
            return one.Text;
        }

        var files = different.Select(d => d.File).Distinct(StringComparer.Ordinal).ToArray();
        var fault = files is [var file] ? $"{file} defines it {different.Length} times" : $"{string.Join(" and ", files)} define it differently; leave one of them out";
        return new Lazy<StoredFunctionText>(StoredFunctionText.Unreadable(fault, new SourceText("", files[0])));
    }

    private static string Extension(string path) => Path.GetExtension(path).ToUpperInvariant();
}
