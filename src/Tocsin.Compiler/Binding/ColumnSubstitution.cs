namespace Tocsin.Compiler.Binding;

/// <summary>Puts other expressions in place of columns.</summary>
internal sealed class ColumnSubstitution(IReadOnlyDictionary<ColumnSymbol, BoundExpression> replacements) : BoundExpressionRewriter
{
    public override BoundExpression Rewrite(BoundExpression expression) =>
        expression is BoundColumn column && replacements.TryGetValue(column.Column, out var replacement) ? replacement : base.Rewrite(expression);
}
