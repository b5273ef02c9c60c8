using System.Text;
using Shouldly;
using Tocsin.Compiler.Lowering;
using Tocsin.Functions.Scan;
using Xunit;

namespace Tocsin.Compiler.Tests;

/// <summary>The compiler writes no call into the program of a scan that kql_scan() does not have.</summary>
public sealed class ScanFunctionTests
{
    public static TheoryData<string> Functions() => [.. StateExpressionWriter.Functions.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void What_the_compiler_writes_is_read(string function) => Should.NotThrow(() => Read(function));

    [Fact]
    public void What_is_in_neither_table_is_not_read() => Should.Throw<NotSupportedException>(() => Read("kql_no_such_function"));

    /// <summary>A program whose one step calls the function, with as many operands as any takes.</summary>
    private static ScanProgram Read(string function) => ScanProgram.Read(Encoding.UTF8.GetBytes(
        $$"""{"columns":[],"declared":[],"slots":[],"steps":[{"output":"all","condition":["{{function}}",["null"],["null"],["null"]],"assign":[]}]}"""));
}
