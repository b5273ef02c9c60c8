namespace Tocsin.Functions.Text;

/// <summary>How a <see cref="TextPattern"/> is compared with a text.</summary>
public enum TextMatch
{
    /// <summary><c>contains</c></summary>
    Contains,

    /// <summary><c>startswith</c></summary>
    StartsWith,

    /// <summary><c>endswith</c></summary>
    EndsWith,

    /// <summary><c>=~</c> and <c>in~</c></summary>
    Equals,
}
