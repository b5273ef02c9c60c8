using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Plan;
using Xunit;

namespace Tocsin.Compiler.Tests;

/// <summary>
/// Every switch over nodes names every node. An empty node of each type is given to each switch: its case may stumble
/// over what it lacks, but must not be missing.
/// </summary>
public sealed class NodeTests
{
    public static TheoryData<string, string, Type, string> Switches()
    {
        var switches = new TheoryData<string, string, Type, string>();
        foreach (var (type, method, root) in new[]
        {
            ("Binding.BoundParts", "Inputs", typeof(BoundQuery)),
            ("Binding.BoundParts", "Expressions", typeof(BoundQuery)),
            ("Binding.BoundParts", "Operands", typeof(BoundExpression)),
            ("Binding.ColumnSubstitution", "Rewrite", typeof(BoundExpression)),
            ("Plan.PlanInputs", "Of", typeof(PlanNode)),
            ("Printing.BoundPrinter", "Print", typeof(BoundQuery)),
            ("Printing.ExpressionPrinter", "Print", typeof(BoundExpression)),
            ("Printing.PlanPrinter", "Print", typeof(PlanNode)),
            ("Plan.Planner", "Plan", typeof(BoundQuery)),
            ("Lowering.ExpressionLowerer", "Lower", typeof(BoundExpression)),
            ("Lowering.PlanLowerer", "Lower", typeof(PlanNode)),
            ("Rewriting.PruneColumns", "Prune", typeof(PlanNode)),
        })
        {
            foreach (var node in typeof(BoundQuery).Assembly.GetTypes().Where(t => !t.IsAbstract && root.IsAssignableFrom(t) && t != typeof(BoundError)))
            {
                switches.Add(type, method, root, node.Name);
            }
        }

        return switches;
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_names_every_node(string type, string method, Type root, string node)
    {
        var assembly = typeof(BoundQuery).Assembly;
        var owner = assembly.GetType($"Tocsin.Compiler.{type}").ShouldNotBeNull();
        var empty = RuntimeHelpers.GetUninitializedObject(assembly.GetTypes().First(t => t.Name == node && root.IsAssignableFrom(t)));
        var called = false;
        foreach (var candidate in owner.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(m => m.Name == method))
        {
            var parameters = candidate.GetParameters();
            if (!parameters.Any(p => p.ParameterType == root))
            {
                continue;
            }

            called = true;
            var arguments = parameters.Select(p => p.ParameterType == root ? empty : p.ParameterType.IsValueType ? RuntimeHelpers.GetUninitializedObject(p.ParameterType) : null).ToArray();
            var fault = Record.Exception(() => candidate.Invoke(candidate.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(owner), arguments))?.InnerException;
            (fault is InvalidOperationException && fault.Message.Contains(node, StringComparison.Ordinal)).ShouldBeFalse($"{type}.{method}: {fault?.Message}");
        }

        called.ShouldBeTrue($"{type} has no {method} over {root.Name}");
    }
}
