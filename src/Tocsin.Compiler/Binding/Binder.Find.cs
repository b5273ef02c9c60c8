using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// find (https://learn.microsoft.com/kusto/query/find-operator).
public sealed partial class Binder
{
    /// <summary>A column of find's output: what stands in each input's row under this name and type.</summary>
    private sealed record FoundColumn(string Name, KqlType Type);

    private BoundQuery BindFind(FindSyntax find)
    {
        var references = ColumnReferences.Of(find.Condition);
        var inputs = find.In.IsEmpty
            ? InputsWith(references, find.Span, "find_arg")
            : WithAnyColumn(BindUnionInputs(find.In, null, "find_arg"), references);
        if (find.ProjectAway is [var away, ..])
        {
            Refuse(away.Span, "project-away in find", "Put a project-away after it.");
        }

        if (references.FirstOrDefault(r => inputs.Exists(i => i.Query.Columns.Any(c => c.Name == r.Text)) && OnlyType(r.Text, inputs) is null) is { } mixed)
        {
            Refuse(mixed.Span, $"find over the column '{mixed.Text}', which has several types", $"Bring it to one type in each table: A | extend {mixed.Text} = tostring({mixed.Text}).");
        }

        var columns = _diagnostics.HasErrors ? null : FoundColumns(find, inputs, references);
        if (columns is null || _diagnostics.HasErrors)
        {
            return Nothing(find.Span);
        }

        var shown = columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var isPacked = find.Project.IsEmpty ? inputs.Exists(i => i.Query.Columns.Any(c => !shown.Contains(c.Name))) : find.Project.Any(p => p is CallSyntax);
        var source = find.Parameters.Where(p => p.Name.Text is "withsource" or "with_source").Select(p => ParameterText(p.Value)).FirstOrDefault() ?? "source_";
        var prepared = inputs.ConvertAll(i => ((BoundQuery)Prepared(i.Query, columns, isPacked, find), i.Source));
        var all = Unite(prepared, isInner: false, "$source", find.Span);

        // The condition sees the inputs' own columns, not what was prepared for the output.
        var row = new RowScope([.. all.Columns.Where(c => !c.Name.StartsWith('$'))]);
        var found = new BoundFilter(all, BindSearchCondition(find.Condition, row, isCaseSensitive: false), find.Span);
        return new BoundProject(found, FoundAssignments(all, columns, source, isPacked, find), find.Span);
    }

    /// <summary>project names the columns; otherwise the ones that all inputs share and those that the condition names.</summary>
    private List<FoundColumn>? FoundColumns(FindSyntax find, List<(BoundQuery Query, string Source)> inputs, ImmutableArray<NameSyntax> references)
    {
        var columns = new List<FoundColumn>();
        if (!find.Project.IsEmpty)
        {
            foreach (var syntax in find.Project)
            {
                if (BindFoundColumn(syntax, inputs, isLast: syntax == find.Project[^1]) is { } column)
                {
                    columns.Add(column);
                }
            }

            return columns;
        }

        var common = inputs[0].Query.Columns.Where(c => inputs.TrueForAll(i => i.Query.Columns.Any(other => other.Name == c.Name))).Select(c => c.Name);
        var named = references.Select(r => r.Text).Where(n => inputs.Exists(i => i.Query.Columns.Any(c => c.Name == n)));
        foreach (var name in common.Concat(named).Distinct(StringComparer.Ordinal))
        {
            if (OnlyType(name, inputs) is not { } type)
            {
                Refuse(find.Span, $"find over the column '{name}', which has several types", $"Name the columns, this one with its type: find … project {name}:string.");
                return null;
            }

            columns.Add(new FoundColumn(name, type));
        }

        return columns;
    }

    private FoundColumn? BindFoundColumn(ExpressionSyntax syntax, List<(BoundQuery Query, string Source)> inputs, bool isLast)
    {
        var (name, given) = syntax switch
        {
            TypedColumnSyntax { Name: var n, Type: ScalarTypeSyntax t } => (n.Text, KqlTypes.FromName(t.Name)),
            NameExpressionSyntax n => (n.Name.Text, null),
            _ => (null, null),
        };
        if (name is null)
        {
            if (syntax is not CallSyntax { Arguments: [StarSyntax] } || !isLast)
            {
                Refuse(syntax.Span, $"'{Excerpt(syntax.Span)}' in the columns of find", "Name columns, and pack(*) as the last.");
            }

            return null;
        }

        if (!inputs.Exists(i => i.Query.Columns.Any(c => c.Name == name)))
        {
            Error(BindingDescriptors.UnknownName, syntax.Span, name, NearestName.Hint(name, inputs.SelectMany(i => i.Query.Columns).Select(c => c.Name).Distinct(StringComparer.Ordinal)));
            return null;
        }

        if ((given ?? OnlyType(name, inputs)) is { } type)
        {
            return new FoundColumn(name, type);
        }

        Refuse(syntax.Span, $"The column '{name}', which has several types, without one", $"Write {name}:string.");
        return null;
    }

    private static KqlType? OnlyType(string name, List<(BoundQuery Query, string Source)> inputs) =>
        inputs.SelectMany(i => i.Query.Columns).Where(c => c.Name == name).Select(c => c.Type.Kind).Distinct().ToArray() is [var only] ? only : null;

    /// <summary>An input with its columns, the output's beside them, and the rest as a bag.</summary>
    private BoundProject Prepared(BoundQuery input, List<FoundColumn> columns, bool isPacked, FindSyntax find)
    {
        var assignments = input.Columns.Select(c => BoundBuilder.Pass(c, find.Span)).ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            var (name, type) = columns[i];
            var own = input.Columns.FirstOrDefault(c => c.Name == name);
            assignments.Add(new BoundAssignment(new ColumnSymbol(Prefixed(i), type), own is null ? Missing(type, find.Span) : Convert(new BoundColumn(own, find.Span), type)));
        }

        if (isPacked)
        {
            var rest = input.Columns.Where(c => !columns.Exists(f => f.Name == c.Name)).ToArray();
            ImmutableArray<BoundExpression> pairs = [.. rest.SelectMany(c => new BoundExpression[] { new BoundLiteral(c.Name, KqlType.String, find.Span), new BoundColumn(c, find.Span) })];
            var bag = pairs.IsEmpty ? new BoundLiteral(new DynamicBag([]), KqlType.Dynamic, find.Span) : Call("bag_pack", find.Span, pairs);
            assignments.Add(new BoundAssignment(new ColumnSymbol("$pack", KqlType.Dynamic), bag));
        }

        return new BoundProject(input, [.. assignments], find.Span);
    }

    private static string Prefixed(int index) => string.Create(CultureInfo.InvariantCulture, $"${index}");

    private static ImmutableArray<BoundAssignment> FoundAssignments(BoundUnion all, List<FoundColumn> columns, string source, bool isPacked, FindSyntax find)
    {
        var byName = all.Columns.Where(c => c.Name.StartsWith('$')).ToDictionary(c => c.Name, StringComparer.Ordinal);
        var assignments = columns.Select((c, i) => (c.Name, Column: byName[Prefixed(i)])).Prepend((Name: source, Column: byName["$source"])).ToList();
        if (isPacked)
        {
            assignments.Add(("pack_", byName["$pack"]));
        }

        return [.. assignments.Select(a => new BoundAssignment(a.Column.Renamed(a.Name), new BoundColumn(a.Column, find.Span)))];
    }
}
