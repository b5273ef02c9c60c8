using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Values;
using Tocsin.Kql.Types;

namespace Tocsin.Detections.Alerts;

/// <summary>What alerts are known by, run after run: hashes of what they are made of.</summary>
internal static class AlertIdentity
{
    /// <summary>
    /// The same row gives the same id. Arrays count as sets: make_set() leaves their order open, and a run on many
    /// threads takes another one each time.
    /// </summary>
    public static string OfRow(DetectionPackage package, Evidence evidence) => Hash(writer =>
    {
        writer.WriteStringValue(package.Id);
        for (var i = 0; i < evidence.Cells.Length; i++)
        {
            writer.WriteStringValue(evidence.Columns[i].Name);
            WriteOrdered(writer, evidence.Cells[i]);
        }
    });

    /// <summary>The key of the entities that make alerts repetitions of each other; null where the alert has none of them.</summary>
    public static string? OfEntities(DetectionPackage package, ImmutableArray<Entity> entities)
    {
        var kinds = package.Suppression?.By ?? [];
        var texts = entities
            .Where(e => kinds.IsEmpty || kinds.Contains(e.Kind))
            .Select(e => $"{e.Kind.Name()} {e.Name.ToLowerInvariant()}")
            .Order(StringComparer.Ordinal)
            .ToList();
        return texts.Count == 0 ? null : OfTexts([package.Id, .. texts]);
    }

    public static string OfAbsence(DetectionPackage package, DateTime? now) =>
        OfTexts([package.Id, "no rows", now is { } time ? ValueText.DateTimeText(time.Ticks) : ""]);

    public static string OfTexts(IEnumerable<string> texts) => Hash(writer =>
    {
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
    });

    private static string Hash(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            write(writer);
            writer.WriteEndArray();
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), hash);
        return Convert.ToHexStringLower(hash[..8]);
    }

    private static void WriteOrdered(Utf8JsonWriter writer, Cell cell)
    {
        if (cell.Type != KqlType.Dynamic || !cell.Text.StartsWith('['))
        {
            cell.WriteTo(writer);
            return;
        }

        writer.WriteStartArray();
        foreach (var text in cell.Texts().Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
