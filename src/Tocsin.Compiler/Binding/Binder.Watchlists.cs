using System.Collections.Immutable;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// What Sentinel and Defender XDR keep in the cloud and the user gives as files: _GetWatchlist(), FileProfile().
public sealed partial class Binder
{
    private const string FileProfileList = "FileProfile";

    /// <summary>The columns that every watchlist has.</summary>
    private static readonly ImmutableArray<TableColumn> WatchlistColumns =
        [new("_DTItemId", KqlType.String), new("LastUpdatedTimeUTC", KqlType.DateTime), new("SearchKey", KqlType.String)];

    /// <summary>FileProfile()'s columns that are no strings (https://learn.microsoft.com/defender-xdr/advanced-hunting-fileprofile-function).</summary>
    private static readonly ImmutableDictionary<string, KqlType> FileProfileTypes = new Dictionary<string, KqlType>(StringComparer.Ordinal)
    {
        ["FileSize"] = KqlType.Long,
        ["GlobalPrevalence"] = KqlType.Long,
        ["GlobalFirstSeen"] = KqlType.DateTime,
        ["GlobalLastSeen"] = KqlType.DateTime,
        ["IsCertificateValid"] = KqlType.Bool,
        ["IsRootSignerMicrosoft"] = KqlType.Bool,
        ["IsExecutable"] = KqlType.Bool,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private BoundQuery BindWatchlist(CallSyntax call)
    {
        if (call.Arguments is not [var argument, ..] || BindScalar(argument, RowScope.Empty) is not BoundLiteral { Value: string name })
        {
            _diagnostics.Report(BindingDescriptors.StringLiteralExpected, call.Span, "_GetWatchlist", "It takes the watchlist's name.");
            return Nothing(call.Span);
        }

        if (call.Arguments is [_, var further, ..])
        {
            Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, further.Span, "A second argument of _GetWatchlist()", "It is not documented; filter the rows: | where SearchKey in (…).");
        }

        if (_environment.Watchlists.TryGetValue(name, out var table))
        {
            return Watchlist(table, call);
        }

        // Published functions read lists that nobody needs to have, such as that of the parsers to leave out
        // (https://learn.microsoft.com/azure/sentinel/normalization-manage-parsers).
        if (IsInStoredFunction)
        {
            _diagnostics.Report(BindingDescriptors.EmptyWatchlist, call.Span, name);
            return EmptyWatchlist(call);
        }

        Refusal(
            KqlType.Unknown, BindingDescriptors.UnsupportedFunction, call.Span, "_GetWatchlist", $"there is no watchlist '{name}' here",
            NearestName.Hint(name, _environment.Watchlists.Keys) is { Length: > 0 } nearest ? nearest : $"Give its file with --watchlist {name}=FILE.");
        return EmptyWatchlist(call) with { IsOpen = true };
    }

    private static BoundRows EmptyWatchlist(CallSyntax call) => new([.. WatchlistColumns.Select(c => new ColumnSymbol(c.Name, c.Type))], [], call.Span);

    private static BoundTable Watchlist(TableDescriptor table, CallSyntax call) =>
        new(table.Name, [.. table.Columns.Select(c => new ColumnSymbol(c.Name, c.Type))], call.Span);

    /// <summary>
    /// <c>T | invoke FileProfile(SHA1, 500)</c> over the watchlist of that name: what is known of each row's file, from
    /// the watchlist's column SHA1 or SHA256. Every row is looked up, also beyond the number that the service asks for.
    /// </summary>
    private BoundQuery BindFileProfile(CallSyntax call, BoundQuery input)
    {
        if (!_environment.Watchlists.TryGetValue(FileProfileList, out var table))
        {
            Refusal(
                KqlType.Unknown, BindingDescriptors.UnsupportedFunction, call.Span, FileProfileList, "it asks a service of Microsoft's about files",
                "Give what is known of them with --watchlist FileProfile=FILE (columns SHA1 or SHA256, GlobalPrevalence…), or a function of this name with --functions DIR.");
            return input with { IsOpen = true };
        }

        var file = call.Arguments is [var argument, ..] ? argument : new NameExpressionSyntax(new NameSyntax("SHA1", call.Span));
        var key = BindScalar(file, new RowScope(input.Columns));
        var hash = file is NameExpressionSyntax { Name.Text: var name } && name.EndsWith("SHA256", StringComparison.Ordinal) ? "SHA256" : "SHA1";
        var profile = Watchlist(table, call);
        if (key is not BoundColumn { Type.Kind: KqlType.String } || profile.Columns.FirstOrDefault(c => c.Name == hash) is not { } match)
        {
            if (key is not BoundError)
            {
                Refuse(call.Span, "FileProfile() by this column", $"It takes a column of SHA1 or SHA256 hashes, and the watchlist must have a column {hash}.");
            }

            return Nothing(call.Span);
        }

        var known = input.Columns.Select(c => c.Name).Concat(WatchlistColumns.Select(c => c.Name)).ToHashSet(StringComparer.Ordinal);
        var facts = profile.Columns.Where(c => !known.Contains(c.Name)).ToArray();
        var typed = new BoundProject(
            profile,
            [BoundBuilder.Pass(match, call.Span), .. facts.Where(c => c != match).Select(c => new BoundAssignment(new ColumnSymbol(c.Name, FactType(c)), Convert(new BoundColumn(c, call.Span), FactType(c))))],
            call.Span);
        var shown = typed.Columns.Where(c => c != match || facts.Contains(match));
        var keys = ImmutableArray.Create(new BoundJoinKey(key, new BoundColumn(match, call.Span)));
        return new BoundJoin(JoinKind.LeftOuter, input, typed, keys, NameJoined([.. input.Columns, .. shown], input, typed, JoinKind.LeftOuter, call.Span), call.Span);
    }

    private static KqlType FactType(ColumnSymbol column) => FileProfileTypes.GetValueOrDefault(column.Name, KqlType.String);
}
