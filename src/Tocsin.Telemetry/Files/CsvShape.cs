namespace Tocsin.Telemetry.Files;

/// <summary>How the records of a delimited file must look.</summary>
/// <param name="Delimiter">Null where a line is a record and quotes mean nothing.</param>
/// <param name="Skip">Lines in front of the records.</param>
public sealed record CsvShape(char? Delimiter, int Skip, int Columns)
{
    public static readonly CsvShape Lines = new(null, 0, 0);
}

/// <summary>Records that were left out of a copy, by reason, with the lines of some.</summary>
public sealed record LineRejection(string Reason, long Records, IReadOnlyList<long> Lines);
