using System.Globalization;

namespace Tocsin.Compiler.Binding;

/// <summary>Hands out column names so that none repeats: a taken one gets the first free number.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public UniqueNames()
        : this([])
    {
    }

    /// <summary>Takes a name that the query gives; false where there is one already.</summary>
    public bool TryTake(string name)
    {
        _declared.Add(name);
        return _taken.Add(name);
    }

    /// <summary>Whether the query gives the name, in contrast to one that follows from an expression.</summary>
    public bool IsDeclared(string name) => _declared.Contains(name);

    /// <summary>A name that the query gives, numbered where one that followed from an expression has it; null where the query gives it twice.</summary>
    public string? Declare(string name) => IsDeclared(name) ? null : TryTake(name) ? name : Take(name);

    /// <summary>The name, or the name with a number: x, x1, x2…</summary>
    public string Take(string name)
    {
        if (_taken.Add(name))
        {
            return name;
        }

        for (var i = 1; ; i++)
        {
            var numbered = string.Create(CultureInfo.InvariantCulture, $"{name}{i}");
            if (_taken.Add(numbered))
            {
                return numbered;
            }
        }
    }
}
