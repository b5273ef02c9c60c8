namespace Tocsin.Functions.Text;

/// <summary>What stands at one place of the pattern of <c>parse</c>.</summary>
public enum ParsePart
{
    /// <summary>A text that must be there.</summary>
    Literal,

    /// <summary>Anything, left out.</summary>
    Skip,

    /// <summary>Anything, kept.</summary>
    Text,

    /// <summary>As much as an integer takes: a sign and digits.</summary>
    Integer,

    /// <summary>As much as a real takes: a sign, digits and a point; an exponent is no part of it.</summary>
    Real,

    /// <summary>true, false or an integer.</summary>
    Bool,

    /// <summary>A guid, in braces or not, with hyphens or without.</summary>
    Guid,
}
