using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

/// <summary>What a let statement, a function parameter or <c>as</c> gives a name to.</summary>
internal abstract record LetSymbol(string Name);

internal sealed record ScalarLet(string Name, BoundExpression Value) : LetSymbol(Name)
{
    /// <summary>How many expressions a use of it adds to the query.</summary>
    public long Weight { get; init; } = 1;

    /// <summary>Within how many queries of values, such as toscalar(), the name is declared: inner ones do not see its row.</summary>
    public int Depth { get; init; }

    public LetFault? Fault { get; init; }
}

internal sealed record TabularLet(string Name, SharedQuery Query) : LetSymbol(Name)
{
    public LetFault? Fault { get; init; }
}

internal sealed record FunctionLet(string Name, FunctionDeclarationSyntax Declaration, LetScope Scope) : LetSymbol(Name)
{
    /// <summary>The text that a stored function was read from; null for one of the query itself.</summary>
    public SourceText? Source { get; init; }

    /// <summary>Why a stored function cannot be called; null where it can.</summary>
    public string? Fault { get; init; }
}

/// <summary>A stored function that nothing has asked for yet: a folder may hold hundreds of them.</summary>
internal sealed record StoredLet(StoredFunction Function, LetScope Scope) : LetSymbol(Function.Name)
{
    private FunctionLet? _read;

    public FunctionLet Read() =>
        _read ??= new FunctionLet(Name, Function.Text.Value.Declaration, Scope) { Source = Function.Text.Value.Source, Fault = Function.Text.Value.Fault };
}

/// <summary>Names given by statements; an inner scope sees the outer one's.</summary>
internal sealed class LetScope(LetScope? parent = null)
{
    private readonly Dictionary<string, LetSymbol> _symbols = new(StringComparer.Ordinal);

    public void Add(LetSymbol symbol) => _symbols[symbol.Name] = symbol;

    public LetSymbol? Find(string name)
    {
        if (!_symbols.TryGetValue(name, out var symbol))
        {
            return parent?.Find(name);
        }

        return symbol is StoredLet stored ? stored.Read() : symbol;
    }

    public IEnumerable<string> Names => parent is null ? _symbols.Keys : _symbols.Keys.Concat(parent.Names);
}
