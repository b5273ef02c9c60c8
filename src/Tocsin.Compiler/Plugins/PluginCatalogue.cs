using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tocsin.Compiler.Plugins;

/// <summary>Every plug-in by name. A plug-in is one entry in the file of its family; nothing else lists it.</summary>
internal static class PluginCatalogue
{
    public static FrozenDictionary<string, Plugin> All { get; } = Entries().ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    private static ImmutableArray<Plugin> Entries() =>
    [
        .. ActivityPlugins.All,
        .. GeoLookupPlugins.All,
        .. LookupPlugins.All,
        .. PatternPlugins.All,
        .. RefusedPlugins.All,
        .. RowPlugins.All,
        .. SequencePlugins.All,
        .. ShapePlugins.All,
        .. SketchPlugins.All,
    ];
}
