using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

// Tables and functions that are not there: a leg of union isfuzzy=true that needs one is left out
// (https://learn.microsoft.com/kusto/query/union-operator), wherever in the leg, or in a let or function that it uses, the name stands.
public sealed partial class Binder
{
    // The errors that a fuzzy union forgives, each with the warnings that then stand for it.
    private readonly Dictionary<Diagnostic, ImmutableArray<Diagnostic>> _missing = new(ReferenceEqualityComparer.Instance);

    // Let statements that need what is not there: an error, unless legs of fuzzy unions alone use them.
    private readonly List<LetFault> _letFaults = [];

    private void ReportMissing(DiagnosticDescriptor error, DiagnosticDescriptor warning, TextSpan span, string name, string hint)
    {
        var fault = error.At(_diagnostics.Source, span, name, hint);
        _missing.Add(fault, [warning.At(_diagnostics.Source, span, name)]);
        _diagnostics.AddRange([fault]);
    }

    private void ReportMissingTable(TextSpan span, string name, string hint) =>
        ReportMissing(BindingDescriptors.UnknownTable, BindingDescriptors.FuzzyTable, span, name, hint);

    private void ReportMissingFunction(NameSyntax function) =>
        ReportMissing(BindingDescriptors.UnknownFunction, BindingDescriptors.FuzzyFunction, function.Span, function.Text, FunctionHint(function.Text, _catalogue.Scalars.Keys.Concat(_lets.Names)));

    /// <summary>Binds with messages of its own. Where the first thing wrong is that something is not there, nothing but these messages stays of it.</summary>
    private (T Result, IReadOnlyList<Diagnostic> Messages, bool IsMissing) BindApart<T>(Func<T> bind)
    {
        var (outer, isBehindErrors) = (_diagnostics, _isBehindErrors);
        var (weight, refusals, readsFiles) = (_weight, _refusals.Count, _readsFiles);
        var apart = new DiagnosticBag(outer.Source);
        (_diagnostics, _isBehindErrors) = (apart, isBehindErrors || outer.HasErrors);
        var result = bind();
        (_diagnostics, _isBehindErrors) = (outer, isBehindErrors);
        if (apart.Items.FirstOrDefault(m => m.Severity == DiagnosticSeverity.Error) is not { } first || !_missing.ContainsKey(first))
        {
            return (result, apart.Items, false);
        }

        (_weight, _readsFiles) = (weight, readsFiles);
        _refusals.RemoveRange(refusals, _refusals.Count - refusals);
        return (result, apart.Items, true);
    }

    /// <summary>A leg, or null where it needs what is not there; what that is goes to <paramref name="absences"/>.</summary>
    private T? BindFuzzyLeg<T>(Func<T> bind, List<Diagnostic> absences)
        where T : class
    {
        var (leg, messages, isMissing) = BindApart(bind);
        if (isMissing)
        {
            // What functions use many times is missing once.
            foreach (var absence in messages.SelectMany(m => _missing.GetValueOrDefault(m, [])))
            {
                if (!absences.Exists(a => a.Source == absence.Source && a.Span == absence.Span && a.Message == absence.Message))
                {
                    absences.Add(absence);
                }
            }

            return null;
        }

        // What is wrong behind a missing name may be wrong because of it.
        _diagnostics.AddRange(messages.TakeWhile(m => !_missing.ContainsKey(m)));
        return leg;
    }

    /// <summary>The value of a let statement; what it needs and is not there is told where it is used.</summary>
    private (T Value, LetFault? Fault) BindLetValue<T>(Func<T> bind)
    {
        var (value, messages, isMissing) = BindApart(bind);
        if (!isMissing)
        {
            _diagnostics.AddRange(messages);
            return (value, null);
        }

        var fault = new LetFault(messages);
        _letFaults.Add(fault);
        return (value, fault);
    }

    /// <summary>A let statement's value. A name or a call alone that nothing has may be a table or a function that is not there.</summary>
    private BoundExpression BindValue(ExpressionSyntax value)
    {
        var name = value switch
        {
            NameExpressionSyntax expression => expression.Name,
            CallSyntax call => call.Function,
            _ => null,
        };
        if (name is null || _lets.Find(name.Text) is not null || _catalogue.Scalars.ContainsKey(name.Text) || _catalogue.Aggregates.ContainsKey(name.Text))
        {
            return BindScalar(value, RowScope.Empty);
        }

        if (value is CallSyntax)
        {
            ReportMissingFunction(name);
        }
        else
        {
            ReportMissing(BindingDescriptors.UnknownName, BindingDescriptors.FuzzyTable, name.Span, name.Text, TableHint(name.Text));
        }

        return new BoundError(value.Span);
    }

    private void Report(LetFault fault)
    {
        fault.IsReported = true;
        _diagnostics.AddRange(fault.Messages);
    }

    /// <summary>Let statements that nothing uses must be right all the same.</summary>
    private void ReportUnused(int firstFault)
    {
        foreach (var fault in _letFaults.Skip(firstFault).Where(f => !f.IsReported))
        {
            Report(fault);
        }

        _letFaults.RemoveRange(firstFault, _letFaults.Count - firstFault);
    }

    private BoundRows NothingLeft(TextSpan span, List<Diagnostic> absences)
    {
        var names = string.Join(", ", absences.Select(a => a.Arguments[0]).Distinct());
        var fault = BindingDescriptors.NothingToUnite.At(_diagnostics.Source, span, names);
        _missing.Add(fault, [.. absences]);
        _diagnostics.AddRange([fault]);
        return Nothing(span);
    }
}
