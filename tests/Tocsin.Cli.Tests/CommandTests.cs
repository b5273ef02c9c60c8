using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Cli.Tests;

/// <summary>
/// A case is one command line in cases/NAME.args, with NAME.in as its standard input where there is one; NAME.out holds
/// the exit status and what came out. Commands run in a copy of cases/files.
/// </summary>
public sealed partial class CommandTests
{
    private static string Folder => Golden.Folder("cases");

    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateFiles(Folder, "*.args").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Command_answers_as_recorded(string name)
    {
        using var folder = new TemporaryFolder();
        var files = Path.Combine(Folder, "files");
        foreach (var file in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.Path, Path.GetRelativePath(files, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var input = Path.Combine(Folder, name + ".in");
        var command = File.ReadAllText(Path.Combine(Folder, name + ".args")).Trim();
        var run = Tocsin.Start(Words(command), folder.Path, File.Exists(input) ? File.ReadAllText(input) : null);

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"status {run.Status}\n");
        Append(text, "stdout", run.Output);
        Append(text, "stderr", run.Error);
        foreach (var file in Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Where(f => !File.Exists(Path.Combine(Folder, "files", Path.GetFileName(f)))))
        {
            Append(text, "file " + Path.GetFileName(file), Path.GetExtension(file) is ".parquet" ? "(binary)\n" : File.ReadAllText(file));
        }

        Golden.Check(Path.Combine(Folder, name + ".out"), text.ToString());
    }

    private static void Append(StringBuilder text, string name, string content)
    {
        if (content.Length > 0)
        {
            var stable = Duration().Replace(content.ReplaceLineEndings("\n"), m => m.Groups["before"].Value + "(varies)" + m.Groups["after"].Value);
            text.Append(CultureInfo.InvariantCulture, $"--- {name}\n{stable}{(stable.EndsWith('\n') ? "" : "\n(no line end)\n")}");
        }
    }

    /// <summary>Words as a shell splits them: blanks part them, quotes of either kind hold them together.</summary>
    private static List<string> Words(string line) =>
        [.. Word().Matches(line).Select(m => m.Value[0] is '\'' or '"' ? m.Value[1..^1] : m.Value)];

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("""(?<before>Time +|broken in |time=")\d+\.\d+( s)?(?<after>"?)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
