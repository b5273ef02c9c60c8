using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tocsin.DuckDb.Native;

/// <summary>Finds libduckdb and holds it to the version that Tocsin's answers were checked with.</summary>
internal static unsafe class DuckDbLibrary
{
    /// <summary>The environment variable that names a libduckdb of one's own.</summary>
    internal const string PathVariable = "TOCSIN_LIBDUCKDB";

    // As in native/DuckDb.Native.targets, which a test compares. Read from an attribute it would cost the start 3 ms.
    internal const string PinnedVersion = "1.5.5";

    private static readonly Lazy<string> CheckedVersion = new(CheckVersion);

    /// <summary>The version of the loaded library.</summary>
    /// <exception cref="DuckDbException">The library is missing, or is not the pinned version.</exception>
    internal static string Version => CheckedVersion.Value;

    internal static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    private static string? OwnPath => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : null;

    // A resolver must be in place before the first P/Invoke of this assembly, and can be set only once.
#pragma warning disable CA2255 // "not for libraries": that is exactly what a resolver needs
    [ModuleInitializer]
    internal static void InstallResolver() => NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, Resolve);
#pragma warning restore CA2255

    /// <summary>Loads the library if it can be; the first real use reports why it cannot.</summary>
    internal static void TryLoad() => NativeLibrary.TryLoad(OwnPath ?? Path.Combine(AppContext.BaseDirectory, FileName), out _);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, NativeMethods.Library, StringComparison.Ordinal))
        {
            return 0;
        }

        if (OwnPath is { } ownPath)
        {
            return NativeLibrary.Load(ownPath);
        }

        // A library elsewhere on the machine would be of another version; so where this fails, all fails.
        return NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, FileName));
    }

    private static string CheckVersion()
    {
        string version;
        try
        {
            version = Utf8String.Read(NativeMethods.LibraryVersion());
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            string where = OwnPath is { } ownPath ? $"{PathVariable} points to '{ownPath}'" : $"'{FileName}' belongs beside {AppContext.BaseDirectory}, or {PathVariable} names another one";
            throw new DuckDbException($"DuckDB's library could not be loaded: {where}. {exception.Message}", DuckDbErrorKind.MissingExtension, exception);
        }

        if (string.Equals(version.TrimStart('v'), PinnedVersion, StringComparison.Ordinal))
        {
            return version;
        }

        string mismatch = $"DuckDB {version} is loaded, but Tocsin is built and tested with v{PinnedVersion}";
        if (OwnPath is null)
        {
            throw new DuckDbException($"{mismatch}. Rebuild Tocsin, or name a library with {PathVariable}.", DuckDbErrorKind.InvalidConfiguration, inner: null);
        }

        // A library that the user chose is the user's to answer for.
        Console.Error.WriteLine($"warning: {mismatch} ({PathVariable} is set)");
        return version;
    }
}
