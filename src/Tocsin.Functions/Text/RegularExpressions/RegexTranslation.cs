namespace Tocsin.Functions.Text.RegularExpressions;

/// <summary>What <see cref="RegexTranslator"/> made of a pattern.</summary>
/// <param name="Re2">The pattern for RE2; null where there is an error.</param>
/// <param name="Error">What is wrong with the pattern, or not supported.</param>
/// <param name="Position">Where in the pattern the error is.</param>
/// <param name="HasWordBoundary">
/// The pattern has \b or \B. Kusto's are Unicode's, RE2's ASCII's: the translation is exact for text of ASCII characters only;
/// for other text there is <see cref="RegexTranslator.TranslateMarked"/>.
/// </param>
public sealed record RegexTranslation(string? Re2, string? Error, int Position, bool HasWordBoundary);
