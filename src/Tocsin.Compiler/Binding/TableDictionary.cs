using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Compiler.Binding;

/// <summary>Tables by name, each described when it is first asked for: a query names few of many.</summary>
/// <param name="names">The names of all tables; asked for only where all are needed.</param>
/// <param name="describe">The table of a name, or null.</param>
public sealed class TableDictionary(Func<IEnumerable<string>> names, Func<string, TableDescriptor?> describe) : IReadOnlyDictionary<string, TableDescriptor>
{
    private readonly ConcurrentDictionary<string, TableDescriptor?> _described = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => names();

    public IEnumerable<TableDescriptor> Values => Keys.Select(n => this[n]);

    public int Count => Keys.Count();

    public TableDescriptor this[string key] => TryGetValue(key, out var table) ? table : throw new KeyNotFoundException($"There is no table '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TableDescriptor value)
    {
        value = _described.GetOrAdd(key, describe);
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, TableDescriptor>> GetEnumerator() => Keys.Select(n => KeyValuePair.Create(n, this[n])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
