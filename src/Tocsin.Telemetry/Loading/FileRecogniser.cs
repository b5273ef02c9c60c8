using System.Text;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Evtx;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Readers;
using Tocsin.Telemetry.Sampling;
using Tocsin.Telemetry.Schemas;

namespace Tocsin.Telemetry.Loading;

internal sealed record RecognisedFile(InputFile File, Recognised Recognised);

/// <summary>One file (or the members of one archive) → the readers that take them, or the reason why none does.</summary>
internal sealed class FileRecogniser(TemporaryStore store, TelemetryOptions options, ICollection<TelemetryDiagnostic> diagnostics)
{
    /// <summary>A search's result may hold a document that holds the line of a log.</summary>
    private const int MaximumWrappings = 3;

    private const string OfEvents = "Windows events are no rows of a table of one's own; --data FILE reads them, --table SecurityEvent=FILE or Event=FILE exports of these tables";

    private static readonly MappedFileReader UserMappings = new();

    private readonly Archives _archives = new(store, options, diagnostics);

    public List<SkippedFile> Skipped { get; } = [];

    public IEnumerable<RecognisedFile> Recognise(string path, string? table = null) =>
        Recognise(
            Path.GetFullPath(path) is var full && options.Copies.TryGetValue(full, out var copy)
                ? new InputFile(path, copy) { Table = table, HasLines = false }
                : new InputFile(path, full) { Table = table },
            isMember: false);

    /// <summary>Standard input, through a copy: it cannot be read twice, and need not fit into memory.</summary>
    public IEnumerable<RecognisedFile> RecogniseInput(string? table)
    {
        try
        {
            string path;
            using (var copy = store.Create(out path))
            {
                using var input = options.StandardInput();
                input.CopyTo(copy);
            }

            return Recognise(new InputFile("standard input", path) { Table = table }, isMember: false);
        }
        catch (UnpackLimitException e)
        {
            diagnostics.Add(TelemetryDescriptors.ArchiveTooLarge.For("standard input", e.Message));
            Skipped.Add(new SkippedFile("standard input", e.Message));
            return [];
        }
    }

