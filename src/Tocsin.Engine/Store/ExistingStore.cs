using Tocsin.Telemetry.Store;

namespace Tocsin.Engine.Store;

/// <summary>A store that has to be there, and what is wrong with it in our terms.</summary>
internal static class ExistingStore
{
    /// <exception cref="UnreadableDataException">There is no store, or it is damaged.</exception>
    public static TelemetryStore Open(string folder) => Read(folder, () => TelemetryStore.Open(folder));

    /// <exception cref="UnreadableDataException">There is no store, or what is read of it is damaged.</exception>
    public static T Read<T>(string folder, Func<T> read)
    {
        if (!TelemetryStore.IsStore(folder))
        {
            throw new UnreadableDataException(Directory.Exists(folder)
                ? $"'{folder}' is no store; 'tocsin ingest PATH --store DIR' makes one."
                : $"The store '{folder}' does not exist; 'tocsin ingest PATH --store {folder}' makes it.");
        }

        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDataException($"The store '{folder}' cannot be read: {e.Message}", e);
        }
    }
}
