using System.Globalization;
using System.Text;
using System.Xml;
using Tocsin.Detections.Testing;
using Tocsin.Kql.Diagnostics;

namespace Tocsin.Report.Testing;

/// <summary>
/// The results of tests as JUnit XML, in the elements and attributes that build servers share
/// (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd): a suite a package, a case a test.
/// </summary>
public static class JUnitWriter
{
    public static void Write(IReadOnlyList<SuiteResult> suites, Stream output)
    {
        using var writer = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false), CloseOutput = false });
        writer.WriteStartDocument();
        writer.WriteStartElement("testsuites");
        writer.WriteAttributeString("name", "tocsin");
        WriteCounts(writer, suites.Sum(s => s.Tests), suites.Sum(s => s.Failures), suites.Sum(s => s.Errors), suites.Aggregate(TimeSpan.Zero, (t, s) => t + s.Elapsed));
        foreach (var suite in suites)
        {
            WriteSuite(writer, suite);
        }

        writer.WriteEndElement();
        writer.WriteEndDocument();
    }

    private static void WriteSuite(XmlWriter writer, SuiteResult suite)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", Clean(suite.Suite.Package.Id));
        WriteCounts(writer, suite.Tests, suite.Failures, suite.Errors, suite.Elapsed);
        foreach (var result in suite.Results)
        {
            WriteCase(writer, suite, result);
        }

        foreach (var file in suite.Suite.Diagnostics.GroupBy(d => d.Source.Name, StringComparer.Ordinal))
        {
            BeginCase(writer, suite, file.Key, TimeSpan.Zero);
            WriteOutcome(writer, "error", "broken test", file.Select(InWords));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteCase(XmlWriter writer, SuiteResult suite, TestResult result)
    {
        BeginCase(writer, suite, result.Test.Name, result.Elapsed);
        var funnel = result.Funnel is { } rows ? TestReportWriter.Lines(rows).Prepend("") : [];
        var lines = result.Differences.Prepend(result.Test.Source.Name).Concat(funnel);
        switch (result.Verdict)
        {
            case TestVerdict.Failed:
                WriteOutcome(writer, "failure", result.Differences.FirstOrDefault() ?? "failed", lines);
                break;
            case TestVerdict.Broken:
                WriteOutcome(writer, "error", result.Differences.FirstOrDefault() ?? "broken", lines);
                break;
            case TestVerdict.Passed:
                break;
        }

        writer.WriteEndElement();
    }

    private static void BeginCase(XmlWriter writer, SuiteResult suite, string name, TimeSpan elapsed)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("name", Clean(name));
        writer.WriteAttributeString("classname", Clean(suite.Suite.Package.Id));
        writer.WriteAttributeString("time", Seconds(elapsed));
    }

    private static void WriteOutcome(XmlWriter writer, string element, string message, IEnumerable<string> lines)
    {
        writer.WriteStartElement(element);
        writer.WriteAttributeString("message", Clean(message));
        writer.WriteAttributeString("type", element);
        writer.WriteString(Clean(string.Join('\n', lines)));
        writer.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter writer, int tests, int failures, int errors, TimeSpan elapsed)
    {
        writer.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("time", Seconds(elapsed));
    }

    private static string InWords(Diagnostic diagnostic) => $"{diagnostic.Source.Name}:{diagnostic.Position}: {diagnostic.Id}: {diagnostic.Message}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no place for most control characters, nor for half a character, escaped or not.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\ufffd');
            }
        }

        return clean.ToString();
    }
}

/// <summary>The results of a package's tests.</summary>
public sealed record SuiteResult(TestSuite Suite, IReadOnlyList<TestResult> Results, TimeSpan Elapsed)
{
    /// <summary>Test files that could not be read.</summary>
    public int Unreadable => Suite.Diagnostics.Select(d => d.Source.Name).Distinct(StringComparer.Ordinal).Count();

    public int Tests => Results.Count + Unreadable;

    public int Failures => Results.Count(r => r.Verdict == TestVerdict.Failed);

    public int Errors => Results.Count(r => r.Verdict == TestVerdict.Broken) + Unreadable;
}
