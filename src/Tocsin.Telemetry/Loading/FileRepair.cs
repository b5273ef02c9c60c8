using System.Collections.Immutable;
using Tocsin.Telemetry.Files;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Loading;

/// <param name="LongLines">Numbers of the lines that were left out.</param>
/// <param name="Damage">What is wrong with the file, where it was seen.</param>
internal sealed record RepairedFile(InputFile File, ImmutableArray<long> LongLines, string? Damage);

/// <summary>
/// Copies of files that the database would not read: unpacked as far as they go, with one kind of line end, without
/// lines that are too long.
/// </summary>
internal sealed class FileRepair(TemporaryStore store, TelemetryOptions options)
{
    public const string TooLong = "line too long";

    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Null where a copy would say the same.</summary>
    public RepairedFile? Rewrite(InputFile file, bool isCsv)
    {
        string path;
        string? damage;
        var longLines = ImmutableArray.CreateBuilder<long>();
        bool isChanged;
        using (var output = store.Create(out path))
        {
            using var lines = new LineReader(file, options.MaximumRecordBytes, isCsv);
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
            isChanged = longLines.Count > 0 || lines.HasMixedEnds || damage is not null || file.Compression != FileCompression.None;
            if (damage is null)
            {
                damage = longLines.Count > 0 ? "a line is too long" : lines.HasMixedEnds ? "its line ends are mixed" : null;
            }
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
        using var lines = new LineReader(file, options.MaximumRecordBytes, isCsv: false);
        while (lines.Read())
        {
            if (lines.Line.StartsWith((byte)'#'))
            {
                if (!isHeader)
                {
                    header.RemoveAll(l => l.AsSpan().StartsWith("#fields"u8) || l.AsSpan().StartsWith("#types"u8));
                }

                isHeader = true;
                header.Add(lines.Line.ToArray());
                continue;
            }

            if (isHeader && header.Exists(l => l.AsSpan().StartsWith("#fields"u8)))
            {
                output?.Dispose();
                output = Begin(file, header, sections);
            }

            isHeader = false;
            output?.Write(lines.Line);
            output?.WriteByte(LineFeed);
        }

        output?.Dispose();
        return sections;
    }

    private Stream Begin(InputFile file, List<byte[]> header, List<InputFile> sections)
    {
        var output = store.Create(out var path);
        foreach (var line in header)
        {
            output.Write(line);
            output.WriteByte(LineFeed);
        }

        sections.Add(file with { Path = path, Compression = FileCompression.None, HasLines = false });
        return output;
    }

    /// <summary>Lines as bytes; a line that is too long is passed over without being held.</summary>
    private sealed class LineReader(InputFile file, int maximumBytes, bool isCsv) : IDisposable
    {
        private readonly Stream _stream = SampleReader.OpenUnpacked(file);
        private readonly byte[] _buffer = new byte[1 << 16];
        private readonly MemoryStream _line = new();
        private int _start;
        private int _end;
        private bool _isQuoted;
        private bool _hasPlainEnds;
        private bool _hasPairedEnds;

        public long Number { get; private set; }

        public bool IsTooLong { get; private set; }

        public string? Damage { get; private set; }

        public bool HasMixedEnds { get; private set; }

        public ReadOnlySpan<byte> Line => _line.GetBuffer().AsSpan(0, (int)_line.Length);

        public bool Read()
        {
            _line.SetLength(0);
            IsTooLong = false;
            var hasAny = false;
            while (Next() is var value and >= 0)
            {
                hasAny = true;
                if (isCsv && value == '"')
                {
                    _isQuoted = !_isQuoted;
                }

                if (!_isQuoted && value is LineFeed or CarriageReturn)
                {
                    End(value);
                    Number++;
                    return true;
                }

                Add((byte)value);
            }

            Number++;
            return hasAny;
        }

        public void Dispose()
        {
            _stream.Dispose();
            _line.Dispose();
        }

        private void Add(byte value)
        {
            if (_line.Length < maximumBytes)
            {
                _line.WriteByte(value);
            }
            else
            {
                // A quote that is never closed would swallow the rest of the file.
                IsTooLong = true;
                _isQuoted = false;
            }
        }

        private void End(int value)
        {
            var isPair = value == CarriageReturn && Peek() == LineFeed;
            if (isPair)
            {
                _start++;
            }

            _hasPairedEnds |= isPair;
            _hasPlainEnds |= value == LineFeed;
            HasMixedEnds |= (_hasPairedEnds && _hasPlainEnds) || (value == CarriageReturn && !isPair);
        }

        private int Next()
        {
            var value = Peek();
            _start++;
            return value;
        }

        private int Peek()
        {
            if (_start >= _end)
            {
                try
                {
                    _end = Damage is null ? _stream.Read(_buffer) : 0;
                }
                catch (InvalidDataException e)
                {
                    Damage = e.Message;
                    _end = 0;
                }

                _start = 0;
            }

            return _start < _end ? _buffer[_start] : -1;
        }
    }
}
