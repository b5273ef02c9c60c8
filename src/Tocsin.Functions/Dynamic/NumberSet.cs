namespace Tocsin.Functions.Dynamic;

/// <summary>The distinct values of a group in the order in which they first came, as make_set() gives them.</summary>
public sealed class NumberSet<T>
    where T : unmanaged, IEquatable<T>
{
    /// <summary>Up to so many values are compared one by one.</summary>
    private const int Few = 8;

    private readonly List<T> _values = [];
    private HashSet<T>? _known;

    /// <summary>The values.</summary>
    public ReadOnlySpan<T> Values => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values);

    /// <summary>Adds a value unless it is there, or the set holds as many as make_set() gives.</summary>
    public void Add(T value)
    {
        if (_values.Count >= TextSet.MostValues)
        {
            return;
        }

        if (_known is null ? !_values.Contains(value) : _known.Add(value))
        {
            _values.Add(value);
            if (_known is null && _values.Count > Few)
            {
                _known = [.. _values];
            }
        }
    }
}
