namespace Tocsin.Functions.Text;

/// <summary>Which ends of the needle have to be ends of a term.</summary>
public enum TermMatch
{
    /// <summary><c>has</c>: whole terms.</summary>
    Whole,

    /// <summary><c>hasprefix</c>: the needle begins where a term begins.</summary>
    Prefix,

    /// <summary><c>hassuffix</c>: the needle ends where a term ends.</summary>
    Suffix,
}
