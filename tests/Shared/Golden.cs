using System.Runtime.CompilerServices;
using Shouldly;

namespace Tocsin.Testing;

/// <summary>
/// Compares with a file that stands beside the case. With UPDATE_GOLDEN=1 the file is written instead; look at
/// the difference before you commit it. In CI that is refused.
/// </summary>
internal static class Golden
{
    /// <summary>True where goldens are rewritten rather than compared.</summary>
    public static bool IsUpdating =>
        Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1"
        && (Environment.GetEnvironmentVariable("CI") is null or "" ? true : throw new InvalidOperationException("Goldens are not updated in CI."));

    /// <summary>The folder of the calling source file, so that goldens are read and written in the repository.</summary>
    public static string Folder(string name, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, name);

    public static void Check(string path, string actual)
    {
        if (IsUpdating)
        {
            File.WriteAllText(path, actual);
            return;
        }

        File.Exists(path).ShouldBeTrue($"{path} is missing; run with UPDATE_GOLDEN=1 and look at it.");
        actual.ShouldBe(File.ReadAllText(path), path);
    }

    /// <summary>Cases without their golden, or goldens without their case.</summary>
    public static IEnumerable<string> Orphans(string folder, string caseEnding, IReadOnlyCollection<string> goldenEndings)
    {
        var cases = Directory.EnumerateFiles(folder, $"*{caseEnding}").Select(f => Path.GetFileName(f)[..^caseEnding.Length]).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(folder)
            .Select(f => Path.GetFileName(f)!)
            .Where(f => !(f.EndsWith(caseEnding, StringComparison.Ordinal) && cases.Contains(f[..^caseEnding.Length]))
                && !goldenEndings.Any(e => f.EndsWith(e, StringComparison.Ordinal) && cases.Contains(f[..^e.Length])));
    }
}
