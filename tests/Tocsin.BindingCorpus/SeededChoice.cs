namespace Tocsin.BindingCorpus;

/// <summary>A small generator of our own, so that a seed gives the same choices with every version of .NET.</summary>
internal sealed class SeededChoice(int seed)
{
    private ulong _state = (ulong)seed * 0x9E3779B97F4A7C15;

    public int Next(int bound)
    {
        // SplitMix64.
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)bound);
    }

    public string One(string[] choices) => choices[Next(choices.Length)];
}
