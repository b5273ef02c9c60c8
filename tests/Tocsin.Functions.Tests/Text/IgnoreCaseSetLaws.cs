using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Text;
using Xunit;

namespace Tocsin.Functions.Tests.Text;

public sealed class IgnoreCaseSetLaws
{
    /// <summary>Letters, and characters that differ from others in the bit of the case alone.</summary>
    private static readonly Gen<string> Word =
        from length in Gen.Choose(0, 20)
        from letters in Gen.Elements("a", "A", "b", "B", "@", "`", "{", "[", "é", "É", "0").ArrayOf(length)
        select string.Concat(letters);

    [Fact]
    public void ATextIsInTheSetAsItEqualsOneOfItsTexts() => FsCheck.Fluent.Prop.ForAll(
        (from count in Gen.Choose(0, 20)
         from words in Word.ArrayOf(count)
         from other in Word
         from text in words.Length == 0 ? Gen.Constant(other) : Gen.OneOf(Gen.Constant(other), Gen.Elements(words).Select(w => w.ToUpperInvariant()), Gen.Elements(words).Select(w => w.Replace('@', '`')))
         select (words, text)).ToArbitrary(),
        drawn =>
        {
            byte[] text = Encoding.UTF8.GetBytes(drawn.text);
            byte[][] words = [.. drawn.words.Select(Encoding.UTF8.GetBytes)];
            bool expected = words.Any(word => TextPattern.IsMatch(text, word, TextMatch.Equals, ignoreCase: true));
            new IgnoreCaseSet(words.Select(word => (ReadOnlyMemory<byte>)word)).Contains(text).ShouldBe(expected, $"{drawn.text} in {string.Join(", ", drawn.words)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
