using System.Globalization;

namespace Tocsin.Telemetry.Files;

/// <summary>
/// A folder of ours for unpacked and transcoded files, bounded in bytes. Its files are numbered: no name from an
/// archive ever becomes part of a path.
/// </summary>
internal sealed class TemporaryStore(string parent, long maximumBytes) : IDisposable
{
    private string? _folder;
    private int _files;
    private long _bytes;

    public Stream Create(out string path)
    {
        _folder ??= Directory.CreateDirectory(Path.Combine(parent, $"tocsin-{Guid.NewGuid():N}")).FullName;
        path = Path.Combine(_folder, _files++.ToString("D6", CultureInfo.InvariantCulture));
        return new BoundedStream(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16), this);
    }

    /// <summary>Removes a file of the store and gives its bytes back.</summary>
    public void Delete(string path)
    {
        var length = new FileInfo(path).Length;
        File.Delete(path);
        _bytes -= length;
    }

    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
            _folder = null;
        }
    }

    private void Charge(int bytes)
    {
        _bytes += bytes;
        if (_bytes > maximumBytes)
        {
            throw new UnpackLimitException(string.Create(
                CultureInfo.InvariantCulture, $"unpacked data is more than {maximumBytes:N0} bytes in all"));
        }
    }

    private sealed class BoundedStream(FileStream inner, TemporaryStore store) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            store.Charge(buffer.Length);
            inner.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
