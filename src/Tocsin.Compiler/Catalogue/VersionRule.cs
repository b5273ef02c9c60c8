using System.Collections.Immutable;
using Tocsin.Compiler.Binding;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// Whether a function takes what parse_version() gives. It has up to 32 digits before the point, more than other decimals
/// have room for here: it is compared with its like, sorted, grouped, joined, counted and shown.
/// </summary>
public enum VersionRule
{
    /// <summary>No version among the arguments.</summary>
    Refused,

    /// <summary>Versions beside versions alone: comparisons.</summary>
    AmongThemselves,

    /// <summary>As any other value.</summary>
    Taken,
}

internal static class VersionRules
{
    public static bool Takes(this VersionRule rule, ImmutableArray<BoundExpression> arguments) => rule switch
    {
        VersionRule.Refused => !arguments.Any(a => a.Type.IsWholeDecimal),
        VersionRule.AmongThemselves => arguments.All(a => a.Type.IsWholeDecimal) || !arguments.Any(a => a.Type.IsWholeDecimal),
        VersionRule.Taken => true,
    };
}
