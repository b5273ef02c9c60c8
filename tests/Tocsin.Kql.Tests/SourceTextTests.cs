using Shouldly;
using Tocsin.Kql.Text;
using Xunit;

namespace Tocsin.Kql.Tests;

/// <summary>A text of which parts were replaced still knows where everything stood.</summary>
public sealed class SourceTextTests
{
    // Whole text, what is replaced in it, by what, what is looked for in the result, and what stands there in the original.
    [Theory]
    [InlineData("let A = 1; T", "1", "long(20)", "T", "T")]
    [InlineData("let A = 1; T", "1", "long(20)", "long(20)", "1")]
    [InlineData("let A = 1; T", "1", "long(20)", "ong", "1")]
    [InlineData("let A = 1; T", "1", "long(20)", "let A", "let A")]
    [InlineData("let A = 1; T", "1", "long(20)", "= long(20);", "= 1;")]
    [InlineData("let A = 1; T", "1", "long(20)", "A = long", "A = 1")]
    [InlineData("let A = 100; T", "100", "2", "; T", "; T")]
    [InlineData("let A = 100; T", "100", "", "; T", "; T")]
    public void A_place_is_found_in_the_original(string original, string replaced, string by, string sought, string found)
    {
        var text = new SourceText(original, "rule.kql");
        var changed = text.With([new TextEdit(SpanOf(original, replaced), by)]);
        changed.Name.ShouldBe("rule.kql");
        var (source, span) = changed.InOriginal(SpanOf(changed.Text, sought));
        source.ShouldBeSameAs(text);
        source.ToString(span).ShouldBe(found);
    }

    [Fact]
    public void Changes_of_changed_text_lead_back_to_the_first()
    {
        var text = new SourceText("let A = 1; let B = 2; T | where x");
        var once = text.With([new TextEdit(SpanOf(text.Text, "2"), "\"long text\""), new TextEdit(SpanOf(text.Text, "1"), "datetime(2026-01-01)")]);
        once.Text.ShouldBe("let A = datetime(2026-01-01); let B = \"long text\"; T | where x");
        var twice = once.With([new TextEdit(SpanOf(once.Text, "\"long text\""), "3")]);
        twice.Text.ShouldBe("let A = datetime(2026-01-01); let B = 3; T | where x");
        foreach (var word in new[] { "where", "let B", "x" })
        {
            var (source, span) = twice.InOriginal(SpanOf(twice.Text, word));
            source.ShouldBeSameAs(text);
            source.ToString(span).ShouldBe(word);
        }
    }

    [Fact]
    public void Text_without_changes_is_its_own_original()
    {
        var text = new SourceText("T");
        text.With([]).ShouldBeSameAs(text);
        text.InOriginal(new TextSpan(0, 1)).ShouldBe((text, new TextSpan(0, 1)));
    }

    private static TextSpan SpanOf(string text, string part) => new(text.IndexOf(part, StringComparison.Ordinal), part.Length);
}
