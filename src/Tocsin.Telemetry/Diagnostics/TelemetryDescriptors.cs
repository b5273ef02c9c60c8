using Tocsin.Kql.Diagnostics;

namespace Tocsin.Telemetry.Diagnostics;

/// <summary>Every message about telemetry. Argument 0 is the path. Ids are never reused.</summary>
public static class TelemetryDescriptors
{
    public static readonly DiagnosticDescriptor PathNotFound = new(
        "TOC6001", DiagnosticSeverity.Error, "'{0}' does not exist or matches no file.",
        "Name a file, a folder, or a pattern such as 'logs/*.json'.");

    public static readonly DiagnosticDescriptor AccessDenied = new(
        "TOC6002", DiagnosticSeverity.Error, "'{0}' cannot be opened: {1}");

    public static readonly DiagnosticDescriptor Empty = new(
        "TOC6003", DiagnosticSeverity.Warning, "'{0}' is empty.");

    public static readonly DiagnosticDescriptor NotTelemetry = new(
        "TOC6004", DiagnosticSeverity.Warning, "'{0}' is skipped: {1}",
        "docs/formats.md lists what is read and how each format is recognised.");

    public static readonly DiagnosticDescriptor NothingUsable = new(
        "TOC6005", DiagnosticSeverity.Error, "No file of '{0}' holds telemetry that is read ({1} looked at).",
        "docs/formats.md lists what is read and how each format is recognised.");

    public static readonly DiagnosticDescriptor Unreadable = new(
        "TOC6006", DiagnosticSeverity.Error, "'{0}' cannot be read as {1}: {2}");

    public static readonly DiagnosticDescriptor WrongTable = new(
        "TOC6008", DiagnosticSeverity.Error, "'{0}' is bound to the table '{1}' but holds {2}.");

    public static readonly DiagnosticDescriptor Transcoded = new(
        "TOC6010", DiagnosticSeverity.Information, "'{0}' is {1}; it is read through a copy in UTF-8.");

    public static readonly DiagnosticDescriptor NotUtf8 = new(
        "TOC6011", DiagnosticSeverity.Warning, "'{0}' is not UTF-8 throughout: byte 0x{1} at offset {2}. Records that hold such bytes are rejected.",
        "If it is Latin-1 or Windows-1252, convert it first: iconv -f WINDOWS-1252 -t UTF-8.");

    public static readonly DiagnosticDescriptor DuplicateColumn = new(
        "TOC6012", DiagnosticSeverity.Warning, "'{0}' has the column '{1}' more than once; the first is used.");

    public static readonly DiagnosticDescriptor Repaired = new(
        "TOC6013", DiagnosticSeverity.Warning, "'{0}' is damaged ({1}); what could be recovered of it is used.");

    public static readonly DiagnosticDescriptor Truncated = new(
        "TOC6014", DiagnosticSeverity.Warning, "'{0}' ends before its compressed data does; what came before is used.",
        "Copy or download the file again.");

    public static readonly DiagnosticDescriptor EventLogDamaged = new(
        "TOC6015", DiagnosticSeverity.Warning, "'{0}' is a damaged event log: {1} chunks are damaged, {2} records could be read, {3} could not.",
        "Export it again with 'wevtutil epl' if the log still exists.");

    public static readonly DiagnosticDescriptor EventLogNotClosed = new(
        "TOC6016", DiagnosticSeverity.Information, "'{0}' was not closed by its writer; all of its records could be read.");

    public static readonly DiagnosticDescriptor NoRecords = new(
        "TOC6017", DiagnosticSeverity.Information, "'{0}' holds no records.");

    public static readonly DiagnosticDescriptor ZoneNotTold = new(
        "TOC6018", DiagnosticSeverity.Warning, "'{0}' has {1} in local time and does not tell the zone; where an event has no other time, it is taken as UTC.",
        "Sysmon's events tell the zone of the others in one file; so does @timestamp, which Logstash adds.");

    public static readonly DiagnosticDescriptor ArchiveMember = new(
        "TOC6020", DiagnosticSeverity.Warning, "'{0}' is not unpacked: {1}");

    public static readonly DiagnosticDescriptor ArchiveTooLarge = new(
        "TOC6021", DiagnosticSeverity.Error, "'{0}' is not unpacked further: {1}",
        "Unpack it by hand and name the folder instead.");

    public static readonly DiagnosticDescriptor ArchiveDamaged = new(
        "TOC6022", DiagnosticSeverity.Error, "'{0}' is a damaged archive: {1}",
        "Members before the damage are read; copy or download the archive again for the rest.");

    public static readonly DiagnosticDescriptor RecordsRejected = new(
        "TOC6030", DiagnosticSeverity.Warning, "{1} of {2} records of '{0}' are rejected: {3}");

    public static readonly DiagnosticDescriptor UnusedMapping = new(
        "TOC6031", DiagnosticSeverity.Warning, "The mapping '{0}' takes none of the files.",
        "A file is a mapping's where it has the fields that 'recognised' names, or else a field that Timestamp is made of.");

    public static readonly DiagnosticDescriptor SeveralTables = new(
        "TOC6032", DiagnosticSeverity.Warning, "'{0}' is read as {1}; its columns are as well those of {2}.",
        "--table {3}=FILE says which table a file holds; so does a column Type.");

    public static readonly DiagnosticDescriptor IsStore = new(
        "TOC6033", DiagnosticSeverity.Warning, "'{0}' is a store; its files are left out.",
        "--store {0} reads it, together with other files where there are some.");

    public static readonly DiagnosticDescriptor ColumnsLeftOut = new(
        "TOC6034", DiagnosticSeverity.Warning, "'{0}' has {1} columns that no query can name, which are left out: '{2}'.",
        "A column's name has 1 to 1,024 characters, no control characters, and does not stand in brackets.");

    public static readonly DiagnosticDescriptor TableName = new(
        "TOC6035", DiagnosticSeverity.Error, "'{0}' is bound to '{1}', which is no name for a table: {2}.",
        "A name has letters, digits and underscores, such as Firewall_CL; docs/tables.md has those that are published.");

    public static readonly DiagnosticDescriptor OtherColumns = new(
        "TOC6036", DiagnosticSeverity.Warning, "'{0}' is bound to {1} and has none of the columns of its own: they are empty in its rows.",
        "Without --table what the file holds is found out.");

    public static readonly DiagnosticDescriptor NoTimeColumn = new(
        "TOC6037", DiagnosticSeverity.Warning, "'{0}' is bound to {1} and has no column {2}: conditions on the time leave its rows out.");

    public static readonly DiagnosticDescriptor DateOrderNotTold = new(
        "TOC6038", DiagnosticSeverity.Warning, "'{0}' does not tell whether days or months come first in its times, such as '{1}': they are not read.",
        "Write them as 2026-02-11T08:00:00Z, or export days beyond the 12th with them.");

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        PathNotFound, AccessDenied, Empty, NotTelemetry, NothingUsable, Unreadable, WrongTable, Transcoded,
        NotUtf8, DuplicateColumn, Repaired, Truncated, EventLogDamaged, EventLogNotClosed, NoRecords, ZoneNotTold, ArchiveMember, ArchiveTooLarge, ArchiveDamaged, RecordsRejected,
        UnusedMapping, SeveralTables, IsStore, ColumnsLeftOut, TableName, OtherColumns, NoTimeColumn, DateOrderNotTold,
    ];
}
