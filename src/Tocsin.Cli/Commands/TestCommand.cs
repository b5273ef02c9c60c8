using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections.Testing;
using Tocsin.Detections.Testing.Mutation;
using Tocsin.Engine;
using Tocsin.Report.Testing;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin test</c>: the tests of packages.</summary>
internal sealed class TestCommand
{
    private const string TestFolder = "tests";

    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "Packages, folders of them, single test files, or ids of detections that are built in. Without it: all that are built in.",
        HelpName = "PATH|ID",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _junit = new("--junit") { Description = "Write the results as JUnit XML too.", HelpName = "FILE" };
    private readonly Option<string?> _filter = new("--filter") { Description = "Run only tests whose name has this in it.", HelpName = "NAME" };
    private readonly Option<bool> _mutate = new("--mutate") { Description = "Take the conditions out of each query in turn, and report those whose absence no test notices." };
    private readonly TuningOptions _tuning = new();
    private readonly ReferenceOptions _references = new();
    private readonly Surroundings _surroundings;
    private readonly EngineFactory _engine;

    private TestCommand(Surroundings surroundings, EngineFactory engine)
    {
        _surroundings = surroundings;
        _engine = engine;
    }

    public static Command Create(Surroundings surroundings, EngineFactory engine)
    {
        var test = new TestCommand(surroundings, engine);
        var command = new Command("test", "Run the attack and benign tests of detections.") { test._paths, test._junit, test._filter, test._mutate };
        test._tuning.AddTo(command);
        test._references.AddTo(command);
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => test.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        ResultOutput.CheckFolder(arguments.GetValue(_junit));
        if (Suites(arguments) is not { } suites)
        {
            return ExitStatus.Refused;
        }

        DiagnosticPrinter.Print(_surroundings.Error, suites.SelectMany(s => s.Diagnostics));
        if (suites.All(s => s.Tests.IsEmpty && s.Diagnostics.IsEmpty))
        {
            var filter = arguments.GetValue(_filter);
            return CommandRunner.Fail(_surroundings, ExitStatus.Refused, filter is null ? "There are no tests: packages keep theirs in the folder tests, as YAML." : $"No test has '{filter}' in its name.");
        }

        using var output = new StreamWriter(_surroundings.Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (arguments.GetValue(_mutate))
        {
            return Mutate(suites, Engine(arguments), output, cancellationToken);
        }

        var report = new TestReportWriter(output, _surroundings.OutputSurface.Colour);
        var results = RunAll(suites, Engine(arguments), report, cancellationToken);
        var totals = TestTotals.Of([.. results.SelectMany(r => r.Results)], results.Sum(r => r.Unreadable));
        report.End(totals, watch.Elapsed);
        WriteJUnit(arguments.GetValue(_junit), results);
        return totals.Broken > 0 ? ExitStatus.Refused : totals.Failed > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }

    /// <summary>Tests run beside one another; a thread each is enough for what a test holds, and keeps the order of rows.</summary>
    private IEngine Engine(ParseResult arguments) => _references.Apply(arguments, _engine(new EngineOptions(Threads: 1)));

    private static int Mutate(ImmutableArray<TestSuite> suites, IEngine engine, StreamWriter output, CancellationToken cancellationToken)
    {
        var status = suites.Any(s => !s.Diagnostics.IsEmpty) ? ExitStatus.Refused : ExitStatus.Done;
        foreach (var suite in suites)
        {
            var result = MutationRun.Run(engine, suite, cancellationToken);
            MutationReportWriter.Write(result, output);
            status = Math.Max(status, !result.Unsound.IsEmpty ? ExitStatus.Refused : result.HasUnprovenConditions ? ExitStatus.Failed : ExitStatus.Done);
        }

        return status;
    }

    private static List<SuiteResult> RunAll(ImmutableArray<TestSuite> suites, IEngine engine, TestReportWriter report, CancellationToken cancellationToken)
    {
        var runner = new TestRunner(engine);
        var results = new List<SuiteResult>();
        foreach (var suite in suites)
        {
            var watch = Stopwatch.StartNew();
            report.Begin(suite.Package, suite.Tests.Length + suite.Diagnostics.Length);
            var ran = new List<TestResult>();
            foreach (var result in runner.Run(suite.Package, suite.Tests, cancellationToken))
            {
                report.Write(result);
                ran.Add(result);
            }

            results.Add(new SuiteResult(suite, ran, watch.Elapsed));
        }

        return results;
    }

    /// <summary>The tests asked for, or null after saying why there are none.</summary>
    private ImmutableArray<TestSuite>? Suites(ParseResult arguments)
    {
        var paths = arguments.GetValue(_paths) ?? [];
        var files = paths.Where(IsTestFile).Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        string[] packages = [.. paths.Select(p => IsTestFile(p) ? PackageOf(p) : p).Distinct(StringComparer.Ordinal)];
        if (RuleOption.Load(packages, _surroundings) is not { } loaded || _tuning.Apply(loaded, packages, arguments, _surroundings) is not { } tuned)
        {
            return null;
        }

        var named = paths.Where(IsTestFile).Select(p => Path.GetFullPath(PackageOf(p))).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. tuned.Packages.Where(p => !p.IsAdHoc).Select(TestSuite.Load)
                .Select(s => named.Contains(Path.GetFullPath(s.Package.Folder!)) ? s.OfFiles(files) : s)
                .Select(s => arguments.GetValue(_filter) is { } filter ? s.Named(filter) : s)
                .Where(s => arguments.GetValue(_filter) is null || !s.Tests.IsEmpty),
        ];
    }

    private static bool IsTestFile(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" && File.Exists(path)
        && string.Equals(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))), TestFolder, StringComparison.Ordinal);

    /// <summary>The folder above the test's, in the words of the given path, which messages repeat.</summary>
    private static string PackageOf(string testFile)
    {
        var folder = Path.GetDirectoryName(testFile) ?? "";
        if (!string.Equals(Path.GetFileName(folder), TestFolder, StringComparison.Ordinal))
        {
            return Path.Combine(folder, "..");
        }

        return Path.GetDirectoryName(folder) is { Length: > 0 } package ? package : ".";
    }

    private static void WriteJUnit(string? path, List<SuiteResult> results)
    {
        if (path is null)
        {
            return;
        }

        using var file = AtomicFile.Create(path);
        JUnitWriter.Write(results, file.Stream);
        file.Commit();
    }
}
