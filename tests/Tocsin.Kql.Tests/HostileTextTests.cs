using Shouldly;
using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Xunit;

namespace Tocsin.Kql.Tests;

/// <summary>Long and deep text, parsed and printed on a stack of one megabyte, as a thread of a server has it.</summary>
public sealed class HostileTextTests
{
    private const int StackSize = 1 << 20;
    private const int TextSize = 1_000_000;

    /// <summary>What is written before, again and again, and after.</summary>
    public static TheoryData<string, string, string> Repetitions => new()
    {
        { "T | where a", " or a == 1", "" },
        { "T | where a", " and a has 'x'", "" },
        { "print 1", "+1", "" },
        { "print ", "(", "1" },
        { "print ", "f(", "1" },
        { "print a", "[a", "" },
        { "print a", ".b", "" },
        { "print a", "[0]", "" },
        { "print ", "-", "1" },
        { "print dynamic(", "[", "" },
        { "print dynamic(", "{\"a\":", "" },
        { "print ", "dynamic(", "" },
        { "print ", "toscalar(", "" },
        { "print ", "entity_group [", "" },
        { "print ", "{a}", "" },
        { "print ", "['a'", "" },
        { "print ", "(a,", "" },
        { "print ", "(a)=", "" },
        { "print ", "int( ", "" },
        { "print ", "datetime(2020-01-01), ", "1" },
        { "print ", "'a' ", "" },
        { "print a ", "in (a ", "" },
        { "print a ", "between (a ", "" },
        { "T", " | take 1", "" },
        { "T", " | nonesuch 1", "" },
        { "T", "|", "" },
        { "T ", "| mv-apply a on (", "" },
        { "T ", "| mv-apply a on (where x ", "" },
        { "T ", "| partition by a { T ", "" },
        { "T | ", "facet by a with (", "" },
        { "T | ", "facet by a with ", "" },
        { "T | ", "fork (", "" },
        { "T | ", "join (T | ", "" },
        { "T | ", "graph-", "" },
        { "T | project-away ", "$a", "" },
        { "T | scan with (", "step a: true => b = 1; ", ")" },
        { "datatable(a:long)[", "1,", "]" },
        { "", "union (", "" },
        { "", "where (", "" },
        { "", "macro-expand x as y (", "" },
        { "", "let f = () { ", "" },
        { "", "let f = (a, ", "" },
        { "", "let x = 1; ", "" },
        { "", "declare pattern a = { ", "" },
        { "", ";", "" },
        { "", ")", "" },
        { "", "}", "" },
        { "", "[", "" },
        { "", "'", "" },
        { "", "'\n", "" },
        { "", "```", "" },
        { "", "//", "" },
        { "", "#a\n", "" },
        { "", "datetime(", "" },
        { "", "\u0001é", "" },
        { "", "é ", "" },
        { "", "74be27de-1e4e-49d9-b579-fe0b331d3642 ", "" },
    };

    [Theory]
    [MemberData(nameof(Repetitions))]
    public void ParsesAndPrintsWithinItsStack(string before, string repeated, string after)
    {
        var text = before + string.Concat(Enumerable.Repeat(repeated, TextSize / repeated.Length)) + after;
        OnSmallStack(() =>
        {
            var tree = SyntaxTree.Parse(new SourceText(text));
            SyntaxPrinter.Print(tree).ShouldNotBeEmpty();
        });
    }

    /// <summary>Allocation stands for work: it doubles with the text, where a quadratic parser's would quadruple.</summary>
    [Theory]
    [MemberData(nameof(Repetitions))]
    public void WorkIsLinear(string before, string repeated, string after)
    {
        var half = Allocated(before, repeated, after, 50_000 / repeated.Length);
        var whole = Allocated(before, repeated, after, 100_000 / repeated.Length);
        (whole / (double)half).ShouldBeLessThan(2.6);
    }

    [Fact]
    public void LongChainsLeanLeft()
    {
        var text = "print " + string.Join(" or ", Enumerable.Range(0, 5000).Select(i => "a" + i));
        var tree = SyntaxTree.Parse(new SourceText(text));
        tree.Diagnostics.ShouldBeEmpty();
        var statement = (ExpressionStatementSyntax)tree.Root.Statements.Single();
        var node = ((PrintSyntax)((OperatorSourceSyntax)statement.Expression).Operator).Expressions.Single();
        var length = 0;
        while (node is BinarySyntax binary)
        {
            binary.Right.ShouldBeOfType<NameExpressionSyntax>();
            node = binary.Left;
            length++;
        }

        length.ShouldBe(4999);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(1000, false)]
    public void NestingHasALimitWithItsOwnMessage(int depth, bool isRead)
    {
        var text = "print " + new string('(', depth) + "1" + new string(')', depth);
        var tree = SyntaxTree.Parse(new SourceText(text));
        if (isRead)
        {
            tree.Diagnostics.ShouldBeEmpty();
        }
        else
        {
            tree.Diagnostics.Single().Descriptor.ShouldBe(SyntaxDescriptors.NestedTooDeeply);
        }
    }

    private static long Allocated(string before, string repeated, string after, int count)
    {
        var source = new SourceText(before + string.Concat(Enumerable.Repeat(repeated, count)) + after);
        SyntaxTree.Parse(source);
        var start = GC.GetAllocatedBytesForCurrentThread();
        SyntaxTree.Parse(source);
        return GC.GetAllocatedBytesForCurrentThread() - start;
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();
    }
}
