using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Dynamic;
using Xunit;

namespace Tocsin.Functions.Tests.Dynamic;

public sealed class SetLaws
{
    [Fact]
    public void TextsComeOnceInTheirOrder() => FsCheck.Fluent.Prop.ForAll(
        (from length in Gen.Choose(0, 200)
         from words in Gen.Choose(0, 60).ArrayOf(length)
         select words.Select(word => word == 0 ? string.Empty : $"wört {word}")).ToArbitrary(),
        words =>
        {
            var set = new TextSet();
            foreach (string word in words)
            {
                set.Add(Encoding.UTF8.GetBytes(word));
            }

            Enumerable.Range(0, set.Count).Select(i => Encoding.UTF8.GetString(set[i])).ShouldBe(words.Distinct(StringComparer.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void NumbersComeOnceInTheirOrder()
    {
        var set = new NumberSet<double>();
        double[] values = [3, double.NaN, -1, 3, double.NaN, 0, 7, 8, 9, 10, 11, 12, 7, double.NaN, double.PositiveInfinity];
        foreach (double value in values)
        {
            set.Add(value);
        }

        set.Values.ToArray().ShouldBe(values.Distinct());
    }
}
