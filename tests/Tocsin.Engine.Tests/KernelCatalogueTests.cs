using System.Text.RegularExpressions;
using Shouldly;
using Tocsin.DuckDb;
using Tocsin.Engine.Kernels;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Engine.Tests;

public sealed partial class KernelCatalogueTests
{
    [Fact]
    public void Kernels_that_the_compiler_and_the_telemetry_readers_name_exist()
    {
        string[] sources = ["src/Tocsin.Compiler", "src/Tocsin.Telemetry", "src/Tocsin.Engine"];
        var called = sources
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Golden.Folder("../.."), folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) is not "Kernels")
            .SelectMany(file => KernelName().Matches(File.ReadAllText(file)).Select(match => match.Value));

        called.Distinct(StringComparer.Ordinal).ShouldBeSubsetOf(KernelCatalogue.All.Select(kernel => kernel.Name).Concat(KernelCatalogue.Aggregates.Keys));
    }

    [Fact]
    public void Each_kernel_is_known_once_a_statement_names_it_with_all_its_overloads()
    {
        using var session = DuckDbSession.Open();
        KernelCatalogue.Register(session);
        foreach (var kernels in KernelCatalogue.All.GroupBy(kernel => kernel.Name, StringComparer.Ordinal))
        {
            session.QueryValue($"SELECT count(*) FROM duckdb_functions() WHERE function_name = '{kernels.Key}'").ShouldBe((long)kernels.Count(), kernels.Key);
        }
    }

    // Not the beginning of a name that is put together.
    [GeneratedRegex(@"\bkql_[a-z0-9_]*[a-z0-9](?![a-z0-9_{])")]
    private static partial Regex KernelName();
}
