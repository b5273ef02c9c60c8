using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// The query's own functions and stored ones (https://learn.microsoft.com/kusto/query/functions/user-defined-functions), and invoke.
public sealed partial class Binder
{
    /// <summary>A call of the query's own function: its body bound with the parameters as names for the arguments.</summary>
    private BoundExpression CallFunction(FunctionLet function, ImmutableArray<ExpressionSyntax> arguments, TextSpan span, RowScope row)
    {
        if (IsRefused(function, span))
        {
            return new BoundError(span);
        }

        var value = InFunction<BoundExpression>(function, BindParameters(function, arguments, span, row, piped: null), span, body => BindScalar(body, RowScope.Empty));
        return value is null or BoundError ? new BoundError(span) : value with { Span = span };
    }

    private BoundQuery CallTabular(FunctionLet function, ImmutableArray<ExpressionSyntax> arguments, TextSpan span, BoundQuery? piped = null)
    {
        if (IsRefused(function, span))
        {
            return Nothing(span);
        }

        return InFunction(function, BindParameters(function, arguments, span, RowScope.Empty, piped), span, body => BindTabular(body)) ?? Nothing(span);
    }

    /// <summary>Says of a stored function that cannot be read why.</summary>
    private bool IsRefused(FunctionLet function, TextSpan span)
    {
        if (function.Fault is { } fault)
        {
            _diagnostics.Report(BindingDescriptors.UnreadableFunction, span, function.Name, fault);
        }

        return function.Fault is not null;
    }

    private T? InFunction<T>(FunctionLet function, LetScope? scope, TextSpan span, Func<ExpressionSyntax, T> bindBody)
        where T : class
    {
        if (function.Declaration.Body is not { } body)
        {
            _diagnostics.Report(BindingDescriptors.NoResult, function.Declaration.Span);
            return null;
        }

        if (scope is null)
        {
            return null;
        }

        if (++_calls > MaxWeight)
        {
            _diagnostics.Report(BindingDescriptors.TooLarge, span, MaxWeight);
            return null;
        }

        // Inner functions may have the names of outer ones.
        if (!_callStack.Add(function.Declaration))
        {
            _diagnostics.Report(BindingDescriptors.RecursiveFunction, span, function.Name);
            return null;
        }

        // A stored function's places are places of its own text.
        var (lets, diagnostics, faults) = (_lets, _diagnostics, _letFaults.Count);
        _lets = scope;
        _diagnostics = function.Source is { } source ? new DiagnosticBag(source) : diagnostics;
        foreach (var let in function.Declaration.Statements.OfType<LetStatementSyntax>())
        {
            BindLet(let);
        }

        var result = bindBody(body);
        ReportUnused(faults);
        if (_diagnostics != diagnostics)
        {
            diagnostics.AddRange(_diagnostics.Items);
        }

        (_lets, _diagnostics) = (lets, diagnostics);
        _callStack.Remove(function.Declaration);
        return result;
    }

    /// <summary>The names of a call's parameters; <paramref name="piped"/> is the table that invoke hands to the first of them.</summary>
    private LetScope? BindParameters(FunctionLet function, ImmutableArray<ExpressionSyntax> arguments, TextSpan span, RowScope row, BoundQuery? piped)
    {
        var parameters = function.Declaration.Parameters;
        var scope = new LetScope(function.Scope);
        if (piped is not null)
        {
            if (parameters is not [{ Type: SchemaTypeSyntax schema } table, ..])
            {
                _diagnostics.Report(BindingDescriptors.InvokeTable, span, function.Name);
                return null;
            }

            scope.Add(TableParameter(table.Name.Text, schema, piped, span));
            parameters = parameters.RemoveAt(0);
        }

        var repeated = arguments.OfType<NamedExpressionSyntax>().GroupBy(n => n.Names[0].Text, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null)
        {
            _diagnostics.Report(BindingDescriptors.RepeatedParameter, repeated.Last().Span, repeated.Key);
            return null;
        }

        var named = arguments.OfType<NamedExpressionSyntax>().ToDictionary(n => n.Names[0].Text, n => n.Expression, StringComparer.Ordinal);
        var unknown = named.Keys.FirstOrDefault(n => parameters.All(p => p.Name.Text != n));
        if (unknown is not null)
        {
            var place = arguments.OfType<NamedExpressionSyntax>().First(n => n.Names[0].Text == unknown).Names[0].Span;
            var hint = parameters.IsEmpty ? "It takes none." : $"It has {string.Join(", ", parameters.Select(p => p.Name.Text))}.";
            _diagnostics.Report(BindingDescriptors.UnknownParameter, place, unknown, function.Name, hint);
            return null;
        }

        if (PositionalAfterUnordered(arguments, parameters) is { } stray)
        {
            _diagnostics.Report(BindingDescriptors.PositionalAfterNamed, stray.Span);
            return null;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            var given = i < arguments.Length && arguments[i] is not NamedExpressionSyntax ? arguments[i] : null;
            var argument = given ?? named.GetValueOrDefault(parameters[i].Name.Text) ?? parameters[i].Default;
            if (argument is null || arguments.Length > parameters.Length)
            {
                _diagnostics.Report(BindingDescriptors.ArgumentCount, span, $"{function.Name}()", CountText(parameters.Count(p => p.Default is null), parameters.Length), arguments.Length);
                return null;
            }

            scope.Add(BindParameter(parameters[i], argument, row));
        }

        return scope;
    }

