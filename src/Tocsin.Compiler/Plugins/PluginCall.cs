using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Plugins;

/// <summary>
/// One call of a plug-in. Its arguments are read from the left, each by what it has to be; what is wrong with them is
/// reported, and <see cref="HasErrors"/> is true from then on.
/// </summary>
internal abstract class PluginCall
{
    /// <summary>The rows before evaluate.</summary>
    public required BoundQuery Input { get; init; }

    public required Plugin Plugin { get; init; }

    public required EvaluateSyntax Syntax { get; init; }

    public TextSpan Span => Syntax.Span;

    public SchemaTypeSyntax? Schema => Syntax.Schema;

    /// <summary>Whether the rows come in a fixed order.</summary>
    public required bool IsSerialized { get; init; }

    public abstract bool HasErrors { get; }

    /// <summary>How many arguments by position are still to be read.</summary>
    public abstract int Left { get; }

    /// <summary>The next argument without reading it, or null at the end.</summary>
    public abstract ExpressionSyntax? Next { get; }

    /// <summary>A column of the input, of one of the kinds that fit the parameter.</summary>
    public abstract ColumnSymbol? Column(string name, ParameterKind kind);

    /// <summary>The rest of the arguments as columns.</summary>
    public abstract ImmutableArray<ColumnSymbol> Columns(string name, ParameterKind kind);

    /// <summary>An expression over the input's columns.</summary>
    public abstract BoundExpression Expression(string name, ParameterKind kind);

    /// <summary>A constant.</summary>
    public abstract BoundExpression Constant(string name, ParameterKind kind);

    /// <summary>A literal's value by position or name, or null where it is left out.</summary>
    public abstract BoundLiteral? OptionalLiteral(string name, ParameterKind kind);

    /// <summary>A table, by name or expression.</summary>
    public abstract BoundQuery? Table(string name);

    /// <summary>The last argument, taken out of those still to be read, where it is a table; else null.</summary>
    public abstract BoundQuery? TrailingTable();

    /// <summary>A column of such a table.</summary>
    public abstract ColumnSymbol? ColumnOf(BoundQuery table, string name, ParameterKind kind);

    /// <summary>An aggregate over the input's rows, with the columns that it reads.</summary>
    public abstract BoundExpression? Aggregate(string name);

    /// <summary>Reports arguments that are left over.</summary>
    public abstract void End();

    /// <summary>Refuses a form that the page allows, with the reason.</summary>
    public abstract void Refuse(TextSpan span, string what, string hint);

    /// <summary>Refuses a call that is right and has the given columns, so that what follows it is checked.</summary>
    public abstract BoundQuery Refuse(TextSpan span, string what, string hint, ImmutableArray<ColumnSymbol> columns);

    /// <summary>Reports a column's name that is given twice.</summary>
    public abstract void Duplicate(string name);

    /// <summary>
    /// The first column of a query that is run while this one is bound, as strings, for columns that depend on the data;
    /// null where that cannot be done, which is reported.
    /// </summary>
    public abstract ImmutableArray<string>? Ask(BoundQuery query);

    /// <summary>No rows, of these columns and any others: what a plug-in gives whose columns nothing tells.</summary>
    public abstract BoundQuery Open(ImmutableArray<ColumnSymbol> columns);

    /// <summary>Several tables as the answer, which has to end its statement.</summary>
    public abstract BoundQuery Several(params ImmutableArray<BoundQuery> tables);

    /// <summary>Whether the input has rows; asked of the data.</summary>
    public abstract bool HasRows();

    /// <summary>A use of the input, which may be used several times so.</summary>
    public abstract BoundQuery Use(SharedQuery query);

    public abstract BoundExpression Call(ScalarFunction function, params ImmutableArray<BoundExpression> arguments);

    /// <summary>A call of a function of the catalogue by name.</summary>
    public abstract BoundExpression Call(string function, params ImmutableArray<BoundExpression> arguments);

    public abstract BoundExpression Convert(BoundExpression expression, Kql.Types.KqlType type);

    /// <summary>A call of an aggregate of the catalogue by name.</summary>
    public abstract BoundExpression AggregateCall(string function, params ImmutableArray<BoundExpression> arguments);

    /// <summary>What is found in the rows brought together, up to a number of them: arrays, a row each (see the binder's method of that name).</summary>
    public abstract BoundMvExpand FindInAllRows(BoundQuery rows, long most, Func<BoundExpression, BoundExpression> find);

    /// <summary>One of the values that such a row holds.</summary>
    public abstract BoundExpression Found(BoundMvExpand rows, long index);
}
