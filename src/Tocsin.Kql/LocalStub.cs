#pragma warning disable
namespace Tocsin.Kql.Syntax { public sealed record SyntaxToken(int A); }
namespace Tocsin.Kql.Parsing { internal static class Parser { public static Tocsin.Kql.Syntax.SyntaxTree Parse(Tocsin.Kql.Text.SourceText s) => null!; } }
