using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>Ends the reading of a pattern; never leaves <see cref="RegexTranslator"/>.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Only made with a place.")]
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the translator.")]
internal sealed class RegexSyntaxException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}
