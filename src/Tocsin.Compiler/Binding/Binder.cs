using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

/// <summary>
/// Gives every name a meaning and every expression a type. Errors are reported and bound as
/// <see cref="BoundError"/>, so that one mistake gives one message.
/// </summary>
public sealed partial class Binder
{
    /// <summary>Nesting beyond which later recursive passes would risk the stack.</summary>
    public const int MaxDepth = 600;

    /// <summary>Definitions that use each other twice grow without bound; no query that people write comes near this.</summary>
    public const int MaxWeight = 500_000;

    /// <summary>Operators in a row, as in <c>a + b + c</c>: DuckDB's optimiser takes the cube of their number.</summary>
    public const int MaxChain = 250;

    /// <summary>The same for <c>and</c> and <c>or</c>, which are written as one flat list.</summary>
    public const int MaxLogicalChain = 20_000;

    /// <summary>Operators in a pipeline: each may become a query within the next.</summary>
    public const int MaxPipeline = 500;

    private readonly SourceText _source;
    private DiagnosticBag _diagnostics;

    // Whether there are errors before what is bound with messages of its own: names that it uses may stand for nothing.
    private bool _isBehindErrors;
    private readonly FunctionCatalogue _catalogue;
    private readonly IReadOnlyDictionary<string, TableDescriptor> _tables;
    private readonly HashSet<FunctionDeclarationSyntax> _callStack = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<FunctionDeclarationSyntax> _kindStack = new(ReferenceEqualityComparer.Instance);

    // What binds and is refused all the same: it neither ends nor disturbs the binding, and keeps the query from running.
    private readonly List<Diagnostic> _refusals = [];
    private LetScope _lets = new();
    private int _depth;

    // How many queries of values stand around what is bound: toscalar(), in (T).
    private int _valueQueries;

    // How many mv-apply subqueries stand around what is bound.
    private int _applyDepth;

    // How many expressions the query comes to once the names of let statements stand for their values.
    private long _weight;

    // How many calls of the query's own functions were bound, those included whose leg of a union was left out.
    private long _calls;

    private readonly Func<string, string?>? _regexError;

    private readonly CompilerOptions _environment;

    // Runs a query for columns that depend on the data; null where there is none.
    private readonly Func<BoundQuery, DataAnswer>? _probe;

    private Binder(SourceText source, FunctionCatalogue catalogue, CompilerOptions environment, Func<BoundQuery, DataAnswer>? probe)
    {
        _environment = environment;
        _probe = probe;
        _regexError = environment.RegexError;
        _source = source;
        _diagnostics = new DiagnosticBag(source);
        _catalogue = catalogue;
        _tables = environment.Tables;
        foreach (var function in environment.Functions)
        {
            // All of them see each other, whatever their order.
            _lets.Add(new StoredLet(function, _lets));
        }

        _lets = new LetScope(_lets);
    }

    /// <summary>Binds a parsed query; syntax errors are passed on and keep it from having a result.</summary>
    public static BoundProgram Bind(SyntaxTree tree, FunctionCatalogue catalogue, CompilerOptions environment, Func<BoundQuery, DataAnswer>? probe = null)
    {
        var binder = new Binder(tree.Source, catalogue, environment, probe);
        binder._diagnostics.AddRange(tree.Diagnostics);
        if (!binder._diagnostics.HasErrors)
        {
            binder.BindStatements(tree.Root.Statements, tree.Root.Span);
        }

        var isBound = !binder._diagnostics.HasErrors;
        return new BoundProgram(isBound && binder._refusals.Count == 0 ? binder._results.ToImmutable() : [], [.. binder._diagnostics.Items.DistinctBy(m => (m.Id, m.Source, m.Span, m.Message)), .. binder._refusals.DistinctBy(r => (r.Id, r.Span))])
        {
            Columns = isBound && binder._results is [var first, ..] ? first.Query.Columns : [],
            IsBound = isBound,
            ReadsFiles = binder._readsFiles,
            Now = binder.QueryNow,
        };
    }

