using Tocsin.DuckDb;

namespace Tocsin.Engine.Kernels;

/// <summary>Registers a kernel when a statement first names it: to make all of them takes longer than a small query does.</summary>
internal sealed class KernelsOnDemand(DuckDbSession session)
{
    private readonly Dictionary<string, List<ScalarFunction>> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _familiesMade;

    /// <summary>Names in literals and comments count too: that costs a registration and changes no answer.</summary>
    public void Require(string sql)
    {
        var at = 0;
        while ((at = sql.IndexOf(KernelCatalogue.NamePrefix, at, StringComparison.Ordinal)) >= 0)
        {
            var end = at + KernelCatalogue.NamePrefix.Length;
            while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_'))
            {
                end++;
            }

            var name = sql[at..end];
            if (_seen.Add(name))
            {
                Register(name);
            }

            at = end;
        }
    }

    private void Register(string name)
    {
        if (KernelCatalogue.Aggregates.TryGetValue(name, out var make))
        {
            session.RegisterAggregate(make());
            return;
        }

        List<ScalarFunction>? overloads;
        while (!_made.TryGetValue(name, out overloads) && _familiesMade < KernelCatalogue.Families.Length)
        {
            foreach (var kernel in KernelCatalogue.Families[_familiesMade++]())
            {
                (_made.TryGetValue(kernel.Name, out var made) ? made : _made[kernel.Name] = []).Add(kernel);
            }
        }

        foreach (var overload in overloads ?? [])
        {
            session.RegisterScalar(overload);
        }
    }
}
