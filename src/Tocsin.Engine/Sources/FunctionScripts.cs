using System.Text.RegularExpressions;
using Tocsin.Compiler.Binding;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Functions of KQL files: <c>let f = (…) { … }</c> statements, <c>.create function</c> commands as Kusto exports them, or
/// a query alone, which is a function under the file's name.
/// </summary>
internal static partial class FunctionScripts
{
    public static IReadOnlyList<FunctionDefinition> Read(SourceText file)
    {
        var commands = CreateFunction().Matches(file.Text);
        if (commands.Count == 0)
        {
            return ReadQuery(file);
        }

        // What stands before the first command may be other commands, which are none of ours, or comments.
        var preamble = file.With([new TextEdit(TextSpan.FromBounds(commands[0].Index, file.Length), "")]);
        IEnumerable<FunctionDefinition> first = SyntaxTree.Parse(preamble).Root.Statements.IsEmpty || preamble.Text.AsSpan().TrimStart().StartsWith(".") ? [] : ReadQuery(preamble);
        return [.. first, .. commands.Select(c => ReadCommand(file, c))];
    }

    /// <summary>The management command as a let statement, up to the next command.</summary>
    private static FunctionDefinition ReadCommand(SourceText file, Match command)
    {
        var name = command.Groups["name"];
        var next = Command().Match(file.Text, command.Index + command.Length);
        var end = next.Success ? next.Index : file.Length;
        var source = file.With([
            new TextEdit(TextSpan.FromBounds(0, name.Index), "let "),
            new TextEdit(new TextSpan(name.Index + name.Length, 0), " ="),
            new TextEdit(TextSpan.FromBounds(end, file.Length), ""),
        ]);
        var tree = SyntaxTree.Parse(source);
        if (tree.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            return FunctionDefinition.Unreadable(name.Value.Trim('[', ']', '\'', '"'), file, DefinitionRank.Source, FunctionDefinition.Fault(error));
        }

        return tree.Root.Statements is [LetStatementSyntax { Value: FunctionDeclarationSyntax } let]
            ? Define(let, source)
            : FunctionDefinition.Unreadable(
                name.Value.Trim('[', ']', '\'', '"'), file, DefinitionRank.Source, FunctionDefinition.Fault($"{file.Name}:{file.PositionAt(command.Index)}", "the command holds more than one function"));
    }

    private static IReadOnlyList<FunctionDefinition> ReadQuery(SourceText source)
    {
        var ownName = Path.GetFileNameWithoutExtension(source.Name);
        var tree = SyntaxTree.Parse(source);
        var lets = tree.Root.Statements.OfType<LetStatementSyntax>().ToArray();
        if (tree.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            var fault = FunctionDefinition.Fault(error);
            return [
                FunctionDefinition.Unreadable(ownName, source, DefinitionRank.Guess, fault),
                .. lets.Select(l => l.Name.Text).Distinct(StringComparer.Ordinal).Select(n => FunctionDefinition.Unreadable(n, source, DefinitionRank.Source, fault)),
            ];
        }

        if (tree.Root.Statements.OfType<ExpressionStatementSyntax>().LastOrDefault() is { } body)
        {
            var declaration = new FunctionDeclarationSyntax(false, [], [.. lets], body.Expression, tree.Root.Span);
            return [new FunctionDefinition(ownName, source.Name, FunctionDefinition.IdentityOf($"{{{source.Text}}}"), DefinitionRank.Source, new(new StoredFunctionText(declaration, source)))];
        }

        if (lets.FirstOrDefault(l => l.Value is not FunctionDeclarationSyntax) is { } other)
        {
            var fault = FunctionDefinition.Fault($"{source.Name}:{source.PositionAt(other.Span.Start)}", $"'{other.Name.Text}' is no function; a file of functions holds let f = (…) {{ … }} statements");
            return [.. lets.Select(l => FunctionDefinition.Unreadable(l.Name.Text, source, DefinitionRank.Source, fault))];
        }

        return [.. lets.Select(l => Define(l, source))];
    }

    private static FunctionDefinition Define(LetStatementSyntax let, SourceText source) => new(
        let.Name.Text, source.Name, FunctionDefinition.IdentityOf(source.ToString(let.Value.Span)), DefinitionRank.Source, new(new StoredFunctionText((FunctionDeclarationSyntax)let.Value, source)));

    [GeneratedRegex("""^[ \t]*\.(create|create-or-alter|alter)\s+function\s+(ifnotexists\s+)?(with\s*\((?:[^()"']|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')*\)\s*)?(?<name>\[?['"]?[A-Za-z_][\w-]*['"]?\]?)\s*(?=\()""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex CreateFunction();

    /// <summary>The start of any command that changes a database.</summary>
    [GeneratedRegex("""^[ \t]*\.(create|alter|drop|delete|set|append|ingest|show|execute|enable|disable)\b""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Command();
}