    private void BindStatements(ImmutableArray<StatementSyntax> statements, TextSpan span)
    {
        CheckDeclaredOnce(statements, []);
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case LetStatementSyntax let:
                    BindLet(let);
                    break;
                case ExpressionStatementSyntax expression:
                    // What is wrong in the statements before is no reason to say more here.
                    var (results, messages, _) = BindApart(() => BindResults(expression.Expression));
                    _results.AddRange(results);
                    _diagnostics.AddRange(messages);
                    break;
                case QueryParametersStatementSyntax parameters:
                    BindQueryParameters(parameters);
                    break;
                case SetStatementSyntax set:
                    BindSet(set);
                    break;
                case AliasStatementSyntax:
                    // One local set of tables stands for every database, whatever it is called.
                    break;
                case PatternStatementSyntax pattern:
                    BindPattern(pattern);
                    break;
                case RestrictStatementSyntax:
                    Refuse(statement.Span, "restrict access", "All tables are the user's own here; leave the statement out.");
                    break;
                default:
                    Refuse(statement.Span, "This statement");
                    break;
            }
        }

        ReportUnused(firstFault: 0);
        if (_results.Count == 0 && !_diagnostics.HasErrors)
        {
            var end = new TextSpan(span.End, 0);
            if (statements.IsEmpty)
            {
                _diagnostics.Report(BindingDescriptors.EmptyQuery, end);
            }
            else
            {
                Refusal(KqlType.Unknown, BindingDescriptors.NoResult with { KustoCode = null }, end);
            }
        }
    }

    private BoundQuery BindResult(ExpressionSyntax expression)
    {
        if (IsTabular(expression))
        {
            return BindTabular(expression);
        }

        if (expression is NameExpressionSyntax { Name.Text: var name } && IsUnknown(name))
        {
            _diagnostics.Report(BindingDescriptors.UnknownName, expression.Span, name, TableHint(name));
            return Nothing(expression.Span);
        }

        // A bare scalar is a result too: print_0, as Kusto's print would show it.
        var value = BindScalar(expression, RowScope.Empty);
        var column = new ColumnSymbol("print_0", value.Type, value.IsNullable);
        return new BoundRows([column], [[value]], expression.Span);
    }

    private void BindLet(LetStatementSyntax let)
    {
        var name = let.Name.Text;
        if (let.Value is FunctionDeclarationSyntax declaration)
        {
            CheckDeclaredOnce(declaration.Statements, declaration.Parameters.Select(p => p.Name.Text));
            CheckDeclaration(declaration);

            // `let T = view () { … }` is a table by another spelling; without a call it is one too.
            _lets.Add(new FunctionLet(name, declaration, _lets));
        }
        else if (IsTabular(let.Value))
        {
            var (query, fault) = BindLetValue(() => BindTabular(let.Value, isGraphAllowed: true));
            _lets.Add(new TabularLet(name, new SharedQuery(name, query, isMaterialized: false)) { Fault = fault });
        }
        else
        {
            var before = _weight;
            var (value, fault) = BindLetValue(() => BindValue(let.Value));
            _lets.Add(new ScalarLet(name, value) { Weight = _weight - before, Depth = _valueQueries, Fault = fault });
        }

        _lets = new LetScope(_lets);
    }

    /// <summary>Names of a block stand for one thing; inner blocks may reuse outer names.</summary>
    private void CheckDeclaredOnce(ImmutableArray<StatementSyntax> statements, IEnumerable<string> taken)
    {
        var names = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach (var let in statements.OfType<LetStatementSyntax>().Where(l => !names.Add(l.Name.Text)))
        {
            _diagnostics.Report(BindingDescriptors.NameTaken, let.Name.Span, let.Name.Text);
        }
    }

    private void BindQueryParameters(QueryParametersStatementSyntax statement)
    {
        foreach (var parameter in statement.Parameters)
        {
            var type = parameter.Type is ScalarTypeSyntax scalar ? KqlTypes.FromName(scalar.Name) ?? KqlType.Unknown : KqlType.Unknown;
            if (parameter.Default is null || parameter.Type is not ScalarTypeSyntax)
            {
                _lets.Add(new ScalarLet(parameter.Name.Text, Refusal(
                    type, BindingDescriptors.UnsupportedForm, parameter.Span, $"The query parameter '{parameter.Name.Text}' without a default value", "Nobody gives it a value here: write one behind its type, as in (n:long = 5).")));
                continue;
            }

            _lets.Add(new ScalarLet(parameter.Name.Text, Convert(BindScalar(parameter.Default, RowScope.Empty), type)));
        }
    }

    /// <summary>Whether an expression yields a table, told from its form and from what its names stand for.</summary>
    private bool IsTabular(ExpressionSyntax expression) => expression switch
    {
        PipelineSyntax or OperatorSourceSyntax or DataTableSyntax or ExternalDataSyntax or InlineExternalTableSyntax or ContextualSourceSyntax => true,
        MaterializeSyntax => true,
        ParenthesizedSyntax p => IsTabular(p.Expression),
        NameExpressionSyntax n => _lets.Find(n.Name.Text) switch
        {
            TabularLet => true,
            FunctionLet f => IsTabularFunction(f),
            ScalarLet => false,
            _ => _tables.ContainsKey(n.Name.Text),
        },
        CallSyntax c => _lets.Find(c.Function.Text) switch
        {
            FunctionLet f => IsTabularFunction(f),
            PatternLet => true,
            _ => c.Function.Text is "table" or "materialized_view" or "external_table" or "_GetWatchlist",
        },
        WildcardNameSyntax => true,
        PathSyntax { Target: CallSyntax { Function.Text: var name }, Member: NameExpressionSyntax } when _lets.Find(name) is PatternLet => true,
        PathSyntax { Target: CallSyntax { Function.Text: "database" or "cluster" } or PathSyntax } path => path.Target is CallSyntax || IsTabular(path.Target),
        PathSyntax path => IsElsewhere(path),
        _ => false,
    };

    private bool IsTabularFunction(FunctionLet function)
    {
        // The call of a function that cannot be read is refused wherever a table may stand.
        if (function.Fault is not null)
        {
            return true;
        }

        // A function that calls itself has no kind; its call is refused when it is bound.
        if (!_kindStack.Add(function.Declaration))
        {
            return false;
        }

        var body = function.Declaration.Body;
        var outer = _lets;
        _lets = new LetScope(function.Scope);
        foreach (var statement in function.Declaration.Statements.OfType<LetStatementSyntax>())
        {
            // Only the kind of the name matters here; its value is bound when the function is called.
            _lets.Add(statement.Value is FunctionDeclarationSyntax d ? new FunctionLet(statement.Name.Text, d, _lets)
                : IsTabular(statement.Value) ? new TabularLet(statement.Name.Text, new SharedQuery(statement.Name.Text, new BoundRows([], [], statement.Span), isMaterialized: false))
                : new ScalarLet(statement.Name.Text, new BoundError(statement.Span)));
        }

        foreach (var parameter in function.Declaration.Parameters)
        {
            _lets.Add(parameter.Type is SchemaTypeSyntax
                ? new TabularLet(parameter.Name.Text, new SharedQuery(parameter.Name.Text, new BoundRows([], [], parameter.Span), isMaterialized: false))
                : new ScalarLet(parameter.Name.Text, new BoundError(parameter.Span)));
        }

        var isTabular = body is not null && IsTabular(body);
        _lets = outer;
        _kindStack.Remove(function.Declaration);
        return isTabular;
    }

    /// <summary>An expression that has a type and no answer: the query binds and does not run.</summary>
    private BoundRefusal Refusal(BoundType type, DiagnosticDescriptor descriptor, TextSpan span, params object[] arguments)
    {
        _refusals.Add(descriptor.At(_diagnostics.Source, span, arguments));
        return new BoundRefusal(type, span);
    }

    private void Refuse(TextSpan span, string what, string hint = "") => _diagnostics.Report(BindingDescriptors.UnsupportedForm, span, what, hint);

    private bool Enter(TextSpan span)
    {
        if (_depth++ < MaxDepth)
        {
            return true;
        }

        if (_depth == MaxDepth + 1)
        {
            _diagnostics.Report(BindingDescriptors.TooDeep, span, MaxDepth);
        }

        return false;
    }
}
