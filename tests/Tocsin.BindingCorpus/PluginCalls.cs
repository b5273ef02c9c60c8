namespace Tocsin.BindingCorpus;

/// <summary>Calls of every plug-in with arguments that fit, too few and too many.</summary>
internal static class PluginCalls
{
    public static IEnumerable<string> Of(CatalogueFunction function)
    {
        foreach (var signature in function.Signatures)
        {
            var least = signature.Parameters.Where(p => p.Min > 0).Select(Arguments.Fitting).ToArray();
            yield return $"T | evaluate {function.Name}({string.Join(", ", least)})";
            yield return $"T | evaluate {function.Name}({string.Join(", ", least.SkipLast(1))})";
            yield return $"T | evaluate {function.Name}({string.Join(", ", signature.Parameters.Select(Arguments.Fitting))})";
        }
    }
}
