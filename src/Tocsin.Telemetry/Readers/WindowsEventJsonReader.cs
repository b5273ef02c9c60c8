using System.Collections.Immutable;
using Tocsin.Kql.Types;
using Tocsin.Sql.Tree;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Mapping;
using Tocsin.Telemetry.Sampling;
using static Tocsin.Sql.Tree.Sql;

namespace Tocsin.Telemetry.Readers;

/// <summary>Windows events as JSON, in the dialects that <see cref="WindowsEventDialect"/> describes.</summary>
internal sealed class WindowsEventJsonReader : IFormatReader
{
    public Recognition? Recognise(ContentSample sample, TelemetryOptions options)
    {
        if (sample.Json is not { } json || WindowsEventDialect.All.FirstOrDefault(d => json.Most(d.Matches)) is not { } dialect)
        {
            return null;
        }

        var format = $"Windows event JSON ({dialect.Name})";
        return new Recognised(format, dialect.Name, new SelectedJsonPlan(format, Kinds(dialect), Other(dialect), options).Read);
    }

    private static ImmutableArray<SelectedKind> Kinds(WindowsEventDialect dialect) =>
    [
        new(l => IsEvent(l, dialect, SysmonEvents.Provider, 3), SysmonEvents.NetworkConnection(dialect)),
    ];

    private static SqlExpression IsEvent(MappingLowerer lowerer, WindowsEventDialect dialect, string provider, int id) => And(
        Equal(lowerer.Lower(dialect.EventId, KqlType.Long)!, BigInt(id)),
        Equal(lowerer.Lower(dialect.Provider, KqlType.String)!, String(provider)));

    /// <summary>The kind of what is not taken, as <c>Microsoft-Windows-Sysmon 11</c>.</summary>
    private static JoinedValue Other(WindowsEventDialect dialect) => new(" ", [dialect.Provider, dialect.EventId]);
}
