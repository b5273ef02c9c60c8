namespace Tocsin.Telemetry.Files;

/// <summary>Unpacked data that ends where its packing is damaged.</summary>
internal sealed class ReadableStream(Stream unpacked) : UnpackingStream(unpacked)
{
    private bool _isEnd;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _isEnd ? 0 : Source.Read(buffer);
        }
        catch (InvalidDataException)
        {
            _isEnd = true;
            return 0;
        }
    }
}
