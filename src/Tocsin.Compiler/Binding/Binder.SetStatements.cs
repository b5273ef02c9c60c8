using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// set statements (https://learn.microsoft.com/kusto/query/set-statement): most tune Kusto's execution, some change answers.
public sealed partial class Binder
{
    private const string BinSize = "query_bin_auto_size";
    private const string BinOrigin = "query_bin_auto_at";
    private const string MostRecords = "query_take_max_records";

    private readonly Dictionary<string, BoundExpression> _settings = new(StringComparer.OrdinalIgnoreCase);

    private void BindSet(SetStatementSyntax set)
    {
        var name = set.Name.Text.ToLowerInvariant();
        if (name is BinSize or BinOrigin or MostRecords && set.Value is { } value)
        {
            var bound = BindScalar(value, RowScope.Empty);
            if (name == MostRecords && !bound.Type.Kind.IsInteger() && bound is not BoundError)
            {
                bound = Error(BindingDescriptors.IntegerExpected, value.Span, $"The value of {name}", bound.Type.Kind.Name());
            }

            _settings[name] = bound;
        }
        else if (name is "query_now")
        {
            Refuse(set.Span, "set query_now", "Give the clock with --now.");
        }
        else if (name.StartsWith("query_datetimescope_", StringComparison.Ordinal))
        {
            Refuse(set.Span, $"set {name}", "Filter on the table's time column instead.");
        }
    }

    /// <summary>bin_auto(x): bin() or bin_at() with the size and the fixed point that set statements gave.</summary>
    private BoundExpression BindBinAuto(CallSyntax call, RowScope row)
    {
        var value = BindScalar(call.Arguments[0], row);
        if (value is BoundError)
        {
            return value;
        }

        if (!_settings.TryGetValue(BinSize, out var size))
        {
            return Error(BindingDescriptors.UnsupportedFunction, call.Span, "bin_auto", $"it needs 'set {BinSize}=…' before the query", "Use bin() with the size.");
        }

        var bin = _settings.TryGetValue(BinOrigin, out var origin)
            ? Resolve(_catalogue.Scalars["bin_at"], [value, size, origin], call.Span)
            : Resolve(_catalogue.Scalars["bin"], [value, size], call.Span);
        return bin ?? Error(BindingDescriptors.ArgumentType, call.Arguments[0].Span, 1, "bin_auto()", value.Type.Kind.Name(), $"a value that bins of {size.Type.Kind.Name()} fit", string.Empty);
    }
}
