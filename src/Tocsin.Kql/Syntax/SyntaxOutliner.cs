using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Syntax;

/// <summary>A label and the children of each node.</summary>
internal sealed partial class SyntaxOutliner : SyntaxDispatcher<SyntaxOutline>
{
    /// <summary>Collects children; nulls are left out.</summary>
    private sealed class Builder(string label)
    {
        private readonly ImmutableArray<SyntaxBranch>.Builder _children = ImmutableArray.CreateBuilder<SyntaxBranch>();

        public Builder With(SyntaxNode? node, string? role = null)
        {
            if (node is not null)
            {
                _children.Add(new SyntaxBranch(role, node));
            }

            return this;
        }

        public Builder With<T>(ImmutableArray<T> nodes, string? role = null)
            where T : SyntaxNode
        {
            foreach (var node in nodes)
            {
                _children.Add(new SyntaxBranch(role, node));
            }

            return this;
        }

        public SyntaxOutline Done() => new(label, _children.DrainToImmutable());
    }

    private static Builder Of(string label) => new(label);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || char.IsSurrogate(c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string Value(KqlType type, object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text),
        DynamicLiteral dynamic => Json(dynamic),
        long ticks when type.IsTicks() => ticks.ToString(CultureInfo.InvariantCulture) + " ticks",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Json(DynamicLiteral literal) => literal switch
    {
        DynamicArray array => "[" + string.Join(", ", array.Items.Select(Json)) + "]",
        DynamicBag bag => "{" + string.Join(", ", bag.Properties.Select(p => Quote(p.Key) + ": " + Json(p.Value))) + "}",
        DynamicScalar { Type: KqlType.String or KqlType.Bool or KqlType.Long or KqlType.Real or KqlType.Dynamic } plain => Value(plain.Type, plain.Value),
        DynamicScalar scalar => $"{scalar.Type.Name()}({Value(scalar.Type, scalar.Value)})",
        _ => throw new InvalidOperationException($"There is no text for {literal.GetType().Name}."),
    };

    protected override SyntaxOutline VisitName(NameSyntax node) => Of("Name " + Quote(node.Text)).Done();

    protected override SyntaxOutline VisitQuery(QuerySyntax node) => Of("Query").With(node.Statements).Done();

    protected override SyntaxOutline VisitExpressionStatement(ExpressionStatementSyntax node) => Of("ExpressionStatement").With(node.Expression).Done();

    protected override SyntaxOutline VisitLetStatement(LetStatementSyntax node) => Of("Let " + Quote(node.Name.Text)).With(node.Value).Done();

    protected override SyntaxOutline VisitSetStatement(SetStatementSyntax node) => Of("Set " + Quote(node.Name.Text)).With(node.Value).Done();

    protected override SyntaxOutline VisitQueryParametersStatement(QueryParametersStatementSyntax node) => Of("QueryParameters").With(node.Parameters).Done();

    protected override SyntaxOutline VisitAliasStatement(AliasStatementSyntax node) => Of("Alias " + Quote(node.Name.Text)).With(node.Value).Done();

    protected override SyntaxOutline VisitRestrictStatement(RestrictStatementSyntax node) => Of("Restrict").With(node.Entities).With(node.Properties, "with").Done();

    protected override SyntaxOutline VisitPatternStatement(PatternStatementSyntax node) =>
        Of("Pattern " + Quote(node.Name.Text)).With(node.Parameters).With(node.PathParameter, "path").With(node.Matches).Done();

    protected override SyntaxOutline VisitPatternMatch(PatternMatchSyntax node) =>
        Of("PatternMatch").With(node.Values).With(node.PathValue, "path").With(node.Body, "body").Done();

    protected override SyntaxOutline VisitParameter(ParameterSyntax node) =>
        Of("Parameter " + Quote(node.Name.Text)).With(node.Type).With(node.Default, "default").Done();

    protected override SyntaxOutline VisitScalarType(ScalarTypeSyntax node) => Of("Type " + node.Name).Done();

    protected override SyntaxOutline VisitSchemaType(SchemaTypeSyntax node) => Of(node.HasStar ? "Schema *" : "Schema").With(node.Columns).Done();

    protected override SyntaxOutline VisitColumnDeclaration(ColumnDeclarationSyntax node) => Of("Column " + Quote(node.Name.Text)).With(node.Type).Done();

    protected override SyntaxOutline VisitFunctionDeclaration(FunctionDeclarationSyntax node) =>
        Of(node.IsView ? "Function view" : "Function").With(node.Parameters).With(node.Statements).With(node.Body, "body").Done();

    protected override SyntaxOutline VisitLiteral(LiteralSyntax node) => Of($"Literal {node.Type.Name()} {Value(node.Type, node.Value)}").Done();

    protected override SyntaxOutline VisitTypeOf(TypeOfSyntax node) => Of("TypeOf").With(node.Type).Done();

    protected override SyntaxOutline VisitNameExpression(NameExpressionSyntax node) => Of("NameExpression " + Quote(node.Name.Text)).Done();

    protected override SyntaxOutline VisitStar(StarSyntax node) => Of("Star").Done();

    protected override SyntaxOutline VisitWildcardName(WildcardNameSyntax node) => Of("Wildcard " + Quote(node.Pattern)).Done();

    protected override SyntaxOutline VisitPath(PathSyntax node) => Of("Path").With(node.Target).With(node.Member).Done();

    protected override SyntaxOutline VisitElement(ElementSyntax node) => Of("Element").With(node.Target).With(node.Index, "index").Done();

    protected override SyntaxOutline VisitCall(CallSyntax node) => Of("Call " + Quote(node.Function.Text)).With(node.Arguments).Done();

    protected override SyntaxOutline VisitUnary(UnarySyntax node) => Of("Unary " + node.Operator).With(node.Operand).Done();

    protected override SyntaxOutline VisitBinary(BinarySyntax node) => Of("Binary " + node.Operator).With(node.Left).With(node.Right).Done();

    protected override SyntaxOutline VisitListOperator(ListOperatorSyntax node) =>
        Of("ListOperator " + node.Operator).With(node.Left).With(node.Right, "item").Done();

    protected override SyntaxOutline VisitBetween(BetweenSyntax node) =>
        Of(node.IsNegated ? "Between negated" : "Between").With(node.Value).With(node.Low, "low").With(node.High, "high").Done();

    protected override SyntaxOutline VisitParenthesized(ParenthesizedSyntax node) => Of("Parenthesized").With(node.Expression).Done();

    protected override SyntaxOutline VisitNamedExpression(NamedExpressionSyntax node) =>
        Of((node.IsTuple ? "NamedTuple " : "Named ") + string.Join(", ", node.Names.Select(n => Quote(n.Text)))).With(node.Expression).Done();

    protected override SyntaxOutline VisitPipeline(PipelineSyntax node) => Of("Pipeline").With(node.Source, "source").With(node.Operators).Done();

    protected override SyntaxOutline VisitOperatorSource(OperatorSourceSyntax node) => Of("OperatorSource").With(node.Operator).Done();

    protected override SyntaxOutline VisitContextualSource(ContextualSourceSyntax node) => Of("ContextualSource").Done();

    protected override SyntaxOutline VisitDataTable(DataTableSyntax node) => Of("DataTable").With(node.Parameters).With(node.Columns).With(node.Values).Done();

    protected override SyntaxOutline VisitExternalData(ExternalDataSyntax node) =>
        Of("ExternalData").With(node.Columns).With(node.Uris, "uri").With(node.Properties, "with").Done();

    protected override SyntaxOutline VisitInlineExternalTable(InlineExternalTableSyntax node) => Of("InlineExternalTable").With(node.Columns).Done();

    protected override SyntaxOutline VisitToScalar(ToScalarSyntax node) => Of("ToScalar").With(node.Parameters).With(node.Expression).Done();

    protected override SyntaxOutline VisitMaterialize(MaterializeSyntax node) => Of("Materialize").With(node.Expression).Done();

    protected override SyntaxOutline VisitMissingExpression(MissingExpressionSyntax node) => Of("Missing").Done();

    protected override SyntaxOutline VisitEntityGroup(EntityGroupSyntax node) => Of("EntityGroup").With(node.Entities).Done();

    protected override SyntaxOutline VisitNameList(NameListSyntax node) => Of("NameList").With(node.Names).Done();

    protected override SyntaxOutline VisitTypedColumn(TypedColumnSyntax node) => Of("TypedColumn " + Quote(node.Name.Text)).With(node.Type).Done();
}
