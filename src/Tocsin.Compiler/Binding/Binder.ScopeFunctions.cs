using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// Functions that look at the names in sight: column_ifexists(), pack_all() and their kin.
public sealed partial class Binder
{
    private static readonly string[] IngestionTimes = ["_TimeReceived", "TimeGenerated", "Timestamp"];

    /// <summary>What of the query's names a call looks at, where it is one of the catalogue's functions.</summary>
    private ScopeFunction ScopeOf(CallSyntax call) =>
        _catalogue.Scalars.TryGetValue(call.Function.Text, out var function) ? function.Scope : ScopeFunction.None;

    private BoundExpression BindScopeFunction(ScalarFunction function, CallSyntax call, RowScope row)
    {
        var (min, max) = function.Overloads.Select(o => ParameterList.Range(o.Parameters)).First();
        if (call.Arguments.Length < min || call.Arguments.Length > max)
        {
            return Error(BindingDescriptors.ArgumentCount, call.Span, $"{function.Name}()", CountText(min, max), call.Arguments.Length);
        }

        return function.Scope switch
        {
            ScopeFunction.ColumnIfExists => BindColumnIfExists(function, call, row),
            ScopeFunction.IsColumn => ColumnName(function, call, row) is { } name ? new BoundLiteral(row.Find(name) is not null, KqlType.Bool, call.Span) : new BoundError(call.Span),
            ScopeFunction.ColumnNames => BindColumnNames(call),
            ScopeFunction.PackAll => BindPackAll(call, row),
            ScopeFunction.PackColumns => BoundColumns(call, row) is { } columns ? Packed(ScopeFunctions.Pack, columns, call.Span) : new BoundError(call.Span),
            ScopeFunction.DataSize => BindDataSize(call, row),
            ScopeFunction.AutomaticBin => BindBinAuto(call, row),
            ScopeFunction.GeoInfo => BindGeoInfo(function, call, row),
            ScopeFunction.UserAgent => BindUserAgent(function, call, row),
            ScopeFunction.IngestionTime => BindIngestionTime(call, row),
            ScopeFunction.None => throw new InvalidOperationException($"{function.Name}() looks at no names."),
        };
    }

    /// <summary>The column's name that a call begins with; null, with a message, where it is no constant text.</summary>
    private string? ColumnName(ScalarFunction function, CallSyntax call, RowScope row)
    {
        switch (BindScalar(call.Arguments[0], row))
        {
            case BoundLiteral { Value: string name }:
                return name;
            case BoundError:
                return null;
            case var other when other.Type.Kind != KqlType.String:
                Error(BindingDescriptors.ArgumentType, other.Span, 1, $"{function.Name}()", other.Type.Kind.Name(), "string", string.Empty);
                return null;
            case var other:
                Error(BindingDescriptors.ArgumentConstant, other.Span, 1, $"{function.Name}()");
                return null;
        }
    }

    /// <summary>
    /// The column, or the default where there is none. A dynamic column gives way to a default of another type
    /// (https://learn.microsoft.com/kusto/query/column-ifexists-function).
    /// </summary>
    private BoundExpression BindColumnIfExists(ScalarFunction function, CallSyntax call, RowScope row)
    {
        var name = ColumnName(function, call, row);
        var fallback = BindScalar(call.Arguments[1], row);
        if (name is null || fallback is BoundError)
        {
            return new BoundError(call.Span);
        }

        if (row.Find(name) is not { } column || (column.Type.IsDynamic && !fallback.Type.IsDynamic))
        {
            return fallback;
        }

        var value = new BoundColumn(column, call.Span);
        return column.Type.Kind == fallback.Type.Kind ? value : InTypeOf(value, fallback, call);
    }

