namespace Tocsin.Bench;

/// <summary>Event logs that are made of the chunks of another.</summary>
internal static class EventLog
{
    public const int HeaderBytes = 4096;

    /// <summary>The log with its chunks so many times behind its header, made once.</summary>
    public static string Repeat(string log, string path, long times)
    {
        var content = File.ReadAllBytes(log);
        if (!File.Exists(path) || new FileInfo(path).Length != HeaderBytes + (times * (content.Length - HeaderBytes)))
        {
            using var output = File.Create(path);
            output.Write(content, 0, HeaderBytes);
            for (long i = 0; i < times; i++)
            {
                output.Write(content, HeaderBytes, content.Length - HeaderBytes);
            }
        }

        return path;
    }
}
