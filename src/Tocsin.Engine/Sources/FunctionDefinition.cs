using Tocsin.Compiler.Binding;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Engine.Sources;

/// <summary>Which of several definitions of one name stands.</summary>
internal enum DefinitionRank
{
    /// <summary>A file that is written by hand.</summary>
    Source,

    /// <summary>A template to deploy, which is made of such a file.</summary>
    Template,

    /// <summary>A file that says nothing that can be read: its own name is taken for the function's.</summary>
    Guess,
}

/// <summary>A function that a file defines.</summary>
/// <param name="Identity">Parameters and body: two definitions that agree in them are one.</param>
internal sealed record FunctionDefinition(string Name, string File, string Identity, DefinitionRank Rank, Lazy<StoredFunctionText> Text)
{
    /// <summary>The name that the one function of a text has until its own is known; it stands before the parameters.</summary>
    private const string Opening = "let f = ";

    /// <summary>A function of a text that is parsed when it is first called: parameters and braces stand around the body.</summary>
    /// <param name="body">The text, of which <paramref name="edits"/> leave the body only.</param>
    /// <param name="start">Where the body starts: what is before it is no part of the function.</param>
    /// <param name="end">Where it ends.</param>
    public static Lazy<StoredFunctionText> Around(SourceText body, int start, int end, string parameters, IEnumerable<TextEdit> edits) => new(() =>
        Parse(body.With([
            new TextEdit(TextSpan.FromBounds(0, start), $"{Opening}({parameters}) {{"),
            .. edits,
            new TextEdit(TextSpan.FromBounds(end, body.Length), "\n}"),
        ])));

    /// <summary>What cannot be read is that only where it is called.</summary>
    public static FunctionDefinition Unreadable(string name, SourceText file, DefinitionRank rank, string fault) =>
        new(name, file.Name, fault, rank, new Lazy<StoredFunctionText>(StoredFunctionText.Unreadable(fault, file)));

    /// <summary>Where a text could not be read, and why, as the end of a sentence.</summary>
    public static string Fault(Diagnostic error) => Fault($"{error.Source.Name}:{error.Position}", error.Message);

    public static string Fault(string place, string reason) => $"{place} could not be read: {reason.TrimEnd('.')}";

    /// <summary>A text without what editors change in it: trailing blanks, kinds of line ends, empty ends.</summary>
    public static string IdentityOf(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim())).Trim();

    private static StoredFunctionText Parse(SourceText source)
    {
        var tree = SyntaxTree.Parse(source);
        if (tree.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            return StoredFunctionText.Unreadable(Fault(error), source);
        }

        return tree.Root.Statements is [LetStatementSyntax { Value: FunctionDeclarationSyntax declaration }]
            ? new StoredFunctionText(declaration, source)
            : StoredFunctionText.Unreadable(Fault(source.Name, "a brace closes the function before its end"), source);
    }
}