    public IEnumerable<RecognisedFile> Recognise(InputFile file, bool isMember)
    {
        byte[] head;
        bool isWhole;
        ContentKind kind;
        try
        {
            head = SampleReader.Stored(file.Path, out isWhole);
            kind = ContentSniffer.Sniff(head);
            if (kind == ContentKind.Gzip && !isMember)
            {
                file = file with { Compression = FileCompression.Gzip };
                head = SampleReader.Gunzipped(file.Path, out isWhole);
                kind = ContentSniffer.Sniff(head) is var inner && inner == ContentKind.Tar ? ContentKind.Gzip : inner;
                isMember = kind != ContentKind.Gzip;
            }
            else if (kind == ContentKind.Zstd && !isMember)
            {
                return Zstandard(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            diagnostics.Add(TelemetryDescriptors.AccessDenied.For(file.DisplayPath, e.Message));
            Skipped.Add(new SkippedFile(file.DisplayPath, e.Message));
            return [];
        }

        return kind is ContentKind.Zip or ContentKind.Tar or ContentKind.Gzip
            ? Archive(file, kind, isMember)
            : Content(file, kind, head, isWhole);
    }

    /// <summary>
    /// zstd is unpacked into a copy, which may be any content, a tar archive too. What its first bytes say is of no use is
    /// not unpacked.
    /// </summary>
    private IEnumerable<RecognisedFile> Zstandard(InputFile file)
    {
        var kind = ContentSniffer.Sniff(SampleReader.OfZstandard(file.Path, out _));
        if (kind is ContentKind.Gzip or ContentKind.Zstd or ContentKind.Zip)
        {
            return Skip(file, "an archive within an archive is not opened");
        }

        if (kind == ContentKind.Binary)
        {
            return Skip(file, "binary content of no known kind");
        }

        if (_archives.Unpack(file, ContentKind.Zstd).SingleOrDefault() is { } copy)
        {
            return kind == ContentKind.Tar ? Archive(copy, kind, isMember: false) : Recognise(copy, isMember: true);
        }

        Skipped.Add(new SkippedFile(file.DisplayPath, "too large to unpack"));
        return [];
    }

    private IEnumerable<RecognisedFile> Archive(InputFile file, ContentKind kind, bool isMember) => isMember
        ? Skip(file, "an archive within an archive is not opened")
        : _archives.Unpack(file, kind).SelectMany(m => Recognise(m, isMember: true));

    private IEnumerable<RecognisedFile> Content(InputFile file, ContentKind kind, byte[] head, bool isWhole)
    {
        switch (kind)
        {
            case ContentKind.Empty:
                diagnostics.Add(TelemetryDescriptors.Empty.For(file.DisplayPath));
                Skipped.Add(new SkippedFile(file.DisplayPath, "empty"));
                return [];
            case ContentKind.Utf16LittleEndian or ContentKind.Utf16BigEndian:
                return Transcoded(file, kind);
            case ContentKind.Zstd:
                return Skip(file, "an archive within an archive is not opened");
            case ContentKind.Evtx when file.IsOwnTable:
                return Skip(file, OfEvents);
            case ContentKind.Evtx:
                return EventLog(file);
            case ContentKind.Binary:
                return Skip(file, "binary content of no known kind");
            case ContentKind.Parquet when file.Compression != FileCompression.None:
                return Skip(file, "Parquet within gzip; unpack it first");
            default:
                var sample = new ContentSample(file, kind, head, isWhole);
                return EventXml.IsEventXml(sample.Text.Span) ? (file.IsOwnTable ? Skip(file, OfEvents) : EventXmlFile(sample))
                    : QueryResultShape.Find(sample.Text.Span) is { } shape ? QueryResult(file, shape)
                    : !file.IsOwnTable && EventTextRecords.Matches(sample.Lines) ? EventText(sample)
                    : Wrapping(sample) is { } wrapping ? Unwrapped(sample, sample.Json!.Layout, wrapping)
                    : Ask(sample);
        }
    }

    /// <summary>Event logs are decoded into a copy of one JSON object a line, which the database reads.</summary>
    private RecognisedFile[] EventLog(InputFile file)
    {
        EvtxCondition? condition = null;
        var copy = Copied(file, (input, output) => condition = EvtxReader.Read(input, output));
        if (copy is null || condition is null)
        {
            return [];
        }

        if (condition.DamagedChunks > 0 || condition.Unreadable > 0)
        {
            diagnostics.Add(TelemetryDescriptors.EventLogDamaged.For(
                file.DisplayPath, condition.DamagedChunks, condition.Records, condition.Unreadable));
        }
        else if (condition.IsDirty)
        {
            diagnostics.Add(TelemetryDescriptors.EventLogNotClosed.For(file.DisplayPath));
        }

        return [new RecognisedFile(copy with { HasLines = false }, WindowsEventReader.OfEventLog(options))];
    }

    private IEnumerable<RecognisedFile> QueryResult(InputFile file, QueryResultShape shape)
    {
        IReadOnlyList<ResultColumn> columns = [];
        var copy = Copied(file, (input, output) => columns = QueryResultRows.Split(input, shape, output, options.MaximumRecordBytes));

        // An answer without rows still says what it could have held.
        return copy is null ? []
            : new FileInfo(copy.Path).Length == 0 && FlatJsonReader.OfColumns(copy with { Stated = [.. columns] }, options) is { } empty ? [new RecognisedFile(copy with { HasLines = false }, empty)]
            : Recognise(copy with { HasLines = false, Stated = [.. columns] }, isMember: true);
    }

    private IEnumerable<RecognisedFile> EventText(ContentSample sample)
    {
        WarnOfEncoding(sample);
        return Copied(sample.File, (input, output) => EventTextRecords.Split(input, output, options.MaximumRecordBytes)) is { } copy ? Recognise(copy with { HasLines = false }, isMember: true) : [];
    }

    /// <summary>What the records are wrapped in; nothing where a mapping of the user's takes them as they stand.</summary>
    private JsonWrapping? Wrapping(ContentSample sample) =>
        sample.File.IsOwnTable ? (sample.Json is { Layout.HasActions: true } ? new JsonWrapping(JsonWrappingKind.None) : null)
        : sample.Json is { } json && sample.File.Unwrapped < MaximumWrappings && JsonWrapping.Find(json) is { } wrapping && UserMappings.Recognise(sample, options) is null
            ? wrapping
            : null;

    private IEnumerable<RecognisedFile> Unwrapped(ContentSample sample, JsonLayout layout, JsonWrapping wrapping)
    {
        WarnOfEncoding(sample);
        var hasLines = sample.File.HasLines && layout is { Kind: JsonLayoutKind.Lines, HasActions: false };
        return Copied(sample.File, (input, output) => JsonUnwrapper.Unwrap(input, layout, wrapping, output, options.MaximumRecordBytes)) is { } copy
            ? Recognise(copy with { HasLines = hasLines, Unwrapped = sample.File.Unwrapped + 1 }, isMember: true)
            : [];
    }

    /// <summary>Whether most of the lines end in an object behind other text.</summary>
    private static bool HasPrefixes(ContentSample sample) =>
        sample.Lines.Count(l => l.Length > 0) is > 0 and var lines
        && sample.Lines.Count(l => !l.StartsWith('{') && !JsonUnwrapper.Behind(Encoding.UTF8.GetBytes(l)).IsEmpty) * 2 > lines;

    private RecognisedFile[] EventXmlFile(ContentSample sample)
    {
        WarnOfEncoding(sample);
        return Copied(sample.File, (input, output) => EventXml.Read(input, output, options.MaximumRecordBytes)) is { } copy
            ? [new RecognisedFile(copy with { HasLines = false }, WindowsEventReader.OfEventXml(options))]
            : [];
    }

    private IEnumerable<RecognisedFile> Ask(ContentSample sample)
    {
        var file = sample.File;
        var isOfTable = file.Table is { } table && KnownTables.Find(table) is { } bound && !KnownTables.Basic.Contains(bound);
        switch ((file.IsOwnTable ? FormatReaders.OfOwnTables : isOfTable ? FormatReaders.OfTables : FormatReaders.All).Select(r => r.Recognise(sample, options)).FirstOrDefault(r => r is not null))
        {
            case Recognised recognised:
                foreach (var diagnostic in recognised.Diagnostics)
                {
                    diagnostics.Add(diagnostic);
                }

                if (sample.Json?.DuplicateName is { } duplicate)
                {
                    diagnostics.Add(TelemetryDescriptors.DuplicateColumn.For(file.DisplayPath, duplicate));
                }

                WarnOfEncoding(sample);
                return OneRecordALine(sample) is { } lines ? [new RecognisedFile(lines, recognised)] : [];
            case Refused { IsDamaged: true } damaged:
                diagnostics.Add(TelemetryDescriptors.Unreadable.For(file.DisplayPath, "telemetry", damaged.Reason));
                Skipped.Add(new SkippedFile(file.DisplayPath, damaged.Reason));
                return [];
            case Refused refused:
                return Skip(file, refused.Reason);
            default:
                return file.Unwrapped == MaximumWrappings || file.IsOwnTable ? Skip(file, NotRecognised.Reason(sample))
                    : sample.Json is { Records.Count: > 0 } json && JsonWrapping.FindOther(json) is { } wrapping ? Unwrapped(sample, json.Layout, wrapping)
                    : HasPrefixes(sample) ? Unwrapped(sample, new JsonLayout(JsonLayoutKind.Lines), new JsonWrapping(JsonWrappingKind.Prefix))
                    : Skip(file, NotRecognised.Reason(sample));
        }
    }

    private IEnumerable<RecognisedFile> Transcoded(InputFile file, ContentKind kind)
    {
        var copy = Copied(file, (input, output) => TextTranscoder.ToUtf8(input, TextTranscoder.Of(kind)!, output));
        if (copy is null)
        {
            return [];
        }

        diagnostics.Add(TelemetryDescriptors.Transcoded.For(file.DisplayPath, "in UTF-16"));
        return Recognise(copy, isMember: true);
    }

    /// <summary>The file itself where it has one record a line, else a copy that has. A byte order mark breaks the first line.</summary>
    private InputFile? OneRecordALine(ContentSample sample)
    {
        var isMarked = sample.Text.Length < sample.Head.Length;
        return sample.Json is not { } json || (json.Layout.Kind == JsonLayoutKind.Lines && !isMarked) ? sample.File
            : json.Layout.Kind == JsonLayoutKind.Lines ? Copied(sample.File, (input, output) => TextTranscoder.ToUtf8(input, Encoding.UTF8, output))
            : Copied(sample.File, (input, output) => JsonRecordSplitter.Split(input, json.Layout, output)) is { } split ? split with { HasLines = false }
            : null;
    }

    private InputFile? Copied(InputFile file, Action<Stream, Stream> copy)
    {
        try
        {
            string path;
            using (var output = store.Create(out path))
            {
                using var input = SampleReader.OpenUnpacked(file);
                try
                {
                    copy(input, output);
                }
                catch (InvalidDataException)
                {
                    diagnostics.Add(TelemetryDescriptors.Truncated.For(file.DisplayPath));
                }
            }

            return file with { Path = path, Compression = FileCompression.None };
        }
        catch (UnpackLimitException e)
        {
            diagnostics.Add(TelemetryDescriptors.ArchiveTooLarge.For(file.DisplayPath, e.Message));
            Skipped.Add(new SkippedFile(file.DisplayPath, e.Message));
            return null;
        }
    }

    private void WarnOfEncoding(ContentSample sample)
    {
        var rest = sample.Kind == ContentKind.Text ? sample.Head.AsSpan() : default;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out var length) == System.Buffers.OperationStatus.InvalidData)
            {
                diagnostics.Add(TelemetryDescriptors.NotUtf8.For(
                    sample.File.DisplayPath, rest[0].ToString("X2", System.Globalization.CultureInfo.InvariantCulture), sample.Head.Length - rest.Length));
                return;
            }

            rest = rest[length..];
        }
    }

    /// <summary>Says of a file that it is not read.</summary>
    public void LeaveOut(string path, string reason)
    {
        diagnostics.Add(TelemetryDescriptors.NotTelemetry.For(path, reason));
        Skipped.Add(new SkippedFile(path, reason));
    }

    private RecognisedFile[] Skip(InputFile file, string reason)
    {
        LeaveOut(file.DisplayPath, reason);
        return [];
    }
}
