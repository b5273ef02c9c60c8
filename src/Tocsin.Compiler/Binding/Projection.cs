using System.Collections.Immutable;
using System.Globalization;
using Tocsin.Compiler.Catalogue;
using Tocsin.Compiler.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Text;

namespace Tocsin.Compiler.Binding;

public sealed partial class Binder
{
    /// <summary>
    /// Collects the columns of project, extend, print, summarize…: names them as Kusto would, spreads functions of
    /// several columns, refuses names given twice.
    /// </summary>
    private sealed class Projection(Binder binder, RowScope row, bool isPrint = false, bool isExtend = false)
    {
        private readonly List<BoundAssignment> _assignments = [];
        private readonly UniqueNames _names = new();
        private readonly HashSet<string> _suggested = new(StringComparer.Ordinal);
        private int _anonymous;

        public ImmutableArray<BoundAssignment> Assignments => [.. _assignments];

        /// <summary>Adds an expression with its name, or with the name that Kusto makes for it.</summary>
        public void Add(ExpressionSyntax syntax)
        {
            var (names, value) = syntax is NamedExpressionSyntax named ? (named.Names, named.Expression) : ([], syntax);
            var expression = binder.BindSpreadable(value, row);
            if (expression is BoundError)
            {
                AddFaulty(names.IsEmpty && value is NameExpressionSyntax plain ? [plain.Name] : names, expression);
                return;
            }

            if (expression is BoundCall { Overload.Fields.IsEmpty: false } several)
            {
                Spread(several, names, value);
                return;
            }

            if (names.Length > 1)
            {
                binder._diagnostics.Report(BindingDescriptors.TooManyNames with { KustoCode = "KS149" }, syntax.Span, names.Length, 1);
                return;
            }

            if (names is [var name])
            {
                AddNamed(name.Text, name.Span, expression);
            }
            else
            {
                AddUnnamed(value, expression);
            }
        }

        /// <summary>Columns whose expression was reported stay known by name, so that no use of them is reported as well.</summary>
        private void AddFaulty(ImmutableArray<NameSyntax> names, BoundExpression fault)
        {
            foreach (var name in names.Where(n => _names.TryTake(n.Text)))
            {
                Append(name.Text, fault);
            }
        }

        /// <summary>Whether a column has its name from the query, not from its expression.</summary>
        public bool IsDeclared(string name) => _names.IsDeclared(name);

        public void AddNamed(string name, TextSpan span, BoundExpression expression)
        {
            if (isExtend && _suggested.Remove(name))
            {
                Replace(name, expression);
                return;
            }

            if (_suggested.Contains(name))
            {
                name = _names.Take(name);
            }
            else if (!_names.TryTake(name))
            {
                binder._diagnostics.Report(BindingDescriptors.DuplicateColumn, span, name);
                return;
            }

            Append(name, expression);
        }

        /// <summary>Adds a column under a suggested name, numbered where that is taken; extend puts it in the other's place.</summary>
        public void AddSuggested(string name, BoundExpression expression)
        {
            if (isExtend && !_names.TryTake(name))
            {
                Replace(name, expression);
                return;
            }

            var given = isExtend ? name : _names.Take(name);
            _suggested.Add(given);
            Append(given, expression);
        }

        private void Replace(string name, BoundExpression expression)
        {
            _assignments.RemoveAll(a => a.Column.Name.Equals(name, StringComparison.Ordinal));
            Append(name, expression);
        }

        public void AddUnnamed(ExpressionSyntax syntax, BoundExpression expression)
        {
            if (syntax is NameExpressionSyntax plain && !isPrint)
            {
                // A column named twice is an error; a let variable under a taken name is too.
                AddNamed(plain.Name.Text, plain.Span, expression);
                return;
            }

            var position = _assignments.Count;
            var suggested = isPrint
                ? string.Create(CultureInfo.InvariantCulture, $"print_{position}")
                : NameOf(syntax, expression);
            AddSuggested(suggested ?? Anonymous(), expression);
        }

        /// <summary>Column1, Column2…; what extends rows passes over the names that they have.</summary>
        private string Anonymous()
        {
            string name;
            do
            {
                name = string.Create(CultureInfo.InvariantCulture, $"Column{++_anonymous}");
            }
            while (isExtend && row.Find(name) is not null);

            return name;
        }

        private string? NameOf(ExpressionSyntax syntax, BoundExpression expression)
        {
            // series_stats(x)[1] is called as the column that it picks.
            if (syntax is ElementSyntax element && expression is BoundField { Operand: BoundCall { Overload.Fields: { IsEmpty: false } fields } several } picked)
            {
                var index = fields.ToList().FindIndex(f => f.Name.Equals(picked.Field, StringComparison.Ordinal));
                return ColumnNames.OfField(several, element.Target, index, binder._catalogue);
            }

            // column_ifexists('x', 0) is called x where there is such a column.
            return syntax is CallSyntax { Arguments: [var first, ..] } call
                && binder.ScopeOf(call) == ScopeFunction.ColumnIfExists
                && binder.BindScalar(first, RowScope.Empty) is BoundLiteral { Value: string name } && row.Find(name) is not null
                ? name
                : ColumnNames.Of(syntax, binder._catalogue);
        }

        private void Spread(BoundCall call, ImmutableArray<NameSyntax> names, ExpressionSyntax syntax)
        {
            var fields = call.Overload.Fields;
            if (names.Length > fields.Length)
            {
                binder._diagnostics.Report(BindingDescriptors.TooManyNames, syntax.Span, names.Length, fields.Length);
                return;
            }

            // print shows what it names, where it names something.
            var shown = isPrint && names.Length > 0 ? names.Length : fields.Length;
            for (var i = 0; i < shown; i++)
            {
                var field = new BoundField(call, fields[i].Name, fields[i].Type, call.Span);
                if (i < names.Length)
                {
                    AddNamed(names[i].Text, names[i].Span, field);
                }
                else
                {
                    Append(_names.Take(ColumnNames.OfField(call, syntax, i, binder._catalogue)), field);
                }
            }
        }

        private void Append(string name, BoundExpression expression)
        {
            // A column passed on under its own name stays the same column; a hidden one that is named is to be seen.
            var column = expression is BoundColumn { Column.IsHidden: false } c && c.Column.Name.Equals(name, StringComparison.Ordinal) && !IsTaken(c.Column)
                ? c.Column
                : new ColumnSymbol(name, expression.Type, expression.IsNullable);
            _assignments.Add(new BoundAssignment(column, expression));
        }

        private bool IsTaken(ColumnSymbol column) => _assignments.Exists(a => a.Column == column);
    }
}

