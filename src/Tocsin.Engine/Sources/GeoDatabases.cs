using Tocsin.Functions.Network;

namespace Tocsin.Engine.Sources;

/// <summary>Databases of addresses in MaxMind's format.</summary>
internal static class GeoDatabases
{
    private const string What = "The database of addresses";

    public static ReferenceFiles<MaxMindDatabase> Files { get; } = new(What, largest: 1L << 30, Read);

    private static MaxMindDatabase Read(string path, byte[] content)
    {
        var (database, error) = MaxMindDatabase.Read(content);
        return database ?? throw new UnreadableDataException($"{What} cannot be read from '{path}': {error}.");
    }
}
