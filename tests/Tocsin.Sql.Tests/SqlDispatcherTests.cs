using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Tocsin.Sql.Tree;
using Tocsin.Sql.Writing;
using Xunit;

namespace Tocsin.Sql.Tests;

/// <summary>The one switch over SQL nodes knows every node.</summary>
public sealed class SqlDispatcherTests
{
    public static TheoryData<Type> Nodes() =>
        [.. typeof(SqlExpression).Assembly.GetTypes().Where(t => !t.IsAbstract && Root(t) is not null).OrderBy(t => t.Name, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Every_node_has_its_case(Type node)
    {
        // An empty node of the type: its case may stumble over what it lacks, only the case itself counts.
        var empty = RuntimeHelpers.GetUninitializedObject(node);
        var writer = RuntimeHelpers.GetUninitializedObject(typeof(Dialects.DuckDbWriter));
        var visit = typeof(SqlDispatcher).GetMethod("Visit", BindingFlags.Instance | BindingFlags.NonPublic, [Root(node)!]).ShouldNotBeNull();
        var fault = Record.Exception(() => visit.Invoke(writer, [empty]))?.InnerException;
        (fault is InvalidOperationException && fault.Message.Contains("has no case", StringComparison.Ordinal)).ShouldBeFalse(node.Name);
    }

    private static Type? Root(Type type) =>
        new[] { typeof(SqlExpression), typeof(SqlQuery), typeof(SqlRelation) }.FirstOrDefault(r => r.IsAssignableFrom(type));
}
