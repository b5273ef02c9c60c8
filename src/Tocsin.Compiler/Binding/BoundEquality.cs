namespace Tocsin.Compiler.Binding;

/// <summary>
/// Whether two expressions compute the same, wherever they stand in the text. Queries are the same only where they are one
/// object. <paramref name="identity"/> is what makes two columns one: themselves, or their names within one table.
/// </summary>
internal sealed class BoundEquality(Func<ColumnSymbol, object> identity) : IEqualityComparer<BoundExpression>
{
    public static readonly BoundEquality OfColumns = new(static c => c);

    /// <summary>For expressions over scans of one table.</summary>
    public static readonly BoundEquality OfNames = new(static c => c.Name);

    /// <summary>Chains of operators lean to the left: their first operands are compared in a loop.</summary>
    public bool Equals(BoundExpression? left, BoundExpression? right)
    {
        while (left is not null && right is not null && IsSameNode(left, right))
        {
            var (first, second) = (BoundParts.Operands(left), BoundParts.Operands(right));
            if (first.Length != second.Length)
            {
                return false;
            }

            for (var i = 1; i < first.Length; i++)
            {
                if (!Equals(first[i], second[i]))
                {
                    return false;
                }
            }

            if (first.IsEmpty)
            {
                return true;
            }

            (left, right) = (first[0], second[0]);
        }

        return ReferenceEquals(left, right);
    }

    public int GetHashCode(BoundExpression expression)
    {
        var hash = default(HashCode);
        hash.Add(NodeHash(expression));
        foreach (var operand in BoundParts.Operands(expression))
        {
            hash.Add(NodeHash(operand));
        }

        return hash.ToHashCode();
    }

    private bool IsSameNode(BoundExpression left, BoundExpression right) => left.Type == right.Type && (left, right) switch
    {
        (BoundLiteral a, BoundLiteral b) => IsSameValue(a.Value, b.Value),
        (BoundColumn a, BoundColumn b) => identity(a.Column).Equals(identity(b.Column)),
        (BoundCall a, BoundCall b) => ReferenceEquals(a.Function, b.Function) && ReferenceEquals(a.Overload, b.Overload),
        (BoundAggregate a, BoundAggregate b) => ReferenceEquals(a.Function, b.Function) && ReferenceEquals(a.Overload, b.Overload),
        (BoundConversion, BoundConversion) or (BoundUnmatchedString, BoundUnmatchedString) => true,
        (BoundField a, BoundField b) => a.Field.Equals(b.Field, StringComparison.Ordinal),
        (BoundInQuery a, BoundInQuery b) => ReferenceEquals(a.Query, b.Query) && a.Kind == b.Kind && a.IsNegated == b.IsNegated,
        (BoundScalarQuery a, BoundScalarQuery b) => ReferenceEquals(a.Query, b.Query),
        (BoundTypeLiteral a, BoundTypeLiteral b) => a.Value == b.Value,
        _ => false,
    };

    /// <summary>Zero and negative zero are two values: what is divided by them differs.</summary>
    private static bool IsSameValue(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        _ => Equals(left, right),
    };

    private int NodeHash(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => HashCode.Combine(literal.Value),
        BoundColumn column => identity(column.Column).GetHashCode(),
        BoundCall call => StringComparer.Ordinal.GetHashCode(call.Function.Name),
        _ => expression.GetType().GetHashCode(),
    };
}
