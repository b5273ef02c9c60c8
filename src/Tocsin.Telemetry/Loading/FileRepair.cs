using System.Collections.Immutable;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <param name="LongLines">Numbers of the lines that were left out.</param>
/// <param name="Damage">What is wrong with the file, where it was seen.</param>
internal sealed record RepairedFile(InputFile File, ImmutableArray<long> LongLines, string? Damage);

/// <summary>
/// Copies of files that the database would not read: unpacked as far as they go, without lines that are too long.
/// </summary>
internal sealed class FileRepair(TemporaryStore store, TelemetryOptions options)
{
    public const string TooLong = CsvRewriter.TooLong;

    private const byte LineFeed = (byte)'\n';

    /// <summary>Null where a copy would say the same.</summary>
    public RepairedFile? Rewrite(InputFile file)
    {
        string path;
        string? damage;
        var longLines = ImmutableArray.CreateBuilder<long>();
        bool isChanged;
        using (var output = store.Create(out path))
        {
            using var lines = new LineReader(file, options.MaximumRecordBytes);
            while (lines.Read())
            {
                if (lines.IsTooLong)
                {
                    longLines.Add(lines.Number);
                    continue;
                }

                output.Write(lines.Line);
                output.WriteByte(LineFeed);
            }

            damage = lines.Damage;
            isChanged = longLines.Count > 0 || damage is not null || file.Compression != FileCompression.None;
            damage ??= longLines.Count > 0 ? "a line is too long" : null;
        }

        if (!isChanged)
        {
            store.Delete(path);
            return null;
        }

        return new RepairedFile(
            file with { Path = path, Compression = FileCompression.None, HasLines = longLines.Count == 0 && file.HasLines }, longLines.ToImmutable(), damage);
    }

    /// <summary>The parts of a file that was put together from several Zeek logs, each with its header.</summary>
    public IReadOnlyList<InputFile> Sections(InputFile file)
    {
        var sections = new List<InputFile>();
        var header = new List<byte[]>();
        var isHeader = false;
        Stream? output = null;
        using var lines = new LineReader(file, options.MaximumRecordBytes);
        while (lines.Read())
        {
            var line = lines.Number == 1 ? lines.Line[ContentSniffer.Utf8MarkLength(lines.Line)..] : lines.Line;

            // A line may end in a carriage return alone.
            foreach (var part in line.Split((byte)'\r'))
            {
                Part(line[part]);
            }
        }

        output?.Dispose();
        return sections;

        void Part(ReadOnlySpan<byte> line)
        {
            if (line.StartsWith((byte)'#'))
            {
                // A header's last #fields line counts, and a section has no other: it would be a header among its records.
                var replaced = line.StartsWith("#fields"u8) || !isHeader;
                header.RemoveAll(l => replaced && (IsFields(l) || l.AsSpan().StartsWith("#types"u8)));
                isHeader = true;
                header.Add(line.ToArray());
                return;
            }

            if (line.IsEmpty)
            {
                return;
            }

            if (isHeader && header.Exists(l => IsFields(l)))
            {
                output?.Dispose();
                output = Begin(file, header, sections);
            }

            isHeader = false;
            output?.Write(line);
            output?.WriteByte(LineFeed);
        }

        static bool IsFields(ReadOnlySpan<byte> line) => line.StartsWith("#fields"u8);
    }

    private Stream Begin(InputFile file, List<byte[]> header, List<InputFile> sections)
    {
        var output = store.Create(out var path);
        foreach (var line in header)
        {
            output.Write(line);
            output.WriteByte(LineFeed);
        }

        sections.Add(file with { Path = path, Compression = FileCompression.None, HasLines = false, IsSection = true });
        return output;
    }

    /// <summary>Lines as bytes; a line that is too long is passed over without being held.</summary>
    private sealed class LineReader(InputFile file, int maximumBytes) : IDisposable
    {
        private readonly Stream _stream = SampleReader.OpenUnpacked(file);
        private readonly byte[] _buffer = new byte[1 << 16];
        private readonly MemoryStream _line = new();
        private int _start;
        private int _end;

        public long Number { get; private set; }

        public bool IsTooLong { get; private set; }

        public string? Damage { get; private set; }

        public ReadOnlySpan<byte> Line => _line.GetBuffer().AsSpan(0, (int)_line.Length);

        public bool Read()
        {
            _line.SetLength(0);
            IsTooLong = false;
            var hasAny = false;
            while (Fill())
            {
                hasAny = true;
                var rest = _buffer.AsSpan(_start, _end - _start);
                var end = rest.IndexOf(LineFeed);
                Add(end < 0 ? rest : rest[..end]);
                _start += end < 0 ? rest.Length : end + 1;
                if (end >= 0)
                {
                    break;
                }
            }

            Number++;
            return hasAny;
        }

        public void Dispose()
        {
            _stream.Dispose();
            _line.Dispose();
        }

        private void Add(ReadOnlySpan<byte> bytes)
        {
            if (_line.Length + bytes.Length <= maximumBytes)
            {
                _line.Write(bytes);
            }
            else
            {
                IsTooLong = true;
            }
        }

        private bool Fill()
        {
            if (_start < _end)
            {
                return true;
            }

            _start = 0;
            try
            {
                _end = Damage is null ? _stream.Read(_buffer) : 0;
            }
            catch (InvalidDataException e)
            {
                Damage = e.Message;
                _end = 0;
            }

            return _end > 0;
        }
    }
}
