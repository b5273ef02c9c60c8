using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using Shouldly;
using Tocsin.DuckDb.Native;
using Xunit;

namespace Tocsin.DuckDb.Tests;

public sealed class NativeLibraryTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "native");

    [Fact]
    public void Every_function_that_is_bound_exists()
    {
        nint library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, DuckDbLibrary.FileName));
        string[] entryPoints = [.. typeof(NativeMethods)
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LibraryImportAttribute>()?.EntryPoint ?? method.GetCustomAttribute<DllImportAttribute>()?.EntryPoint)
            .OfType<string>()];
        entryPoints.Length.ShouldBeGreaterThan(80);
        entryPoints.Where(name => !NativeLibrary.TryGetExport(library, name, out _)).ShouldBeEmpty();
    }

    [Fact]
    public void The_version_is_pinned_alike_everywhere()
    {
        DuckDbSession.LibraryVersion.ShouldBe($"v{DuckDbLibrary.PinnedVersion}");
        XDocument targets = XDocument.Load(Path.Combine(Folder, "DuckDb.Native.targets"));
        targets.Descendants("DuckDbVersion").Single().Value.ShouldBe(DuckDbLibrary.PinnedVersion);
        string package = targets.Descendants("DuckDbPackageVersion").Single().Value.Replace("$(DuckDbVersion)", DuckDbLibrary.PinnedVersion, StringComparison.Ordinal);
        foreach (JsonProperty dependency in Json("package.json").GetProperty("optionalDependencies").EnumerateObject())
        {
            dependency.Value.GetString().ShouldBe(package, dependency.Name);
        }

        foreach (JsonProperty entry in Json("package-lock.json").GetProperty("packages").EnumerateObject().Where(entry => entry.Name.Length > 0))
        {
            entry.Value.GetProperty("version").GetString().ShouldBe(package, entry.Name);
        }
    }

    [Fact]
    public void The_lock_names_no_registry_and_every_platform()
    {
        JsonElement packages = Json("package-lock.json").GetProperty("packages");
        string[] names = [.. packages.EnumerateObject().Where(entry => entry.Name.Length > 0).Select(entry => entry.Name["node_modules/".Length..])];
        names.ShouldBe(Json("package.json").GetProperty("optionalDependencies").EnumerateObject().Select(dependency => dependency.Name), ignoreOrder: true);
        packages.EnumerateObject().Where(entry => entry.Value.TryGetProperty("resolved", out _)).ShouldBeEmpty();
    }

    private static JsonElement Json(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name)));
        return document.RootElement.Clone();
    }
}
