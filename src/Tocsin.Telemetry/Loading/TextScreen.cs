using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <summary>Delimited files as the database may read them: unpacked, and where they have faults, without these.</summary>
internal sealed class TextScreen(TemporaryStore store)
{
    /// <summary>Below max_line_size of DuckDB's CSV reader, 2,000,000.</summary>
    private const int MaximumRecordBytes = 1_900_000;

    /// <summary>Null where the bound on unpacked data stops it.</summary>
    public InputFile? Screen(
        InputFile file, CsvShape shape, ICollection<TelemetryDiagnostic> diagnostics, out IReadOnlyList<LineRejection> rejections)
    {
        rejections = [];
        try
        {
            var plain = file.Compression == FileCompression.None ? file : Unpacked(file, diagnostics);
            if (CsvScreen.IsClean(plain.Path, shape, MaximumRecordBytes))
            {
                return plain with { IsScreened = true };
            }

            string path;
            using (var output = store.Create(out path))
            {
                rejections = CsvRewriter.Rewrite(plain.Path, shape, MaximumRecordBytes, output);
            }

            return plain with { Path = path, LinesPath = plain.HasLines ? plain.Path : null, HasLines = false, IsScreened = true };
        }
        catch (UnpackLimitException e)
        {
            diagnostics.Add(TelemetryDescriptors.ArchiveTooLarge.For(file.DisplayPath, e.Message));
            return null;
        }
    }

    private InputFile Unpacked(InputFile file, ICollection<TelemetryDiagnostic> diagnostics)
    {
        string path;
        using (var output = store.Create(out path))
        {
            using var input = SampleReader.OpenUnpacked(file);
            try
            {
                input.CopyTo(output);
            }
            catch (InvalidDataException)
            {
                diagnostics.Add(TelemetryDescriptors.Truncated.For(file.DisplayPath));
            }
        }

        return file with { Path = path, Compression = FileCompression.None };
    }
}
