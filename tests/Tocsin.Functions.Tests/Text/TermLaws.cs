using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Text;
using Xunit;

namespace Tocsin.Functions.Tests.Text;

/// <summary>The fast searches agree with plain ones on random text whose letters collide often.</summary>
public sealed class TermLaws
{
    private static readonly Gen<string> Texts =
        from length in Gen.Choose(0, 90)
        from characters in Gen.Elements("aAbBcC1_-. é`@[{kK".ToCharArray()).ArrayOf(length)
        select new string(characters);

    private static readonly Gen<string> Needles =
        from length in Gen.Choose(0, 12)
        from characters in Gen.Elements("aAbBc1_-. ék".ToCharArray()).ArrayOf(length)
        select new string(characters);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void TermSearchEqualsTheNaiveOne() => Check(
        from text in Texts
        from needle in Needles
        from match in Gen.Elements(TermMatch.Whole, TermMatch.Prefix, TermMatch.Suffix)
        from ignoreCase in Gen.Elements(true, false)
        select (text, needle, match, ignoreCase),
        sample =>
        {
            byte[] text = Utf8(sample.text);
            byte[] needle = Utf8(sample.needle);
            bool expected = NaiveHas(text, needle, sample.match, sample.ignoreCase);
            new TermPattern(needle, sample.match, sample.ignoreCase).IsMatch(text).ShouldBe(expected);
        });

    [Fact]
    public void TermSetEqualsItsTermsOneByOne() => Check(
        from text in Texts
        from count in Gen.Choose(0, 20)
        from needles in Needles.ArrayOf(count)
        select (text, needles),
        sample =>
        {
            byte[] text = Utf8(sample.text);
            TermSet set = new([.. sample.needles.Select(needle => (ReadOnlyMemory<byte>)Utf8(needle))]);
            bool[] found = [.. sample.needles.Select(needle => NaiveHas(text, Utf8(needle), TermMatch.Whole, ignoreCase: true))];
            set.HasAny(text).ShouldBe(found.Contains(true));
            set.HasAll(text).ShouldBe(!found.Contains(false));
            set.IndexOfAny(text).ShouldBe(Array.IndexOf(found, true));
        });

    [Fact]
    public void SearchWithoutCaseFindsTheFirstPlace() => Check(
        from text in Texts
        from needle in Needles
        from start in Gen.Choose(0, 95)
        select (text, needle, start),
        sample =>
        {
            byte[] text = Utf8(sample.text);
            byte[] needle = Utf8(sample.needle);
            int expected = -1;
            for (int i = sample.start; i + needle.Length <= text.Length && expected < 0; i++)
            {
                expected = NaiveEquals(text.AsSpan(i, needle.Length), needle, ignoreCase: true) ? i : -1;
            }

            AsciiSearch.IndexOfIgnoreCase(text, needle, sample.start).ShouldBe(expected);
        });

    [Fact]
    public void EqualityWithoutCaseFoldsAsciiOnly() => Check(
        from length in Gen.Choose(0, 40)
        from left in Gen.Choose(0, 255).ArrayOf(length)
        from flips in Gen.Choose(0, 7).ArrayOf(length)
        select (left, flips),
        sample =>
        {
            byte[] left = [.. sample.left.Select(value => (byte)value)];
            byte[] right = [.. left.Select((value, i) => sample.flips[i] == 0 ? (byte)(value ^ 0x20) : value)];
            AsciiText.EqualsIgnoreCase(left, right).ShouldBe(NaiveEquals(left, right, ignoreCase: true));
        });

    private static void Check<T>(Gen<T> samples, Action<T> law) =>
        FsCheck.Fluent.Prop.ForAll(samples.ToArbitrary(), law).Check(Runs);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static bool NaiveHas(byte[] text, byte[] needle, TermMatch match, bool ignoreCase)
    {
        if (needle.Length == 0)
        {
            return true;
        }

        for (int i = 0; i + needle.Length <= text.Length; i++)
        {
            bool before = match == TermMatch.Suffix || !IsTerm(Runes(needle).First()) || i == 0 || !IsTerm(Runes(text[..i]).Last());
            int end = i + needle.Length;
            bool after = match == TermMatch.Prefix || !IsTerm(Runes(needle).Last()) || end == text.Length || !IsTerm(Runes(text[end..]).First());
            if (before && after && NaiveEquals(text.AsSpan(i, needle.Length), needle, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NaiveEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool ignoreCase)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (ignoreCase ? Lower(left[i]) != Lower(right[i]) : left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value + 32) : value;

    private static IEnumerable<Rune> Runes(byte[] text) => Encoding.UTF8.GetString(text).EnumerateRunes();

    private static bool IsTerm(Rune value) => Rune.IsLetterOrDigit(value) || Rune.GetUnicodeCategory(value) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
