using System.Runtime.CompilerServices;
using Shouldly;

namespace Tocsin.DuckDb.Tests;

/// <summary>Files in <c>cases/</c> that hold what is right; <c>UPDATE_GOLDEN=1</c> rewrites them, for a person to review.</summary>
internal static class Golden
{
    internal static void ShouldMatch(string name, string actual, [CallerFilePath] string caller = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(caller)!, "cases", name), actual);
            return;
        }

        string[] expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", name)).Split('\n');
        string[] lines = actual.Split('\n');
        for (int i = 0; i < Math.Max(expected.Length, lines.Length); i++)
        {
            lines.ElementAtOrDefault(i).ShouldBe(expected.ElementAtOrDefault(i), $"{name}, line {i + 1}");
        }
    }
}
