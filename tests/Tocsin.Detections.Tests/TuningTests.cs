using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shouldly;
using Tocsin.Compiler;
using Tocsin.Compiler.Binding;
using Tocsin.Detections.Packages;
using Tocsin.Detections.Parameters;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Types;
using Tocsin.Telemetry.Schemas;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Detections.Tests;

/// <summary>
/// A case, <c>cases/tuning/*.case</c>, is files one after the other, each below a line <c>--- name</c>: rule.kql, and
/// perhaps detection.yaml, allow.txt and overrides.yaml; below <c>--- set</c> stand the values of <c>--set</c>, one a line. The
/// .out.txt beside it holds what is said and the rule that results.
/// </summary>
public sealed class TuningTests
{
    private static readonly string Cases = Golden.Folder("cases/tuning");

    private static readonly ImmutableDictionary<string, TableDescriptor> Tables = KnownTables.Basic.ToImmutableDictionary(
        t => t.Name, t => new TableDescriptor(t.Name, [.. t.Columns.Select(c => new TableColumn(c.Name, c.Type))]), StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Cases, "*.case").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rules_become_what_the_site_wants(string name)
    {
        using var folder = new TemporaryFolder();
        var settings = new List<RuleSetting>();
        foreach (var (file, text) in Files(File.ReadAllText(Path.Combine(Cases, $"{name}.case"))))
        {
            if (file is "set")
            {
                settings.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => RuleSetting.Parse(l, "--set")!));
            }
            else
            {
                folder.Write(file, text);
            }
        }

        var catalogue = DetectionCatalogue.Load(folder.Path);
        var site = Path.Combine(folder.Path, Overrides.FileName);
        var tuned = new RuleTuning(File.Exists(site) ? [Overrides.Load(site)] : [], settings).Apply(catalogue.Packages, ["elsewhere"]);
        var result = new StringBuilder();
        Describe(result, catalogue.Diagnostics.Concat(tuned.Diagnostics));
        tuned.Disabled.ToList().ForEach(id => result.Append(CultureInfo.InvariantCulture, $"disabled: {id}\n"));
        tuned.Packages.ToList().ForEach(p => Describe(result, p));
        Golden.Check(Path.Combine(Cases, $"{name}.out.txt"), result.ToString().Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_orphaned() => Golden.Orphans(Cases, ".case", [".out.txt"]).ShouldBeEmpty();

    /// <summary>Whatever text a string is set to, the query holds that text as one literal and nothing else.</summary>
    [Theory]
    [InlineData("\"; DeviceProcessEvents //")]
    [InlineData("\\\" | take 1")]
    [InlineData("a\nb\r\n\tc")]
    [InlineData("' ``` ~~~ @\"x\" h'y'")]
    [InlineData("\u0000\u001b[2J\u2028\u0085")]
    [InlineData("ünï😀")]
    [InlineData("")]
    public void A_string_is_never_more_than_a_string(string value)
    {
        using var folder = new TemporaryFolder();
        var package = DetectionCatalogue.Load(folder.Write("rule.kql", "let Name = 'x'; print V = Name")).Packages.Single();
        var diagnostics = new List<Diagnostic>();
        var tuned = PackageTuning.Apply(package, [RuleSetting.Parse($"Name={value}", "--set")!.Setting], diagnostics);
        diagnostics.ShouldBeEmpty();
        var tree = Kql.Syntax.SyntaxTree.Parse(tuned.Query);
        tree.Diagnostics.ShouldBeEmpty();
        tree.Root.Statements.Length.ShouldBe(2);
        var let = tree.Root.Statements[0].ShouldBeOfType<Kql.Syntax.LetStatementSyntax>();
        let.Value.ShouldBeOfType<Kql.Syntax.LiteralSyntax>().Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(KqlType.TimeSpan, "24", null)]
    [InlineData(KqlType.TimeSpan, "24h", "1d")]
    [InlineData(KqlType.TimeSpan, "timespan(36h)", "36h")]
    [InlineData(KqlType.TimeSpan, "1.12:00:00", "36h")]
    [InlineData(KqlType.TimeSpan, "-1h", "timespan(-01:00:00)")]
    [InlineData(KqlType.TimeSpan, "long(1h)", null)]
    [InlineData(KqlType.TimeSpan, "", null)]
    [InlineData(KqlType.Long, "-5", "long(-5)")]
    [InlineData(KqlType.Long, "5.5", null)]
    [InlineData(KqlType.Long, "5) | take (1", null)]
    [InlineData(KqlType.Long, "null", null)]
    [InlineData(KqlType.Long, "9223372036854775808", null)]
    [InlineData(KqlType.Int, "7", "int(7)")]
    [InlineData(KqlType.Int, "3000000000", null)]
    [InlineData(KqlType.Real, "1", "1.0")]
    [InlineData(KqlType.Real, "-0.5", "real(-0.5)")]
    [InlineData(KqlType.Real, "1e300", "real(1E+300)")]
    [InlineData(KqlType.Real, "nan", "real(nan)")]
    [InlineData(KqlType.Decimal, "0.10", "decimal(0.10)")]
    [InlineData(KqlType.Bool, "true", "true")]
    [InlineData(KqlType.Bool, "yes", null)]
    [InlineData(KqlType.DateTime, "2026-03-05", "datetime(2026-03-05T00:00:00.0000000Z)")]
    [InlineData(KqlType.DateTime, "now()", null)]
    [InlineData(KqlType.Guid, "74be27de-1e4e-49d9-b579-fe0b331d3642", "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)")]
    [InlineData(KqlType.Dynamic, "[80, -1, 2.0, \"a\\\"b\", true, null]", "dynamic([80, -1, 2.0, \"a\\\"b\", true, null])")]
    [InlineData(KqlType.Dynamic, "dynamic(['a'])", "dynamic([\"a\"])")]
    [InlineData(KqlType.Dynamic, "{\"a\": [1]}", "dynamic({\"a\": [1]})")]
    [InlineData(KqlType.Dynamic, "80", null)]
    [InlineData(KqlType.Dynamic, "[1]) | take 1 //", null)]
    [InlineData(KqlType.Dynamic, "[1", null)]
    public void Values_are_checked_by_type_and_written_anew(KqlType type, string text, string? literal) =>
        ParameterValue.ToLiteral(type, text).ShouldBe(literal);

    private static IEnumerable<(string Name, string Text)> Files(string text) =>
        text.ReplaceLineEndings("\n").Split("--- ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('\n', 2))
            .Select(lines => (lines[0].Trim(), lines[1]));

    private static void Describe(StringBuilder text, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var d in diagnostics)
        {
            text.Append(CultureInfo.InvariantCulture, $"{d.Severity} {d.Source.Name}:{d.Position} {d.Id} {d.Message}{(d.Hint is null ? "" : $" [{d.Hint}]")}\n");
        }
    }

    private static void Describe(StringBuilder text, DetectionPackage package)
    {
        text.Append(CultureInfo.InvariantCulture, $"rule {package.Id}: severity {package.Severity.Name()}{(package.HasOneSeverity ? " always" : "")}");
        if (package.Suppression is { } suppression)
        {
            text.Append(CultureInfo.InvariantCulture, $", suppressed for {suppression.Window} by {string.Join("+", suppression.By.Select(EntityKinds.Name))}");
        }

        text.Append('\n').Append(package.Query.Text.TrimEnd()).Append('\n');
        Describe(text, KqlCompiler.Compile(package.Query, new CompilerOptions(Tables, DateTime.UnixEpoch.Ticks)).Diagnostics);
    }
}
