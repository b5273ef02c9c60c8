using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>Ends the reading of a pattern; never leaves <see cref="RegexTranslator"/>.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Only made with a place.")]
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the translator.")]
internal sealed class RegexSyntaxException(string message, int position, bool isLimit = false) : Exception(message)
{
    /// <summary>The pattern is beyond a limit of this translator, however it is read.</summary>
    public bool IsLimit { get; } = isLimit;

    public int Position { get; } = position;
}