    /// <summary>An argument without a name after one whose name is not that of its place, or null: it would have no place.</summary>
    private static ExpressionSyntax? PositionalAfterUnordered(ImmutableArray<ExpressionSyntax> arguments, ImmutableArray<ParameterSyntax> parameters)
    {
        var isUnordered = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is NamedExpressionSyntax named)
            {
                isUnordered |= i >= parameters.Length || named.Names[0].Text != parameters[i].Name.Text;
            }
            else if (isUnordered)
            {
                return arguments[i];
            }
        }

        return null;
    }

    private LetSymbol BindParameter(ParameterSyntax parameter, ExpressionSyntax argument, RowScope row)
    {
        var name = parameter.Name.Text;
        if (parameter.Type is SchemaTypeSyntax schema)
        {
            return TableParameter(name, schema, BindTabular(argument), argument.Span);
        }

        var value = BindScalar(argument, row);
        var wanted = parameter.Type is ScalarTypeSyntax scalar ? KqlTypes.FromName(scalar.Name) ?? KqlType.Unknown : KqlType.Unknown;

        // Whatever is given becomes the parameter's type, as by toint(), tostring() and their kin.
        return new ScalarLet(name, wanted == KqlType.Dynamic && value is not BoundError ? DynamicFunctions.ToDynamic(value) : Convert(value, wanted)) { Depth = _valueQueries };
    }

    /// <summary>A table as an argument: it must have the columns that the parameter declares, and may have others.</summary>
    private TabularLet TableParameter(string name, SchemaTypeSyntax schema, BoundQuery table, TextSpan span)
    {
        var missing = schema.HasStar ? null : schema.Columns.FirstOrDefault(c => !table.Columns.Any(have => have.Name == c.Name.Text && have.Type.Kind == ColumnType(c)));
        if (missing is not null && !_diagnostics.HasErrors)
        {
            _diagnostics.Report(BindingDescriptors.TableSchema, span, missing.Name.Text, ColumnType(missing).Name());
        }

        var shared = new SharedQuery(name, table, isMaterialized: false);
        return new TabularLet(name, shared);
    }

    /// <summary><c>T | invoke f(x)</c> is <c>f(T, x)</c> (https://learn.microsoft.com/kusto/query/invoke-operator).</summary>
    private BoundQuery BindInvoke(InvokeSyntax invoke, BoundQuery input)
    {
        var call = invoke.Function is PathSyntax { Member: CallSyntax member } ? member : invoke.Function as CallSyntax;
        if (call is null)
        {
            return Nothing(invoke.Span);
        }

        if (_lets.Find(call.Function.Text) is FunctionLet function)
        {
            return CallTabular(function, call.Arguments, call.Span, input);
        }

        if (call.Function.Text == "FileProfile")
        {
            return BindFileProfile(call, input);
        }

        ReportMissingFunction(call.Function);
        return Nothing(invoke.Span);
    }

    /// <summary>Tabular parameters come first.</summary>
    private void CheckDeclaration(FunctionDeclarationSyntax declaration)
    {
        var firstScalar = declaration.Parameters.TakeWhile(p => p.Type is SchemaTypeSyntax).Count();
        foreach (var late in declaration.Parameters.Skip(firstScalar).Where(p => p.Type is SchemaTypeSyntax))
        {
            _diagnostics.Report(BindingDescriptors.TableParameterFirst, late.Span, late.Name.Text);
        }
    }
}
