namespace Tocsin.Telemetry.Loading;

/// <summary>Every record ends in exactly one of these.</summary>
public enum RecordOutcome
{
    /// <summary>It is a row of the table that the detail names.</summary>
    Used,

    /// <summary>It is sound but of a kind that no table takes; the detail names the kind.</summary>
    Skipped,

    /// <summary>It cannot be read; the detail is the reason.</summary>
    Rejected,

    /// <summary>
    /// Not a record: a header inside the file that says other columns than the first one. The file has to be read in
    /// sections. Or a record of a table that the reading did not know of: the file has to be read for that one too.
    /// </summary>
    Header,
}
