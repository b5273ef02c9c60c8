using System.Text.Json;

namespace Tocsin.BindingCorpus;

/// <summary>The language service's catalogue as its dump gives it.</summary>
internal sealed record CatalogueFile(CatalogueFunction[] ScalarFunctions, CatalogueFunction[] Aggregates, CatalogueFunction[] PlugIns)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static CatalogueFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<CatalogueFile>(stream, Options)!;
    }
}

internal sealed record CatalogueFunction(string Name, CatalogueSignature[] Signatures);

internal sealed record CatalogueSignature(CatalogueParameter[] Parameters, string ReturnKind);

internal sealed record CatalogueParameter(string Name, string[] Types, string TypeKind, string ArgumentKind, int Min, int Max, string[] Values);
