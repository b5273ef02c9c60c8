using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Options of set (https://learn.microsoft.com/kusto/api/rest/request-properties), and what goes by them.
public sealed partial class Binder
{
    private const string BinSize = "query_bin_auto_size";
    private const string BinOrigin = "query_bin_auto_at";

    private readonly Dictionary<string, BoundLiteral> _options = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Most options tune Kusto's execution and change no answer; those that do are kept. One whose value is no
    /// literal of the right type would be an error of the service.
    /// </summary>
    private void BindSet(SetStatementSyntax set)
    {
        if (set.Name.Text.ToLowerInvariant() is BinSize or BinOrigin && set.Value is { } bin)
        {
            // Of what types a bin can be shows where bin_auto() is called.
            if (BindScalar(bin, RowScope.Empty) is BoundLiteral { Value: not null } size)
            {
                _options[set.Name.Text] = size;
            }

            return;
        }

        KqlType? type = set.Name.Text.ToLowerInvariant() switch
        {
            "query_now" or "query_datetimescope_from" or "query_datetimescope_to" => KqlType.DateTime,
            "query_take_max_records" => KqlType.Long,
            "query_datetimescope_column" => KqlType.String,
            _ => null,
        };
        if (type is null || set.Value is null)
        {
            return;
        }

        var value = BindScalar(set.Value, RowScope.Empty);
        if (value is BoundLiteral { Value: int number } && type == KqlType.Long)
        {
            value = new BoundLiteral((long)number, KqlType.Long, value.Span);
        }

        if (value is BoundLiteral { Value: not null } literal && literal.Type.Kind == type)
        {
            _options[set.Name.Text] = literal;
        }
        else if (value is not BoundError)
        {
            _diagnostics.Report(BindingDescriptors.TypeNotAllowed, set.Value.Span, $"The option '{set.Name.Text}'", value.Type.Kind.Name(), $"Write a {type.Value.Name()} literal.");
        }
    }

    /// <summary>bin_auto(x): bin() or bin_at() with the size and the fixed point that options gave.</summary>
    private BoundExpression BindBinAuto(CallSyntax call, RowScope row)
    {
        var value = BindScalar(call.Arguments[0], row);
        if (value is BoundError)
        {
            return value;
        }

        if (!_options.TryGetValue(BinSize, out var size))
        {
            return value.Type.Kind.IsNumeric() || value.Type.Kind.IsTicks()
                ? Refusal(value.Type.Kind == KqlType.Int ? KqlType.Long : value.Type, BindingDescriptors.UnsupportedFunction, call.Span, "bin_auto", $"it needs 'set {BinSize}=…' before the query", "Use bin() with the size.")
                : Error(BindingDescriptors.ArgumentType with { KustoCode = "KS138" }, call.Arguments[0].Span, 1, "bin_auto()", value.Type.Kind.Name(), "a number, timespan or datetime", string.Empty);
        }

        var bin = _options.TryGetValue(BinOrigin, out var origin)
            ? Resolve(_catalogue.Scalars["bin_at"], [value, size, origin], call.Span)
            : Resolve(_catalogue.Scalars["bin"], [value, size], call.Span);
        return bin ?? Error(BindingDescriptors.ArgumentType, call.Arguments[0].Span, 1, "bin_auto()", value.Type.Kind.Name(), $"a value that bins of {size.Type.Kind.Name()} fit", string.Empty);
    }

    private BoundQuery WithResultLimit(BoundQuery result) =>
        _options.TryGetValue("query_take_max_records", out var limit) && !result.Columns.IsEmpty ? new BoundTake(result, limit, result.Span) : result;

    /// <summary>What now() answers where the query says so, in ticks.</summary>
    private long? QueryNow => _options.TryGetValue("query_now", out var now) ? (long)now.Value! : null;

    /// <summary>A table's rows within the time that the query's options name, where it has the column.</summary>
    private BoundQuery WithinTimeScope(BoundQuery table)
    {
        if (!_options.TryGetValue("query_datetimescope_column", out var name)
            || table.Columns.FirstOrDefault(c => c.Name.Equals(name.Value) && c.Type.Kind == KqlType.DateTime) is not { } column)
        {
            return table;
        }

        BoundQuery rows = table;
        foreach (var (option, op) in new[] { ("query_datetimescope_from", Operators.GreaterOrEqual), ("query_datetimescope_to", Operators.Less) })
        {
            if (_options.TryGetValue(option, out var bound))
            {
                rows = new BoundFilter(rows, Call(op, table.Span, new BoundColumn(column, table.Span), bound), table.Span);
            }
        }

        return rows;
    }
}
