using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Mapping;

/// <summary>Which side of an inbound connection is the device itself.</summary>
internal sealed partial class MappingLowerer
{
    /// <summary>IANA's dynamic ports, which Windows takes for the side that begins.</summary>
    private const int FirstDynamicPort = 49_152;

    /// <summary>Multicast and, by its usual look, broadcast: a device receives on such an address, and sends from none.</summary>
    private const string GroupAddress = @"^(2(2[4-9]|3\d)\.|[fF][fF]|.*\.255$)";

    private SqlCase LocalSide(LocalSideValue side)
    {
        var atSource = String(LocalSideValue.SourceSide);
        var atDestination = String(LocalSideValue.DestinationSide);
        return new SqlCase(
            [
                new(NotEqual(Coalesce(Call("lower", Text(side.IsInbound) ?? String(string.Empty)), String(string.Empty)), String("true")), atSource),
                .. Either(IsNamed(side.Source, side.Device), IsNamed(side.Destination, side.Device), atSource, atDestination),
                .. Either(IsGroup(side.Source), IsGroup(side.Destination), atSource, atDestination),
                .. Either(IsPublic(side.Destination), IsPublic(side.Source), atSource, atDestination),
                .. Either(IsBelow(side.Source, 1024), IsBelow(side.Destination, 1024), atSource, atDestination),
                .. Either(IsBelow(side.Source, FirstDynamicPort), IsBelow(side.Destination, FirstDynamicPort), atSource, atDestination),
            ],
            atDestination);
    }

    private SqlCase? Direction(DirectionValue value)
    {
        // The classes are columns mostly, so they are shared with these.
        if (Text(new AddressTypeValue(value.From)) is not { } from || Text(new AddressTypeValue(value.To)) is not { } to)
        {
            return null;
        }

        var outbound = String(DirectionValue.Outbound);
        var inbound = String(DirectionValue.Inbound);
        return new SqlCase(
            [
                new(Says(value.IsFromLocal, "t", "true"), outbound),
                new(And(Says(value.IsFromLocal, "f", "false"), Says(value.IsToLocal, "t", "true")), inbound),
                new(And(Equal(from, String("Public")), Equal(to, String("Private"))), inbound),
            ],
            outbound);
    }

    private SqlExpression Says(MappedValue? value, params ReadOnlySpan<string> words) =>
        value is not null && Text(value) is { } text ? Coalesce(new SqlIn(Call("lower", text), [.. words.ToArray().Select(String)]), False) : False;

    private static SqlWhen[] Either(SqlExpression isSource, SqlExpression isDestination, SqlExpression atSource, SqlExpression atDestination) =>
    [
        new(And(isSource, Not(isDestination)), atSource),
        new(And(isDestination, Not(isSource)), atDestination),
    ];

    /// <summary>Loopback addresses carry the device's name on either side, or on none.</summary>
    private SqlExpression IsNamed(ConnectionSide side, MappedValue device)
    {
        if (side.HostName is null || Text(side.HostName) is not { } host || Text(device) is not { } name || Text(side.Address) is not { } address)
        {
            return False;
        }

        var label = Call("split_part", Call("lower", host), String("."), Integer(1));
        var own = Call("split_part", Call("lower", name), String("."), Integer(1));
        return Coalesce(
            And(Equal(label, own), NotEqual(label, String(string.Empty)), NotEqual(Call(KqlFunctionNames.IpType, address), String("Loopback"))),
            False);
    }

    private SqlExpression IsGroup(ConnectionSide side) =>
        Text(side.Address) is { } address ? Coalesce(Call("regexp_matches", address, String(GroupAddress)), False) : False;

    private SqlExpression IsPublic(ConnectionSide side) =>
        Text(side.Address) is { } address ? Coalesce(Equal(Call(KqlFunctionNames.IpType, address), String("Public")), False) : False;

    private SqlExpression IsBelow(ConnectionSide side, int port) =>
        Lower(side.Port, KqlType.Int) is { } number ? Coalesce(Less(number, Integer(port)), False) : False;
}
