using System.Buffers.Binary;
using System.Text;
using Tocsin.Telemetry.Evtx;

namespace Tocsin.Telemetry.Tests;

/// <summary>A substituted value: its type (MS-EVEN6, 2.2.12) and bytes.</summary>
internal sealed record EvtxValue(byte Type, byte[] Bytes)
{
    public static readonly EvtxValue Null = new(0, []);

    public static EvtxValue Text(string text) => new(0x01, Encoding.Unicode.GetBytes(text));

    public static EvtxValue Number(ushort value) => new(0x06, BitConverter.GetBytes(value));

    public static EvtxValue Number(uint value) => new(0x08, BitConverter.GetBytes(value));

    public static EvtxValue Number(ulong value) => new(0x0A, BitConverter.GetBytes(value));

    public static EvtxValue Hexadecimal(ulong value) => new(0x15, BitConverter.GetBytes(value));

    public static EvtxValue Time(DateTime value) => new(0x11, BitConverter.GetBytes(value.ToFileTimeUtc()));

    public static EvtxValue Identifier(Guid value) => new(0x0F, value.ToByteArray());
}

/// <summary>
/// Writes sound event logs: a template for each kind of event, put into a chunk where it is first used and referred to
/// afterwards, names likewise, checksums throughout.
/// </summary>
internal sealed class EvtxBuilder
{
    private const int ChunkSize = 1 << 16;
    private static readonly DateTime Start = new(2026, 2, 11, 8, 0, 0, DateTimeKind.Utc);

    private readonly List<byte[]> _chunks = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _templates = new(StringComparer.Ordinal);
    private byte[] _chunk = new byte[ChunkSize];
    private int _end = 512;
    private int _lastRecord;
    private ulong _nextId = 1;
    private ulong _firstId = 1;

    public bool IsDirty { get; init; }

    /// <summary>An event of Sysmon's shape: EventData whose fields are all substituted.</summary>
    public EvtxBuilder Add(string provider, ushort id, params (string Name, EvtxValue Value)[] data)
    {
        var start = _end;
        var size = Write(provider, id, data);
        if (size < 0)
        {
            Close();
            start = _end;
            size = Write(provider, id, data);
        }

        _lastRecord = start;
        _end = start + size;
        _nextId++;
        return this;
    }

