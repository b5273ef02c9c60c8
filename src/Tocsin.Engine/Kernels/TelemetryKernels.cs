using Tocsin.DuckDb;
using Tocsin.Functions.Dynamic;
using Tocsin.Functions.Numbers;
using Tocsin.Functions.Time;
using static Tocsin.DuckDb.ScalarFunction;
using Utf8 = System.ReadOnlySpan<byte>;

namespace Tocsin.Engine.Kernels;

/// <summary>What the mappings of telemetry call beside the functions of queries.</summary>
internal static class TelemetryKernels
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Create<Utf8, long?>("kql_unixtime_text", UnixTimeText.Parse),
        Create<Utf8, long?>("kql_whole_long", WholeNumberText.ToLong),
        Create<Utf8, int?>("kql_whole_int", WholeNumberText.ToInt),
        CreatePrepared<TextListView, ObjectText, Utf8Writer>("kql_object_text", ObjectText.Parse, WriteObject),
    ];

    private static void WriteObject(TextListView values, ObjectText properties, Utf8Writer writer)
    {
        var length = 0;
        for (var i = 0; i < values.Length; i++)
        {
            length += values.IsNull(i) ? 0 : values[i].Length;
        }

        var target = writer.GetSpan(properties.Room(length));
        var written = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!values.IsNull(i))
            {
                written += properties.Write(i, values[i], written == 0 ? (byte)'{' : (byte)',', target[written..]);
            }
        }

        if (written == 0)
        {
            target[written++] = (byte)'{';
        }

        target[written++] = (byte)'}';
        writer.Advance(written);
    }
}
