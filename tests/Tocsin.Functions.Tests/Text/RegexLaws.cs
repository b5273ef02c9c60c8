using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Text.RegularExpressions;
using Xunit;

namespace Tocsin.Functions.Tests.Text;

public sealed class RegexLaws
{
    [Fact]
    public void AnyPatternIsTranslatedOrRefused() => FsCheck.Fluent.Prop.ForAll(
        (from length in Gen.Choose(0, 20)
         from symbols in Gen.Elements(@"ab0-9[]()\{}?*+.^$|&~:<>=!dDwWsSpPuxULNié# ,".Append('\uD83D').Append('\uDE00').ToArray()).ArrayOf(length)
         select new string(symbols)).ToArbitrary(),
        pattern =>
        {
            RegexTranslation translation = RegexTranslator.Translate(pattern);
            (translation.Re2 is null).ShouldBe(translation.Error is not null);
            translation.Position.ShouldBeInRange(0, pattern.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void DeepPatternIsNoFault()
    {
        string groups = string.Concat(new string('(', 100_000), "a", new string(')', 100_000));
        RegexTranslator.Translate(groups).Error.ShouldBe("groups nest too deep");
        string classes = string.Concat(new string('[', 100_000), "a", new string(']', 100_000));
        RegexTranslator.Translate(classes).Error.ShouldBe("classes nest too deep");
    }
}