    public byte[] Build()
    {
        if (_end > 512)
        {
            Close();
        }

        var file = new byte[4096 + (_chunks.Count * ChunkSize)];
        "ElfFile\0"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(16), (ulong)Math.Max(0, _chunks.Count - 1));
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), _nextId);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(32), 128);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(36), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(38), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(40), 4096);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(42), (ushort)_chunks.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(120), IsDirty ? 1u : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(124), Crc32.Of(file.AsSpan(0, 120)));
        for (var i = 0; i < _chunks.Count; i++)
        {
            _chunks[i].CopyTo(file, 4096 + (i * ChunkSize));
        }

        return file;
    }

    private void Close()
    {
        var chunk = _chunk.AsSpan();
        "ElfChnk\0"u8.CopyTo(chunk);
        BinaryPrimitives.WriteUInt64LittleEndian(chunk[8..], _firstId);
        BinaryPrimitives.WriteUInt64LittleEndian(chunk[16..], _nextId - 1);
        BinaryPrimitives.WriteUInt64LittleEndian(chunk[24..], _firstId);
        BinaryPrimitives.WriteUInt64LittleEndian(chunk[32..], _nextId - 1);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[40..], 128);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[44..], (uint)_lastRecord);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[48..], (uint)_end);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[52..], Crc32.Of(chunk[512.._end]));
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[124..], Crc32.Of(chunk[128..512], Crc32.Of(chunk[..120])));
        chunk[_end..].Clear();
        _chunks.Add(_chunk);
        _chunk = new byte[ChunkSize];
        _names.Clear();
        _templates.Clear();
        _end = 512;
        _firstId = _nextId;
    }

    /// <summary>The record's size, or -1 where the chunk has no room for it.</summary>
    private int Write(string provider, ushort id, (string Name, EvtxValue Value)[] data)
    {
        var namesBefore = new Dictionary<string, int>(_names, StringComparer.Ordinal);
        var writer = new Bytes(_end);
        writer.Raw("**\0\0"u8).Int32(0).Int64((long)_nextId).Int64(Start.AddSeconds(_nextId).ToFileTimeUtc());
        writer.Raw([0x0F, 1, 1, 0]);

        (string Name, EvtxValue Value)[] values =
        [
            ("Provider", EvtxValue.Text(provider)), ("EventID", EvtxValue.Number(id)), ("TimeCreated", EvtxValue.Time(Start.AddSeconds(_nextId))),
            ("EventRecordID", EvtxValue.Number(_nextId)), ("ProcessID", EvtxValue.Number(4711u)), ("Channel", EvtxValue.Text("Test/Operational")),
            ("Computer", EvtxValue.Text("ws-01.example")), ("Keywords", EvtxValue.Hexadecimal(0x8000000000000000)),
            ("Guid", EvtxValue.Identifier(new Guid("5770385f-c22a-43e0-bf4c-06f5698ffbd9"))), .. data,
        ];
        var key = $"{id} {string.Join(' ', data.Select(d => $"{d.Name}:{d.Value.Type}"))}";
        writer.Raw([0x0C, 1]).Int32(id);
        if (_templates.TryGetValue(key, out var known))
        {
            writer.Int32(known);
        }
        else
        {
            writer.Int32(writer.Position + 4);
            _templates.Add(key, writer.Position);
            var body = writer.Position + 24;
            writer.Int32(0).Raw(new Guid(id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToByteArray()).Int32(0);
            Template(writer, values, data);
            writer.Patch(body - 4, writer.Position - body);
        }

        writer.Int32(values.Length);
        foreach (var (_, value) in values)
        {
            writer.Int16(value.Bytes.Length).Raw([value.Type, 0]);
        }

        foreach (var (_, value) in values)
        {
            writer.Raw(value.Bytes);
        }

        writer.Raw([0]);
        var size = writer.Position - _end + 4;
        writer.Int32(size).Patch(_end + 4, size);
        if (_end + size > ChunkSize)
        {
            _templates.Remove(key);
            _names.Clear();
            foreach (var (name, offset) in namesBefore)
            {
                _names.Add(name, offset);
            }

            return -1;
        }

        writer.CopyTo(_chunk.AsSpan(_end));
        return size;
    }

    private void Template(Bytes writer, (string Name, EvtxValue Value)[] values, (string Name, EvtxValue Value)[] data)
    {
        int Index(string name) => Array.FindIndex(values, v => v.Name == name);
        void Substitute(string name) => writer.Raw([0x0E]).Int16(Index(name)).Raw([values[Index(name)].Value.Type]);
        void Simple(string element, string value) => Element(writer, element, null, () => Substitute(value));

        writer.Raw([0x0F, 1, 1, 0]);
        Element(writer, "Event", () => Attribute(writer, "xmlns", () => Literal(writer, "http://schemas.microsoft.com/win/2004/08/events/event")), () =>
        {
            Element(writer, "System", null, () =>
            {
                Element(
                    writer,
                    "Provider",
                    () =>
                    {
                        Attribute(writer, "Name", () => Substitute("Provider"), hasMore: true);
                        Attribute(writer, "Guid", () => Substitute("Guid"));
                    },
                    null);
                Simple("EventID", "EventID");
                Simple("Keywords", "Keywords");
                Element(writer, "TimeCreated", () => Attribute(writer, "SystemTime", () => Substitute("TimeCreated")), null);
                Simple("EventRecordID", "EventRecordID");
                Element(writer, "Execution", () => Attribute(writer, "ProcessID", () => Substitute("ProcessID")), null);
                Simple("Channel", "Channel");
                Simple("Computer", "Computer");
            });
            Element(writer, "EventData", null, () =>
            {
                for (var i = 0; i < data.Length; i++)
                {
                    var (name, value) = data[i];
                    var index = values.Length - data.Length + i;
                    Element(
                        writer,
                        "Data",
                        name.Length == 0 ? null : () => Attribute(writer, "Name", () => Literal(writer, name)),
                        () => writer.Raw([0x0E]).Int16(index).Raw([value.Type]));
                }
            });
        });
        writer.Raw([0]);
    }

    private void Element(Bytes writer, string name, Action? attributes, Action? content)
    {
        writer.Raw([(byte)(attributes is null ? 0x01 : 0x41)]).Int16(-1).Int32(0);
        var sizeAt = writer.Position - 4;
        Name(writer, name);
        if (attributes is not null)
        {
            writer.Int32(0);
            var listAt = writer.Position - 4;
            attributes();
            writer.Patch(listAt, writer.Position - listAt - 4);
        }

        if (content is null)
        {
            writer.Raw([0x03]);
        }
        else
        {
            writer.Raw([0x02]);
            content();
            writer.Raw([0x04]);
        }

        writer.Patch(sizeAt, writer.Position - sizeAt - 4);
    }

    private void Attribute(Bytes writer, string name, Action value, bool hasMore = false)
    {
        writer.Raw([(byte)(hasMore ? 0x46 : 0x06)]);
        Name(writer, name);
        value();
    }

    private static void Literal(Bytes writer, string text) =>
        writer.Raw([0x05, 0x01]).Int16(text.Length).Raw(Encoding.Unicode.GetBytes(text));

    private void Name(Bytes writer, string name)
    {
        if (_names.TryGetValue(name, out var known))
        {
            writer.Int32(known);
            return;
        }

        writer.Int32(writer.Position + 4);
        _names.Add(name, writer.Position);
        var hash = name.Aggregate(0u, (sum, c) => (sum * 65599) + c);
        writer.Int32(0).Int16((int)(hash & 0xFFFF)).Int16(name.Length).Raw(Encoding.Unicode.GetBytes(name)).Int16(0);
    }

    /// <summary>Bytes that know where in the chunk they will lie.</summary>
    private sealed class Bytes(int start)
    {
        private readonly List<byte> _bytes = [];

        public int Position => start + _bytes.Count;

        public Bytes Raw(ReadOnlySpan<byte> bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public Bytes Int16(int value) => Raw(BitConverter.GetBytes((short)value));

        public Bytes Int32(int value) => Raw(BitConverter.GetBytes(value));

        public Bytes Int64(long value) => Raw(BitConverter.GetBytes(value));

        public void Patch(int position, int value)
        {
            var bytes = BitConverter.GetBytes(value);
            for (var i = 0; i < 4; i++)
            {
                _bytes[position - start + i] = bytes[i];
            }
        }

        public void CopyTo(Span<byte> target) => _bytes.ToArray().CopyTo(target);
    }
}
