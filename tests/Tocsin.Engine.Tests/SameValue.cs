using System.Text.Json;

namespace Tocsin.Engine.Tests;

/// <summary>Whether two JSON values are the same answer: numbers within 1e-9, text to the letter, properties in any order.</summary>
internal static class SameValue
{
    private const double Tolerance = 1e-9;

    public static bool Rows(IReadOnlyList<JsonElement> expected, IReadOnlyList<JsonElement> actual) =>
        expected.Count == actual.Count && expected.Zip(actual).All(p => Are(p.First, p.Second));

    public static bool Are(JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Numbers(expected, actual),
        (JsonValueKind.Array, JsonValueKind.Array) => Rows([.. expected.EnumerateArray()], [.. actual.EnumerateArray()]),
        (JsonValueKind.Object, JsonValueKind.Object) => Bags(expected, actual),
        (JsonValueKind.String, JsonValueKind.String) => expected.ValueEquals(actual.GetString()),
        var (a, b) => a == b,
    };

    private static bool Numbers(JsonElement expected, JsonElement actual)
    {
        if (expected.TryGetInt64(out var a) && actual.TryGetInt64(out var b))
        {
            return a == b;
        }

        var (x, y) = (expected.GetDouble(), actual.GetDouble());
        return Math.Abs(x - y) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(x), Math.Abs(y)));
    }

    private static bool Bags(JsonElement expected, JsonElement actual) =>
        expected.EnumerateObject().Count() == actual.EnumerateObject().Count()
        && expected.EnumerateObject().All(p => actual.TryGetProperty(p.Name, out var value) && Are(p.Value, value));
}
