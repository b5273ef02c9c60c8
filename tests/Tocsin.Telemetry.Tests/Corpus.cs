namespace Tocsin.Telemetry.Tests;

internal static class Corpus
{
    private static readonly string Root = Find();

    public static string Folder(string name) => Path.Combine(Root, "tests", "corpus", name);

    /// <summary>Real telemetry beside the repository, where there is some.</summary>
    public static string? RealTelemetry
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("TOCSIN_TELEMETRY") ?? Path.Combine(Root, "..", "shared", "telemetry");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tocsin.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder;
    }
}
