namespace Tocsin.Kql.Parsing;

/// <summary>
/// The levels of KQL's operators, loosest first, as Microsoft's parser reads them: <c>a + b has c</c> is
/// <c>a + (b has c)</c>, and <c>a == b &lt; c</c> is <c>a == (b &lt; c)</c>. Equality, relational and string
/// operators do not chain.
/// </summary>
internal static class OperatorLevels
{
    public const int Or = 1;
    public const int And = 2;

    /// <summary>Also <c>in</c>, <c>has_any</c>, <c>has_all</c> and <c>between</c>.</summary>
    public const int Equality = 3;
    public const int Relational = 4;
    public const int Additive = 5;
    public const int Multiplicative = 6;
    public const int String = 7;
    public const int Tightest = String;

    public static bool Chains(int level) => level is Or or And or Additive or Multiplicative;
}
