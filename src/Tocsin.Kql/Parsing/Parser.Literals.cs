using Tocsin.Kql.Diagnostics;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Kql.Parsing;

/// <summary>Literals and the values of their text.</summary>
internal sealed partial class Parser
{
    private LiteralSyntax? TryParseLiteral()
    {
        var type = Kind switch
        {
            TokenKind.BoolLiteral => KqlType.Bool,
            TokenKind.IntLiteral => KqlType.Int,
            TokenKind.LongLiteral => KqlType.Long,
            TokenKind.RealLiteral => KqlType.Real,
            TokenKind.DecimalLiteral => KqlType.Decimal,
            TokenKind.DateTimeLiteral => KqlType.DateTime,
            TokenKind.TimeSpanLiteral => KqlType.TimeSpan,
            TokenKind.GuidLiteral => KqlType.Guid,
            TokenKind.StringLiteral => KqlType.String,
            _ => KqlType.Unknown,
        };
        if (type == KqlType.Unknown)
        {
            return null;
        }

        if (type == KqlType.String)
        {
            var start = Current.Span.Start;
            return new LiteralSyntax(type, DecodeStrings(), SpanFrom(start));
        }

        var token = Next();
        var reading = LiteralText.Read(type, token.Text);
        if (reading.Fault != LiteralFault.None)
        {
            ReportFault(reading, type, token);
        }

        return new LiteralSyntax(type, reading.Value, token.Span);
    }

    private void ReportFault(LiteralReading reading, KqlType type, in SyntaxToken token)
    {
        if (reading.Fault == LiteralFault.Overflow)
        {
            ReportAt(token.Span, SyntaxDescriptors.LiteralOverflow, reading.Text, type.Name(), OverflowHint(type));
        }
        else
        {
            ReportAt(token.Span, SyntaxDescriptors.MalformedLiteral, reading.Text, type.Name(), MalformedHint(type, reading.Text));
        }
    }

    private static string OverflowHint(KqlType type) => type switch
    {
        KqlType.Int => "int holds 32 bits; long holds 64.",
        KqlType.Long => "long holds -9223372036854775808 to 9223372036854775807; larger numbers are real or decimal: real(…).",
        KqlType.Decimal => "decimal holds 28 digits here, Kusto's 34; real(…) holds larger numbers less exactly.",
        _ => "The value is out of the type's range.",
    };

    private static string MalformedHint(KqlType type, string text) => type switch
    {
        _ when IsName(text) => $"{type.Name()}(…) holds a literal; a column is converted with to{type.Name()}({text}).",
        KqlType.DateTime => "Write datetime(2024-01-31), datetime(2024-01-31 13:05:09.123) or datetime(2024-01-31T13:05:09Z).",
        KqlType.TimeSpan => "Write 2h, 30m, 1.5d or timespan(1.02:03:04.5).",
        KqlType.Guid => "Write guid(74be27de-1e4e-49d9-b579-fe0b331d3642).",
        KqlType.Bool => "Write true or false.",
        KqlType.Int or KqlType.Long => $"{type.Name()}(…) holds a whole number or null.",
        _ => $"{type.Name()}(…) holds a number or null.",
    };

