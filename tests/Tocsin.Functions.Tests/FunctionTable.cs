using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Tests;

/// <summary>The kernels by the name that a case calls them; arguments that KQL would give as null make the result null.</summary>
internal static partial class FunctionTable
{
    private static readonly Dictionary<string, Func<IReadOnlyList<object?>, object?>> Functions = new(
        [.. TimeFunctions(), .. TextFunctions(), .. NumberFunctions(), .. DynamicFunctions(), .. NetworkFunctions()], StringComparer.Ordinal);

    public static object? Call(string name, IReadOnlyList<object?> arguments) =>
        Functions.TryGetValue(name, out Func<IReadOnlyList<object?>, object?>? function)
            ? function(arguments)
            : throw new FormatException($"no function {name} in the table of the tests");

    /// <summary>Runs a kernel that writes a dynamic value, or nothing where it is null.</summary>
    public static DynamicValue? Dynamic(Func<IBufferWriter<byte>, bool> write)
    {
        ArrayBufferWriter<byte> output = new();
        return write(output) ? new DynamicValue(output.WrittenSpan.ToArray()) : null;
    }

    private static KeyValuePair<string, Func<IReadOnlyList<object?>, object?>> Of(string name, Func<IReadOnlyList<object?>, object?> function) =>
        new(name, function);

    /// <summary>A function that is null where an argument is null.</summary>
    private static KeyValuePair<string, Func<IReadOnlyList<object?>, object?>> Strict(string name, Func<IReadOnlyList<object?>, object?> function) =>
        new(name, arguments => arguments.Contains(null) ? null : function(arguments));

    private static byte[] Utf8(object? text) => Encoding.UTF8.GetBytes((string)text!);

    private static byte[] Json(object? value) => value is null ? [] : ((DynamicValue)value).Json;

    private static DynamicValue? Part(ReadOnlySpan<byte> part) => part.IsEmpty ? null : new DynamicValue(part.ToArray());

    private static long Long(IReadOnlyList<object?> arguments, int index, long otherwise = 0) =>
        index < arguments.Count ? (long)arguments[index]! : otherwise;

    private static double Real(object? value) => value is long whole ? whole : (double)value!;

    private static long DatetimeTicks(object? value) => ((Datetime)value!).Ticks;

    private static long TimespanTicks(object? value) => ((Timespan)value!).Ticks;

    private static Datetime? ToDatetime(long? ticks) => ticks is { } value ? new Datetime(value) : null;

    private static Timespan? ToTimespan(long? ticks) => ticks is { } value ? new Timespan(value) : null;
}