    /// <summary>
    /// The language service gives the call its default's type. Nothing says how Kusto converts the column; texts, dynamic
    /// values and wider numbers lose nothing of it, other types are refused.
    /// </summary>
    private BoundExpression InTypeOf(BoundColumn column, BoundExpression fallback, CallSyntax call)
    {
        var (found, wanted) = (column.Type.Kind, fallback.Type.Kind);
        return wanted == KqlType.String ? Call("tostring", call.Span, column)
            : wanted == KqlType.Dynamic ? DynamicFunctions.ToDynamic(column)
            : found.IsNumeric() && wanted.IsNumeric() && NumericTypes.Wider(found, wanted) == wanted ? Convert(column, wanted)
            : Refusal(wanted, BindingDescriptors.ArgumentType with { KustoCode = null }, call.Arguments[1].Span, 2, "column_ifexists()", wanted.Name(), $"{found.Name()}, the type of the column '{column.Column.Name}'", "Give a default of the column's type.");
    }

    /// <summary>
    /// Files do not say when a record was ingested; rules bound their records by it, for which the time that the records
    /// have serves (https://learn.microsoft.com/kusto/query/ingestion-time-function).
    /// </summary>
    private BoundExpression BindIngestionTime(CallSyntax call, RowScope row)
    {
        if (IngestionTimes.Select(row.Find).FirstOrDefault(c => c?.Type.Kind == KqlType.DateTime) is not { } time)
        {
            return Refusal(KqlType.DateTime, BindingDescriptors.UnsupportedFunction, call.Span, "ingestion_time", $"no column here says when: {string.Join(", ", IngestionTimes)}", "Call it where the table's own columns are in sight.");
        }

        _diagnostics.Report(BindingDescriptors.IngestionTime, call.Span, time.Name);
        return new BoundColumn(time, call.Span);
    }

    /// <summary>The look-up in the user's database (https://learn.microsoft.com/kusto/query/geo-info-from-ip-address-function).</summary>
    private BoundExpression BindGeoInfo(ScalarFunction function, CallSyntax call, RowScope row)
    {
        var address = BindArgument(call.Arguments[0], row);
        if (address is BoundError)
        {
            return address;
        }

        var place = Resolve(ScopeFunctions.GeoInfo, [address, new BoundLiteral(_environment.GeoDatabase ?? string.Empty, KqlType.String, call.Span)], call.Span)
            ?? ExplainMismatch(function.Name, [.. function.Overloads.Select(o => o.Parameters)], [address], call);
        return place is BoundError || _environment.GeoDatabase is not null
            ? place
            : Refusal(KqlType.Dynamic, BindingDescriptors.UnsupportedFunction, call.Span, function.Name, "it needs a database of addresses", "Give one in MaxMind's format, such as GeoLite2-City, with --geo FILE.mmdb.");
    }

    /// <summary>The reading of a user agent by the user's patterns (https://learn.microsoft.com/kusto/query/parse-user-agent-function).</summary>
    private BoundExpression BindUserAgent(ScalarFunction function, CallSyntax call, RowScope row)
    {
        ImmutableArray<BoundExpression> arguments = [.. call.Arguments.Select(a => BindArgument(a, row))];
        if (arguments.Any(a => a is BoundError))
        {
            return new BoundError(call.Span);
        }

        var lookFor = arguments.Length == 2 ? arguments[1] : new BoundLiteral(string.Empty, KqlType.String, call.Span);
        var agent = Resolve(ScopeFunctions.UserAgent, [arguments[0], new BoundLiteral(_environment.UserAgents ?? string.Empty, KqlType.String, call.Span), lookFor], call.Span)
            ?? ExplainMismatch(function.Name, [.. function.Overloads.Select(o => o.Parameters)], arguments, call);
        if (agent is not BoundError && IsUnknownPart(lookFor))
        {
            return Refusal(KqlType.Dynamic, BindingDescriptors.ArgumentText, lookFor.Span, 2, "parse_user_agent()", "it is \"browser\", \"os\" or \"device\", or an array of these");
        }

        return agent is BoundError || _environment.UserAgents is not null
            ? agent
            : Refusal(KqlType.Dynamic, BindingDescriptors.UnsupportedFunction, call.Span, function.Name, "it needs patterns of user agents", "Give them with --user-agents FILE: the regexes.yaml of ua-parser's uap-core.");
    }

