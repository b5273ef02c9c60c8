using System.Buffers;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;

namespace Tocsin.Functions.Dynamic;

/// <summary>Writes dynamic values in their run-time form (<see cref="DynamicText"/>). Commas are put where they belong.</summary>
public ref struct DynamicWriter
{
    private readonly IBufferWriter<byte> _output;
    private int _depth;
    private bool _needsComma;

    /// <summary>A writer at the beginning of a value.</summary>
    public DynamicWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Begins an array.</summary>
    public void BeginArray() => Begin((byte)'[');

    /// <summary>Ends an array.</summary>
    public void EndArray() => End((byte)']');

    /// <summary>Begins a property bag.</summary>
    public void BeginBag() => Begin((byte)'{');

    /// <summary>Ends a property bag.</summary>
    public void EndBag() => End((byte)'}');

    /// <summary>The name of the property that follows.</summary>
    public void WriteName(scoped ReadOnlySpan<byte> name)
    {
        WriteString(name);
        Put((byte)':');
        _needsComma = false;
    }

    /// <summary>A name as it stands in another dynamic value: still escaped, without its quotes.</summary>
    public void WriteEscapedName(scoped ReadOnlySpan<byte> name)
    {
        WriteEscapedString(name);
        Put((byte)':');
        _needsComma = false;
    }

    /// <summary>A dynamic value; an empty span is null.</summary>
    public void WriteValue(scoped ReadOnlySpan<byte> value)
    {
        if (DynamicDepth.Exceeds(value, DynamicDepth.Limit - _depth))
        {
            throw DynamicDepth.Fault();
        }

        Raw(value.IsEmpty ? "null"u8 : value);
    }

    /// <summary>Null.</summary>
    public void WriteNull() => Raw("null"u8);

    /// <summary>A boolean.</summary>
    public void WriteBool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>A long or an int.</summary>
    public void WriteLong(long value)
    {
        Separate();
        NumberText.Write(value, _output);
    }

    /// <summary>A real.</summary>
    public void WriteReal(double value)
    {
        Separate();
        if (double.IsFinite(value))
        {
            NumberText.Write(value, _output);
            return;
        }

        OpenTyped(DynamicText.RealMarker);
        NumberText.Write(value, _output);
        Put((byte)'"');
    }

    /// <summary>A decimal.</summary>
    public void WriteDecimal(decimal value)
    {
        Separate();
        OpenTyped(DynamicText.DecimalMarker);
        NumberText.Write(value, _output);
        Put((byte)'"');
    }

    /// <summary>A datetime.</summary>
    public void WriteDatetime(long ticks)
    {
        Separate();
        OpenTyped(DynamicText.DatetimeMarker);
        TimeText.WriteDatetime(ticks, _output);
        Put((byte)'"');
    }

    /// <summary>A timespan.</summary>
    public void WriteTimespan(long ticks)
    {
        Separate();
        OpenTyped(DynamicText.TimespanMarker);
        TimeText.WriteTimespan(ticks, _output);
        Put((byte)'"');
    }

    /// <summary>A guid.</summary>
    public void WriteGuid(Guid value)
    {
        Separate();
        OpenTyped(DynamicText.GuidMarker);
        NumberText.Write(value, _output);
        Put((byte)'"');
    }

    /// <summary>A string; a marker at its beginning is replaced, so that text is never taken for a typed value.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> text)
    {
        Separate();
        Put((byte)'"');
        if (DynamicText.StartsWithMarker(text))
        {
            _output.Write("\uFFFD"u8);
            text = text[DynamicText.MarkerLength..];
        }

        JsonString.Escape(text, _output);
        Put((byte)'"');
    }

    /// <summary>A string as it stands in another dynamic value: still escaped, without its quotes.</summary>
    public void WriteEscapedString(scoped ReadOnlySpan<byte> content)
    {
        Separate();
        Put((byte)'"');
        _output.Write(content);
        Put((byte)'"');
    }

    /// <summary>A scalar as JSON for the outside: a typed value without its marker.</summary>
    internal void WritePlain(scoped ReadOnlySpan<byte> value)
    {
        if (value.Length > 1 && value[0] == '"' && DynamicText.StartsWithMarker(value[1..]))
        {
            WriteEscapedString(DynamicText.TypedContent(value));
        }
        else
        {
            WriteValue(value);
        }
    }

    private void Begin(byte bracket)
    {
        if (++_depth > DynamicDepth.Limit)
        {
            throw DynamicDepth.Fault();
        }

        Separate();
        Put(bracket);
        _needsComma = false;
    }

    private void End(byte bracket)
    {
        Put(bracket);
        _depth--;
        _needsComma = true;
    }

    private void Raw(scoped ReadOnlySpan<byte> value)
    {
        Separate();
        _output.Write(value);
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Put((byte)',');
        }

        _needsComma = true;
    }

    private readonly void OpenTyped(char marker) => _output.Write(
        [(byte)'"', DynamicText.FirstMarkerByte, DynamicText.SecondMarkerByte, (byte)(DynamicText.LastOfDatetime + marker - DynamicText.DatetimeMarker)]);

    private readonly void Put(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }
}
