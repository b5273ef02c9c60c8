using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Engine.Sources;

/// <summary>
/// KQL functions from files: <c>let f = (…) { … }</c> statements, the <c>.create function</c> command as Kusto exports
/// it, or a query alone, which is a function under the file's name.
/// </summary>
internal static partial class StoredFunctions
{
    /// <summary>Reads every .kql, .kusto and .csl file below the folders, and files that are named themselves.</summary>
    /// <exception cref="UnreadableDataException">A path does not exist, or a file is no KQL.</exception>
    public static ImmutableArray<StoredFunction> Read(IReadOnlyList<string> paths)
    {
        var functions = ImmutableArray.CreateBuilder<StoredFunction>();
        foreach (var file in paths.SelectMany(Files))
        {
            functions.AddRange(ReadFile(file));
        }

        return functions.ToImmutable();
    }

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
            .Where(f => Path.GetExtension(f).ToUpperInvariant() is ".KQL" or ".KUSTO" or ".CSL")
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<StoredFunction> ReadFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"The function cannot be read: {e.Message}", e);
        }

        var source = new SourceText(AsLet(text), file);
        var tree = SyntaxTree.Parse(source);
        if (tree.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new UnreadableDataException($"{file}:{error.Position}: {error.Message}");
        }

        var lets = tree.Root.Statements.OfType<LetStatementSyntax>().ToImmutableArray();
        if (tree.Root.Statements.OfType<ExpressionStatementSyntax>().LastOrDefault() is { } body)
        {
            var declaration = new FunctionDeclarationSyntax(false, [], [.. lets], body.Expression, tree.Root.Span);
            return [new StoredFunction(Path.GetFileNameWithoutExtension(file), declaration, source)];
        }

        if (lets.FirstOrDefault(l => l.Value is not FunctionDeclarationSyntax) is { } other)
        {
            throw new UnreadableDataException($"{file}:{source.PositionAt(other.Span.Start)}: '{other.Name.Text}' is no function; a file of functions holds let f = (…) {{ … }} statements.");
        }

        return lets.Select(l => new StoredFunction(l.Name.Text, (FunctionDeclarationSyntax)l.Value, source));
    }

    /// <summary>The management command as a let statement; lines stay lines, so that places can be found.</summary>
    private static string AsLet(string text)
    {
        var command = CreateFunction().Match(text);
        if (!command.Success)
        {
            return text;
        }

        var lines = new string('\n', command.Value.Count(c => c == '\n'));
        return $"{lines}let {command.Groups["name"].Value} = {text[(command.Index + command.Length)..]}";
    }

    [GeneratedRegex("""\A(\s|//[^\n]*\n)*\.(create|create-or-alter|alter)\s+function\s+(ifnotexists\s+)?(with\s*\((?:[^()"']|"[^"]*"|'[^']*')*\)\s*)?(?<name>\[?['"]?[A-Za-z_][\w-]*['"]?\]?)\s*(?=\()""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex CreateFunction();
}
