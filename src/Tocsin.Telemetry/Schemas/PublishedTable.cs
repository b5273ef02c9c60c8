using System.Collections.Immutable;
using Tocsin.Kql.Types;

namespace Tocsin.Telemetry.Schemas;

/// <summary>A service that publishes the schemas of its tables.</summary>
public enum TableService
{
    /// <summary>Advanced hunting.</summary>
    DefenderXdr,

    /// <summary>Microsoft Sentinel: tables of Azure Monitor's Log Analytics.</summary>
    Sentinel,
}

/// <summary>Where a service describes a table.</summary>
/// <param name="Address">The page.</param>
/// <param name="Date">The date that the page bore when its columns were taken over; null where it is not known.</param>
/// <param name="HasColumns">Whether the columns are known, or only that the service has the table.</param>
public sealed record TablePage(string Address, DateOnly? Date, bool HasColumns);

/// <summary>A column with its type in each service; null in a service without it.</summary>
/// <param name="Tocsin">The type of a column that no service has and that published queries name.</param>
public sealed record PublishedColumn(string Name, KqlType? DefenderXdr, KqlType? Sentinel, KqlType? Tocsin)
{
    public KqlType? In(TableService service) => service switch
    {
        TableService.DefenderXdr => DefenderXdr,
        TableService.Sentinel => Sentinel,
    };
}

/// <summary>A table as Defender XDR and Sentinel publish it, read from a file of the folder Tables.</summary>
/// <param name="Note">What its columns differ in from the pages, and why; null where they do not.</param>
public sealed record PublishedTable(string Name, TablePage? DefenderXdr, TablePage? Sentinel, string? Note, ImmutableArray<PublishedColumn> Columns)
{
    public TablePage? Page(TableService service) => service switch
    {
        TableService.DefenderXdr => DefenderXdr,
        TableService.Sentinel => Sentinel,
    };

    /// <summary>Whether the service has the table and its columns there are known.</summary>
    public bool IsKnownIn(TableService service) => Page(service) is { HasColumns: true };
}
