namespace Tocsin.Telemetry.Evtx;

/// <summary>Takes one event's XML, whether it was text or binary. Text is UTF-8 and may come in pieces.</summary>
internal interface IEventSink
{
    void StartElement(string name);

    /// <summary>An attribute of the element that was started last.</summary>
    void Attribute(string name, ReadOnlySpan<byte> value);

    void Text(ReadOnlySpan<byte> text);

    /// <summary>The element's text so far is one item of an array: Windows repeats the element for each.</summary>
    void NextItem();

    void EndElement();
}
