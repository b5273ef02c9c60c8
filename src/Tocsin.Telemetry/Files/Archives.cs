using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using Tocsin.Telemetry.Diagnostics;
using Tocsin.Telemetry.Evtx;
using Tocsin.Telemetry.Files.Zstandard;
using Tocsin.Telemetry.Loading;
using Tocsin.Telemetry.Sampling;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// Unpacks zip and tar archives, and zstd files, into our store: regular files only, under numbers instead of their names, bounded in
/// count, bytes and ratio. What archives hold is unpacked once; an archive within one is not opened.
/// </summary>
internal sealed class Archives(TemporaryStore store, TelemetryOptions options, ICollection<TelemetryDiagnostic> diagnostics)
{
    /// <summary>The kind of a file in the Unix mode that zip archives keep beside it.</summary>
    private const int ModeMask = 0xF000;
    private const int LinkMode = 0xA000;

    public IEnumerable<InputFile> Unpack(InputFile file, ContentKind kind) => Guarded(
        file.DisplayPath,
        kind switch { ContentKind.Zip => Zip(file), ContentKind.Zstd => Zstandard(file), _ => Tar(file) }).Select(m => m with { Table = file.Table });

    private IEnumerable<InputFile> Zip(InputFile file)
    {
        using var archive = new ZipArchive(SampleReader.Open(file.Path), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            var name = $"{file.DisplayPath}!{entry.FullName}";
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\'))
            {
                continue;
            }

            if (((entry.ExternalAttributes >> 16) & ModeMask) == LinkMode)
            {
                diagnostics.Add(TelemetryDescriptors.ArchiveMember.For(name, "it is a link"));
            }
            else if (entry.IsEncrypted)
            {
                diagnostics.Add(TelemetryDescriptors.ArchiveMember.For(name, "it is encrypted"));
            }
            else if (Copy(name, entry.Open, entry.CompressedLength, entry.Crc32) is { } member)
            {
                yield return member;
            }
        }
    }

    /// <summary>One file without a name of its own.</summary>
    private IEnumerable<InputFile> Zstandard(InputFile file)
    {
        if (Copy(file.DisplayPath, () => new ZstandardStream(SampleReader.Open(file.Path)), new FileInfo(file.Path).Length) is { } content)
        {
            yield return content;
        }
    }

    private IEnumerable<InputFile> Tar(InputFile file)
    {
        using var stream = SampleReader.OpenUnpacked(file);
        using var reader = new TarReader(stream);
        var packed = new FileInfo(file.Path).Length;
        while (reader.GetNextEntry() is { } entry)
        {
            var name = $"{file.DisplayPath}!{entry.Name}";
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes)
            {
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            {
                diagnostics.Add(TelemetryDescriptors.ArchiveMember.For(
                    name, entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink ? "it is a link" : "it is not a regular file"));
            }
            else if (entry.DataStream is { } data && Copy(name, () => data, packed) is { } member)
            {
                yield return member;
            }
        }
    }

    /// <summary>Ends an archive at its first damage or bound, keeping the members before it.</summary>
    private IEnumerable<InputFile> Guarded(string path, IEnumerable<InputFile> members)
    {
        using var enumerator = members.GetEnumerator();
        var count = 0;
        while (true)
        {
            InputFile current;
            try
            {
                if (!enumerator.MoveNext())
                {
                    yield break;
                }

                current = enumerator.Current;
                if (++count > options.MaximumMembers)
                {
                    throw new UnpackLimitException(string.Create(
                        CultureInfo.InvariantCulture, $"it has more than {options.MaximumMembers:N0} members"));
                }
            }
            catch (UnpackLimitException e)
            {
                diagnostics.Add(TelemetryDescriptors.ArchiveTooLarge.For(path, e.Message));
                yield break;
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
            {
                diagnostics.Add(TelemetryDescriptors.ArchiveDamaged.For(path, e.Message));
                yield break;
            }

            yield return current;
        }
    }

    private InputFile? Copy(string name, Func<Stream> open, long packedLength, uint? checksum = null)
    {
        using var source = open();
        string path;
        using (var target = store.Create(out path))
        {
            var buffer = new byte[1 << 16];
            long written = 0;
            uint sum = 0;
            while (true)
            {
                int length;
                try
                {
                    length = source.Read(buffer);
                }
                catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
                {
                    diagnostics.Add(TelemetryDescriptors.Repaired.For(name, e.Message));
                    break;
                }

                if (length == 0)
                {
                    if (checksum is { } expected && sum != expected)
                    {
                        diagnostics.Add(TelemetryDescriptors.Repaired.For(name, "its checksum does not match"));
                    }

                    break;
                }

                sum = checksum is null ? 0 : Crc32.Of(buffer.AsSpan(0, length), sum);

                written += length;
                CheckRatio(name, written, packedLength);
                target.Write(buffer.AsSpan(0, length));
            }
        }

        return new InputFile(name, path);
    }

    private void CheckRatio(string name, long written, long packed)
    {
        if (written > options.RatioFreeBytes && written / Math.Max(1, packed) > options.MaximumRatio)
        {
            throw new UnpackLimitException(string.Create(
                CultureInfo.InvariantCulture, $"'{name}' unpacks to more than {options.MaximumRatio} times its size"));
        }
    }
}
