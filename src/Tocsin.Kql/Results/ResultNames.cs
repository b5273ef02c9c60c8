using System.Globalization;

namespace Tocsin.Kql.Results;

/// <summary>What results are called where people read them.</summary>
public static class ResultNames
{
    /// <summary>The name that the query gives, or the result's number from 1.</summary>
    public static string Of(string? name, int index) => name ?? string.Create(CultureInfo.InvariantCulture, $"result {index + 1}");
}
