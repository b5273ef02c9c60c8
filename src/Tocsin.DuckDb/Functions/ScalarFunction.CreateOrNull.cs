namespace Tocsin.DuckDb;

// The shapes whose function writes its result or, returning false, leaves the row null.
public sealed partial class ScalarFunction
{
    /// <summary>A function of one row that writes its result; where it returns false the row is null, whatever it wrote.</summary>
    public static ScalarFunction Create<T1, TWriter>(string name, Func<T1, TWriter, bool> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        => Create<T1, TWriter>(name, (argument, writer) =>
        {
            if (!function(argument, writer))
            {
                writer.SetNull();
            }
        });

    public static ScalarFunction Create<T1, T2, TWriter>(string name, Func<T1, T2, TWriter, bool> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        => Create<T1, T2, TWriter>(name, (first, second, writer) =>
        {
            if (!function(first, second, writer))
            {
                writer.SetNull();
            }
        });

    public static ScalarFunction Create<T1, T2, T3, TWriter>(string name, Func<T1, T2, T3, TWriter, bool> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        => Create<T1, T2, T3, TWriter>(name, (first, second, third, writer) =>
        {
            if (!function(first, second, third, writer))
            {
                writer.SetNull();
            }
        });

    public static ScalarFunction Create<T1, T2, T3, T4, TWriter>(string name, Func<T1, T2, T3, T4, TWriter, bool> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        where T3 : allows ref struct
        where T4 : allows ref struct
        => Create<T1, T2, T3, T4, TWriter>(name, (first, second, third, fourth, writer) =>
        {
            if (!function(first, second, third, fourth, writer))
            {
                writer.SetNull();
            }
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, TWriter>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Func<T1, TPrepared, TWriter, bool> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        => CreatePrepared<T1, TPrepared, TWriter>(name, prepare, (argument, prepared, writer) =>
        {
            if (!function(argument, prepared, writer))
            {
                writer.SetNull();
            }
        });

    public static ScalarFunction CreatePrepared<T1, TPrepared, T2, TWriter>(string name, Func<ReadOnlySpan<byte>, TPrepared> prepare, Func<T1, TPrepared, T2, TWriter, bool> function)
        where TWriter : ResultWriter, new()
        where T1 : allows ref struct
        where T2 : allows ref struct
        => CreatePrepared<T1, TPrepared, T2, TWriter>(name, prepare, (argument, prepared, further, writer) =>
        {
            if (!function(argument, prepared, further, writer))
            {
                writer.SetNull();
            }
        });
}
