namespace Tocsin.Functions.Tests;

internal static partial class FunctionTable
{
    private static IEnumerable<KeyValuePair<string, Func<IReadOnlyList<object?>, object?>>> NetworkFunctions() => [];
}
