namespace Tocsin.Telemetry.Sampling;

/// <summary>
/// A JSON object of the sample, flattened: <c>winlog</c>, <c>winlog/event_id</c>… → its text where it is a scalar,
/// null where it is an object or array. It may be cut off where the sample ends.
/// </summary>
internal sealed class SampleRecord
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _values.Keys;

    public bool Has(string name) => _values.ContainsKey(name);

    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the field is an object that has fields.</summary>
    public bool HasWithin(string name) => _values.Keys.Any(k => k.StartsWith(name + "/", StringComparison.Ordinal));

    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>A name that stands in the record twice, or null.</summary>
    public string? DuplicateName { get; private set; }

    public void Add(string name, string? value)
    {
        if (!_values.TryAdd(name, value))
        {
            DuplicateName ??= name;
        }
    }
}
