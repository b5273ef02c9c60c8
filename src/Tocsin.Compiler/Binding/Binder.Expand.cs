using System.Collections.Immutable;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Binding;

// mv-expand (https://learn.microsoft.com/kusto/query/mv-expand-operator) and mv-apply.
public sealed partial class Binder
{
    /// <summary>How many rows the older spelling makes of one, unless told.</summary>
    private const long LegacyExpandLimit = 128;

    private BoundQuery BindMvExpand(MvExpandSyntax expand, BoundQuery input)
    {
        var isPaired = BindBagExpansion(expand.Parameters) == "array";
        if (BindMvItems(expand.Items, input, isPaired) is not { } items)
        {
            return Nothing(expand.Span);
        }

        var index = BindItemIndex(expand.Parameters, input, items);
        var isLegacy = _diagnostics.Source.ToString(expand.KeywordSpan) == "mvexpand";
        var limit = expand.Limit is not null ? BindCountArgument(expand.Limit, "mv-expand")
            : isLegacy ? new BoundLiteral(LegacyExpandLimit, KqlType.Long, expand.KeywordSpan)
            : null;
        return new BoundMvExpand(input, items, index, limit, ExpandedColumns(input, items, index), expand.Span);
    }

    private string? BindBagExpansion(ImmutableArray<OperatorParameterSyntax> parameters) =>
        ParameterOf(parameters, "bagexpansion", ["bag", "array"]) ?? ParameterOf(parameters, "kind", ["bag", "array"]);

    private ImmutableArray<BoundMvItem>? BindMvItems(ImmutableArray<MvItemSyntax> syntaxes, BoundQuery input, bool isPaired)
    {
        var row = new RowScope(input.Columns);
        var names = new UniqueNames();
        var items = ImmutableArray.CreateBuilder<BoundMvItem>();
        foreach (var syntax in syntaxes)
        {
            var (name, value) = syntax.Expression is NamedExpressionSyntax { Names: [var given], Expression: var expression }
                ? (given.Text, expression)
                : (ColumnNames.Of(syntax.Expression, _catalogue) ?? "Column1", syntax.Expression);
            var array = ParsedElements(BindScalar(value, row));
            if (array is BoundError)
            {
                return null;
            }

            if (!array.Type.IsDynamic)
            {
                _diagnostics.Report(BindingDescriptors.ExpandType, value.Span, array.Type.Kind.Name());
                return null;
            }

            if (!names.TryTake(name))
            {
                _diagnostics.Report(BindingDescriptors.DuplicateColumn, syntax.Span, name);
                return null;
            }

            array = isPaired ? DynamicFunctions.Pairs(array) : array;
            var type = syntax.ToType?.Type is ScalarTypeSyntax to && KqlTypes.FromName(to.Name) is { } kind
                ? kind
                : array.Type.ItemType is { } item ? BoundType.DynamicOf(item) : KqlType.Dynamic;
            items.Add(new BoundMvItem(array, new ColumnSymbol(name, type)));
        }

        return items.ToImmutable();
    }

    /// <summary>The column of positions; a name that is taken gets a number.</summary>
    private static ColumnSymbol? BindItemIndex(ImmutableArray<OperatorParameterSyntax> parameters, BoundQuery input, ImmutableArray<BoundMvItem> items) =>
        parameters.Where(p => p.Name.Text is "with_itemindex").Select(p => ParameterText(p.Value)).FirstOrDefault() is { } name
            ? new ColumnSymbol(new UniqueNames(input.Columns.Select(c => c.Name).Concat(items.Select(i => i.Column.Name))).Take(name), KqlType.Long, isNullable: false)
            : null;

    /// <summary>Items take the place of columns of their name; others are added, then the index.</summary>
    private static ImmutableArray<ColumnSymbol> ExpandedColumns(BoundQuery input, ImmutableArray<BoundMvItem> items, ColumnSymbol? index)
    {
        var byName = items.ToDictionary(i => i.Column.Name, i => i.Column, StringComparer.Ordinal);
        var columns = input.Columns.Select(c => byName.Remove(c.Name, out var item) ? item : c).ToList();
        columns.AddRange(items.Where(i => byName.ContainsKey(i.Column.Name)).Select(i => i.Column));
        if (index is not null)
        {
            columns.Add(index);
        }

        return [.. columns];
    }

    private BoundQuery BindMvApply(MvApplySyntax apply, BoundQuery input)
    {
        if (BindBagExpansion(apply.Parameters) == "array")
        {
            Refusal(KqlType.Unknown, BindingDescriptors.UnsupportedForm, apply.Parameters[0].Span, "mv-apply with kind=array", "Expand the bag with an mv-expand kind=array in the subquery.");
        }

        if (BindMvItems(apply.Items, input, isPaired: false) is not { } items)
        {
            return Nothing(apply.Span);
        }

        var index = BindItemIndex(apply.Parameters, input, items);
        var limit = apply.Limit is null ? null : BindCountArgument(apply.Limit, "mv-apply");
        var context = new BoundItems(ExpandedColumns(input, items, index), apply.Span);
        _applyDepth++;
        var subquery = BindTabular(apply.Subquery, context);
        _applyDepth--;
        if (_diagnostics.HasErrors)
        {
            return Nothing(apply.Span);
        }

        return new BoundMvApply(input, items, index, limit, subquery, AppliedColumns(input, apply.Items, subquery), apply.Span);
    }

    /// <summary>
    /// The input's columns, each replaced by the subquery's of its name, then the subquery's others. A column that is expanded
    /// under its own name is the subquery's alone; one that an item takes the name of stays where it is.
    /// </summary>
    private static ImmutableArray<ColumnSymbol> AppliedColumns(BoundQuery input, ImmutableArray<MvItemSyntax> items, BoundQuery subquery)
    {
        var expanded = items.Select(i => i.Expression).OfType<NameExpressionSyntax>().Select(n => n.Name.Text).ToHashSet(StringComparer.Ordinal);
        var inner = subquery.Columns.ToList();
        var columns = input.Columns.Where(c => !expanded.Contains(c.Name)).Select(Replaced).ToList();
        return [.. columns, .. inner];

        // The input may have two columns of a name, as what some plug-ins make has.
        ColumnSymbol Replaced(ColumnSymbol column)
        {
            var at = inner.FindIndex(c => c.Name.Equals(column.Name, StringComparison.Ordinal));
            if (at < 0)
            {
                return column;
            }

            var replacement = inner[at];
            inner.RemoveAt(at);
            return replacement;
        }
    }
}
