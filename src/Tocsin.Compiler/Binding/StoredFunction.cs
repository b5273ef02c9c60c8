using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>A function that is kept outside of the query; it is read when a query first uses it.</summary>
public sealed record StoredFunction(string Name, Lazy<StoredFunctionText> Text);

/// <summary>What a stored function is, with the text that its places are in.</summary>
public sealed record StoredFunctionText(FunctionDeclarationSyntax Declaration, SourceText Source)
{
    /// <summary>Why the function cannot be called, as the end of a sentence; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>A function that cannot be called.</summary>
    public static StoredFunctionText Unreadable(string fault, SourceText source) =>
        new(new FunctionDeclarationSyntax(IsView: false, [], [], Body: null, default), source) { Fault = fault };
}