    /// <summary>Whether a constant names what parse_user_agent() does not look for.</summary>
    private static bool IsUnknownPart(BoundExpression lookFor) => lookFor is BoundLiteral { Value: { } value } && value switch
    {
        DynamicArray array => array.Items.IsEmpty || array.Items.Any(item => !IsPart((item as DynamicScalar)?.Value)),
        DynamicScalar scalar => !IsPart(scalar.Value),
        _ => !IsPart(value),
    };

    private static bool IsPart(object? name) => name is "browser" or "os" or "device";

    private BoundExpression BindColumnNames(CallSyntax call)
    {
        var table = BindTabular(call.Arguments[0]);
        return new BoundLiteral(
            new DynamicArray([.. table.Columns.Where(c => !c.IsHidden).Select(c => (DynamicLiteral)new DynamicScalar(KqlType.String, c.Name))]), KqlType.Dynamic, call.Span);
    }

    private BoundExpression BindPackAll(CallSyntax call, RowScope row)
    {
        var isPresentOnly = false;
        if (call.Arguments is [var argument])
        {
            var value = BindScalar(argument, row);
            if (value is not BoundLiteral { Value: bool or long or int or double or decimal } literal)
            {
                return value is BoundLiteral
                    ? Refusal(KqlType.Dynamic, BindingDescriptors.ArgumentConstant with { KustoCode = null }, argument.Span, 1, "pack_all()")
                    : Error(BindingDescriptors.ArgumentConstant, argument.Span, 1, "pack_all()");
            }

            isPresentOnly = System.Convert.ToBoolean(literal.Value, System.Globalization.CultureInfo.InvariantCulture);
        }

        return Packed(isPresentOnly ? ScopeFunctions.PackPresent : ScopeFunctions.Pack, [.. row.Listed.Select(c => new BoundColumn(c, call.Span))], call.Span);
    }

    private static BoundCall Packed(ScalarFunction function, ImmutableArray<BoundColumn> columns, TextSpan span)
    {
        var arguments = columns.SelectMany(c => new BoundExpression[] { new BoundLiteral(c.Column.Name, KqlType.String, span), c });
        return function.Call([.. arguments], span);
    }

    private BoundExpression BindDataSize(CallSyntax call, RowScope row)
    {
        var columns = call.Arguments is [StarSyntax] ? [.. row.Listed.Select(c => new BoundColumn(c, call.Span))] : BoundColumns(call, row);
        if (columns is not { } all)
        {
            return new BoundError(call.Span);
        }

        if (all.FirstOrDefault(c => c.Type.IsDynamic) is { } dynamic)
        {
            return Refusal(KqlType.Long, BindingDescriptors.ArgumentText, call.Span, 1, "estimate_data_size()", $"the size of a dynamic value ('{dynamic.Column.Name}') inside of Kusto is not published");
        }

        var function = ScopeFunctions.Sizes;
        return new BoundCall(function, function.Overloads[0], [.. all], KqlType.Long, call.Span);
    }

    /// <summary>The columns that a call names; null, with a message, where an argument is none.</summary>
    private ImmutableArray<BoundColumn>? BoundColumns(CallSyntax call, RowScope row)
    {
        var columns = ImmutableArray.CreateBuilder<BoundColumn>();
        foreach (var argument in call.Arguments)
        {
            switch (argument is StarSyntax ? null : BindScalar(argument, row))
            {
                case BoundColumn column:
                    columns.Add(column);
                    break;
                case BoundError:
                    return null;
                default:
                    Error(BindingDescriptors.ColumnExpected, argument.Span);
                    return null;
            }
        }

        return columns.ToImmutable();
    }
}
