using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Compiler.Plugins;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// evaluate (https://learn.microsoft.com/kusto/query/evaluate-operator).
public sealed partial class Binder
{
    private BoundQuery BindEvaluate(EvaluateSyntax evaluate, BoundQuery input)
    {
        var name = evaluate.Call.Function.Text;
        if (!PluginCatalogue.All.TryGetValue(name, out var plugin))
        {
            _diagnostics.Report(BindingDescriptors.UnknownFunction, evaluate.Call.Function.Span, name, NearestName.Hint(name, PluginCatalogue.All.Keys));
            return Nothing(evaluate.Span);
        }

        ParameterOf(evaluate.Parameters, "hint.distribution", ["single", "per_node", "per_shard", "default"]);
        ParameterOf(evaluate.Parameters, "hint.remote", ["auto", "local"]);
        input = WithNamed(input, evaluate.Call.Arguments);
        var call = new BoundPluginCall(this) { Input = input, Plugin = plugin, Syntax = evaluate, IsSerialized = input.IsSerialized };
        if (plugin.Bind is null)
        {
            return RefusePlugin(call);
        }

        var query = plugin.Bind(call);
        return query is null || call.HasErrors ? Nothing(evaluate.Span) : query;
    }

    /// <summary>What follows the call is checked with the columns that it would give.</summary>
    private BoundRows RefusePlugin(BoundPluginCall call)
    {
        Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedFunction, call.Syntax.Call.Function.Span, call.Plugin.Name, call.Plugin.Refusal?.TrimEnd('.') ?? string.Empty, string.Empty);
        var columns = call.Schema is { } schema ? ShapePlugins.Columns(schema) : call.Plugin.RefusedColumns?.Invoke(call);
        return new BoundRows(columns ?? [], [], call.Span) { IsOpen = columns is null };
    }

    private sealed class BoundPluginCall(Binder binder) : PluginCall
    {
        private readonly bool _hadErrors = binder._diagnostics.HasErrors;
        private readonly HashSet<string> _optional = new(StringComparer.Ordinal);
        private int _next;

        public override bool HasErrors => !_hadErrors && binder._diagnostics.HasErrors;

        public override int Left => Positional.Count - _next;

        public override ExpressionSyntax? Next => Left > 0 ? Positional[_next] : null;

        private List<ExpressionSyntax> Positional => field ??= [.. Syntax.Call.Arguments.Where(a => !IsNamed(a, out _, out _))];

        public override ColumnSymbol? Column(string name, ParameterKind kind) =>
            Take(name) is { } syntax ? ColumnIn(Input, syntax, name, kind) : null;

        public override ImmutableArray<ColumnSymbol> Columns(string name, ParameterKind kind)
        {
            var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
            while (Left > 0)
            {
                if (Column(name, kind) is { } column)
                {
                    columns.Add(column);
                }
            }

            return columns.ToImmutable();
        }

        public override BoundExpression Expression(string name, ParameterKind kind) =>
            Take(name) is { } syntax ? Fitting(syntax, binder.BindScalar(Bare(syntax), new RowScope(Input.Columns, IsSerialized)), name, kind) : new BoundError(Span);

        public override BoundExpression Constant(string name, ParameterKind kind)
        {
            if (Take(name) is not { } syntax)
            {
                return new BoundError(Span);
            }

            var bound = Fitting(syntax, binder.BindScalar(Bare(syntax), RowScope.Empty), name, kind);
            return bound.IsConstant || bound is BoundError ? bound : binder.Error(BindingDescriptors.ArgumentConstant, syntax.Span, _next, $"{Plugin.Name}()");
        }

        public override BoundLiteral? OptionalLiteral(string name, ParameterKind kind)
        {
            _optional.Add(name);
            var named = Syntax.Call.Arguments.FirstOrDefault(a => IsNamed(a, out var given, out _) && given.Equals(name, StringComparison.Ordinal));
            if (named is null && Left == 0)
            {
                return null;
            }

            var syntax = named ?? Take(name)!;
            var bound = Fitting(syntax, binder.BindScalar(Bare(syntax), RowScope.Empty), name, kind);
            if (bound is not (BoundLiteral or BoundError))
            {
                binder.Error(BindingDescriptors.ArgumentConstant, syntax.Span, _next, $"{Plugin.Name}()");
            }

            return bound as BoundLiteral;
        }

        public override BoundQuery? Table(string name)
        {
            if (Take(name) is not { } syntax)
            {
                return null;
            }

            var table = binder.BindTabular(syntax);
            return table.Columns.IsEmpty ? null : table;
        }

        public override ColumnSymbol? ColumnOf(BoundQuery table, string name, ParameterKind kind) =>
            Take(name) is { } syntax ? ColumnIn(table, syntax, name, kind) : null;

        public override BoundQuery? TrailingTable()
        {
            // A name that is both is the column's.
            if (Left == 0 || Positional[^1] is NameExpressionSyntax name && Input.Columns.Any(c => c.Name.Equals(name.Name.Text, StringComparison.Ordinal))
                || !binder.IsTabular(Positional[^1]))
            {
                return null;
            }

            var table = binder.BindTabular(Positional[^1]);
            Positional.RemoveAt(Positional.Count - 1);
            return table;
        }

        public override BoundExpression? Aggregate(string name)
        {
            if (Take(name) is not { } syntax)
            {
                return null;
            }

            var columns = binder.BindAggregateColumns(Bare(syntax), new RowScope(Input.Columns) { AllowsAggregates = true }, []);
            if (columns is { Count: > 1 })
            {
                Refuse(syntax.Span, $"An aggregate of several columns in {Plugin.Name}()", "Give it one column.");
            }

            return columns is [var only] ? only.Value : null;
        }

        public override void End()
        {
            if (Left > 0 && !HasErrors)
            {
                binder.Error(BindingDescriptors.ArgumentCount, Next!.Span, $"{Plugin.Name}()", Plugin.Syntax, Syntax.Call.Arguments.Length);
            }

            foreach (var argument in Syntax.Call.Arguments)
            {
                if (IsNamed(argument, out var name, out _) && !_optional.Contains(name))
                {
                    binder.Error(BindingDescriptors.UnknownName, argument.Span, name, $"It takes {Plugin.Syntax}.");
                }
            }

            if (Schema is not null && !Plugin.TakesSchema)
            {
                Refuse(Schema.Span, "A schema of the output here", "Its columns are known without one.");
            }
        }

        public override void Refuse(TextSpan span, string what, string hint) => binder.Refuse(span, what, hint);

        public override BoundQuery Refuse(TextSpan span, string what, string hint, ImmutableArray<ColumnSymbol> columns)
        {
            binder.Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, span, what, hint);
            return new BoundRows(columns, [], Span);
        }

        public override void Duplicate(string name) => binder._diagnostics.Report(BindingDescriptors.DuplicateColumn, Syntax.Call.Span, name);

        public override ImmutableArray<string>? Ask(BoundQuery query)
        {
            if (HasErrors || binder._isBehindErrors)
            {
                return null;
            }

            if (binder._probe is not { } probe || binder._refusals.Count > 0)
            {
                binder.Refusal(
                    KqlType.Unknown,
                    BindingDescriptors.UnsupportedForm,
                    Syntax.Call.Span,
                    $"{Plugin.Name}() without a schema, where there is no data to tell its columns from,",
                    "Name its columns: evaluate …(…) : (a:long, b:string).");
                return null;
            }

            var answer = probe(query);
            if (answer.Fault is { } fault)
            {
                Refuse(Syntax.Call.Span, $"{Plugin.Name}() over rows that cannot be computed", fault);
                return null;
            }

            return answer.Values;
        }

        public override BoundQuery Open(ImmutableArray<ColumnSymbol> columns) => new BoundRows(columns, [], Span) { IsOpen = true };

        public override BoundQuery Several(params ImmutableArray<BoundQuery> tables) =>
            binder.Branch(Syntax, [.. tables.Select(t => new BoundResult(t))], $"{Plugin.Name}()");

        public override bool HasRows() => Ask(RowsQuery(Input)) is not { IsEmpty: true };

        public override BoundQuery Use(SharedQuery query) => Refer(query, Span);

        public override BoundExpression Call(ScalarFunction function, params ImmutableArray<BoundExpression> arguments) => binder.Call(function, Span, arguments);

        public override BoundExpression Call(string function, params ImmutableArray<BoundExpression> arguments) =>
            binder.Call(function, Span, arguments);

        public override BoundExpression Convert(BoundExpression expression, KqlType type) => Binder.Convert(expression, type);

        public override BoundExpression AggregateCall(string function, params ImmutableArray<BoundExpression> arguments) =>
            binder.Aggregate(function, Span, arguments);

        public override BoundMvExpand FindInAllRows(BoundQuery rows, long most, Func<BoundExpression, BoundExpression> find) =>
            binder.FindInAllRows(rows, most, find, Span);

        public override BoundExpression Found(BoundMvExpand rows, long index) => binder.Found(rows, index, Span);

        private static ExpressionSyntax Bare(ExpressionSyntax syntax) => syntax is NamedExpressionSyntax named ? named.Expression : syntax;

        /// <summary>Whether an argument is <c>parameter = value</c> for a parameter of the plug-in.</summary>
        private bool IsNamed(ExpressionSyntax argument, out string name, out ExpressionSyntax value)
        {
            (name, value) = argument is NamedExpressionSyntax { Names: [var given] } named ? (given.Text, named.Expression) : (string.Empty, argument);
            return name.Length > 0 && !Plugin.NamesExpressions;
        }

        private ExpressionSyntax? Take(string name)
        {
            if (Left == 0)
            {
                if (!HasErrors)
                {
                    binder.Error(BindingDescriptors.ArgumentCount, Syntax.Call.Span, $"{Plugin.Name}()", Plugin.Syntax, $"no {name}");
                }

                return null;
            }

            return Positional[_next++];
        }

        private ColumnSymbol? ColumnIn(BoundQuery query, ExpressionSyntax syntax, string name, ParameterKind kind)
        {
            var bound = binder.BindColumnOnly(syntax, query);
            return Fitting(syntax, bound, name, kind) is BoundColumn column ? column.Column : null;
        }

        private BoundExpression Fitting(ExpressionSyntax syntax, BoundExpression bound, string name, ParameterKind kind)
        {
            var parameter = new Parameter(name, kind) { Rule = ArgumentRule.Literal };
            return bound is BoundError || parameter.Fit(bound.Type) > 0
                ? bound
                : binder.Error(BindingDescriptors.ArgumentType, syntax.Span, _next, $"{Plugin.Name}()", bound.Type.Kind.Name(), parameter.Expected, ConversionHint(parameter, bound.Type.Kind));
        }
    }
}