    private static bool IsName(string text) => text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '_') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.');

    /// <summary>A literal with an optional sign, where the grammar takes constants only.</summary>
    private ExpressionSyntax ParseSignedLiteral(string place)
    {
        var expression = ParseExpression();
        if (!IsConstant(expression))
        {
            ReportAt(expression.Span, SyntaxDescriptors.LiteralExpected, place);
        }

        return expression;
    }

    private static bool IsConstant(ExpressionSyntax expression) => expression is LiteralSyntax or MissingExpressionSyntax
        || (expression is UnarySyntax { Operand: var operand } && operand is LiteralSyntax);

    private LiteralSyntax ParseDynamic()
    {
        var start = Next().Span.Start;
        var open = Next().Span;
        var value = ParseDynamicValue();
        Close(open, TokenKind.CloseParen);
        var isNull = value is DynamicScalar { Type: KqlType.Dynamic, Value: null };
        return new LiteralSyntax(KqlType.Dynamic, isNull ? null : value, SpanFrom(start));
    }

    private static readonly DynamicScalar DynamicNull = new(KqlType.Dynamic, null);

    private DynamicLiteral ParseDynamicValue()
    {
        var value = Kind switch
        {
            TokenKind.OpenBracket => ParseDynamicArray(),
            TokenKind.OpenBrace => ParseDynamicBag(),
            TokenKind.Minus => ParseNegativeNumber(),
            TokenKind.Word => ParseDynamicWord(),
            TokenKind.IntLiteral => null,
            TokenKind.DecimalLiteral => RefuseDecimal(),
            _ => TryParseLiteral() is { } literal ? new DynamicScalar(Held(literal.Type), literal.Value) : null,
        };
        return value ?? SkipDynamicValue();

        // A timespan within a dynamic literal is the number of its ticks, as measured on Kusto.
        static KqlType Held(KqlType type) => type == KqlType.TimeSpan ? KqlType.Long : type;
    }

    private DynamicLiteral? ParseDynamicWord()
    {
        if (TryTake("null"))
        {
            return DynamicNull;
        }

        return At("dynamic") && Peek().Kind == TokenKind.OpenParen ? ParseNestedDynamic() : null;
    }

    private DynamicScalar RefuseDecimal()
    {
        ReportHere(SyntaxDescriptors.DecimalInDynamic);
        Next();
        return DynamicNull;
    }

    private DynamicScalar SkipDynamicValue()
    {
        ReportHere(SyntaxDescriptors.DynamicValueExpected, DescribeCurrent());
        if (!AtEndOfClause && Kind != TokenKind.Comma)
        {
            Next();
            if (Kind == TokenKind.OpenParen)
            {
                SkipBalanced();
            }
        }

        return DynamicNull;
    }

    private DynamicLiteral ParseNestedDynamic()
    {
        if (!TryEnter())
        {
            return DynamicNull;
        }

        var nested = ParseDynamic();
        Leave();
        return nested.Value as DynamicLiteral ?? DynamicNull;
    }

    private DynamicScalar ParseNegativeNumber()
    {
        if (Peek().Kind is not (TokenKind.LongLiteral or TokenKind.RealLiteral))
        {
            ReportHere(SyntaxDescriptors.DynamicValueExpected, DescribeCurrent());
            Next();
            return DynamicNull;
        }

        Next();
        if (LiteralText.IsLongMinimum(Current.Text))
        {
            Next();
            return new DynamicScalar(KqlType.Long, long.MinValue);
        }

        return TryParseLiteral() switch
        {
            { Value: long value } => new DynamicScalar(KqlType.Long, -value),
            { Value: double value } => new DynamicScalar(KqlType.Real, -value),
            _ => DynamicNull,
        };
    }

    private DynamicLiteral ParseDynamicArray()
    {
        if (!TryEnter())
        {
            return DynamicNull;
        }

        var open = Next().Span;
        var items = Kind == TokenKind.CloseBracket ? [] : ParseList(ParseDynamicValue);
        Close(open, TokenKind.CloseBracket);
        Leave();
        return new DynamicArray(items);
    }

    private DynamicLiteral ParseDynamicBag()
    {
        if (!TryEnter())
        {
            return DynamicNull;
        }

        var open = Next().Span;
        var properties = Kind == TokenKind.CloseBrace ? [] : ParseList(ParseDynamicProperty);
        Close(open, TokenKind.CloseBrace);
        Leave();
        return new DynamicBag(properties);
    }

    private KeyValuePair<string, DynamicLiteral> ParseDynamicProperty()
    {
        var name = string.Empty;
        if (Kind == TokenKind.StringLiteral)
        {
            name = DecodeStrings();
        }
        else
        {
            ReportExpected("a property's name in quotes");
            if (Kind == TokenKind.Word)
            {
                Next();
            }
        }

        Expect(TokenKind.Colon, ":");
        return new KeyValuePair<string, DynamicLiteral>(name, ParseDynamicValue());
    }
}
