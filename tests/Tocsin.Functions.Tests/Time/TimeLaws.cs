using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Time;
using Xunit;

namespace Tocsin.Functions.Tests.Time;

public sealed class TimeLaws
{
    private static readonly Gen<long> Datetimes = Generators.Longs(0, Ticks.MaxDatetime);

    private static readonly Gen<long> Timespans = Gen.OneOf(
        Generators.Longs(long.MinValue, long.MaxValue),
        Generators.Longs(-Ticks.PerDay, Ticks.PerDay),
        Gen.Elements(long.MinValue, long.MinValue + 1, -1L, 0L, 1L, long.MaxValue));

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void DatetimeTextIsReadBack() => Check(Datetimes, ticks =>
    {
        byte[] text = new byte[TimeText.DatetimeLength];
        TimeText.FormatDatetime(ticks, text);
        DatetimeParser.Parse(text).ShouldBe(ticks);
        new DateTime(ticks, DateTimeKind.Utc).ToString("O").ShouldBe(System.Text.Encoding.ASCII.GetString(text));
    });

    [Fact]
    public void TimespanTextIsReadBack() => Check(Timespans, ticks =>
    {
        byte[] text = new byte[TimeText.MaxTimespanLength];
        int length = TimeText.FormatTimespan(ticks, text);
        TimespanParser.Parse(text.AsSpan(0, length)).ShouldBe(ticks);
        new TimeSpan(ticks).ToString().ShouldBe(System.Text.Encoding.ASCII.GetString(text, 0, length));
    });

    [Fact]
    public void BinIsTheMultipleAtOrBelow() => Check(
        from value in Timespans
        from size in Generators.Longs(1, Ticks.PerDay * 30)
        select (value, size),
        sample =>
        {
            if (Bins.Bin(sample.value, sample.size) is { } bin)
            {
                (bin % sample.size).ShouldBe(0);
                ((Int128)sample.value - bin).ShouldBeInRange(0, sample.size - 1);
                Bins.Bin(bin, sample.size).ShouldBe(bin);
            }
            else
            {
                sample.value.ShouldBeLessThan(long.MinValue + sample.size);
            }
        });

    [Fact]
    public void DifferenceCountsTheBeginningsBetween() => Check(
        from left in Datetimes
        from right in Datetimes
        from unit in Gen.Elements(DatetimeUnit.Year, DatetimeUnit.Quarter, DatetimeUnit.Month, DatetimeUnit.Week, DatetimeUnit.Day, DatetimeUnit.Second)
        select (left, right, unit),
        sample =>
        {
            long forth = DatetimePeriods.Difference(sample.unit, sample.left, sample.right);
            DatetimePeriods.Difference(sample.unit, sample.right, sample.left).ShouldBe(-forth);
            DatetimePeriods.Difference(sample.unit, sample.left, sample.left).ShouldBe(0);
            (forth < 0 && sample.left > sample.right).ShouldBeFalse();
        });

    [Fact]
    public void StartsAreAtOrBeforeAndEndsAtOrAfter() => Check(Datetimes, ticks =>
    {
        Calendar.StartOfDay(ticks)!.Value.ShouldBeLessThanOrEqualTo(ticks);
        Calendar.StartOfMonth(ticks)!.Value.ShouldBeLessThanOrEqualTo(ticks);
        Calendar.StartOfYear(ticks)!.Value.ShouldBeLessThanOrEqualTo(ticks);
        Calendar.EndOfDay(ticks)!.Value.ShouldBeGreaterThanOrEqualTo(ticks);
        Calendar.EndOfMonth(ticks)!.Value.ShouldBeGreaterThanOrEqualTo(ticks);
        Calendar.EndOfYear(ticks)!.Value.ShouldBeGreaterThanOrEqualTo(ticks);
        if (Calendar.StartOfWeek(ticks) is { } week)
        {
            new DateTime(week).DayOfWeek.ShouldBe(DayOfWeek.Sunday);
            (ticks - week).ShouldBeInRange(0, (7 * Ticks.PerDay) - 1);
        }
    });

    [Fact]
    public void RandomTextIsNoFault() => Check(
        from length in Gen.Choose(0, 30)
        from characters in Gen.Elements("0123456789-:. TZ+/,dhmsNovSatGMTpm".ToCharArray()).ArrayOf(length)
        select new string(characters),
        text =>
        {
            byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
            _ = DatetimeParser.Parse(bytes);
            _ = TimespanParser.Parse(bytes);
        });

    private static void Check<T>(Gen<T> samples, Action<T> law) =>
        FsCheck.Fluent.Prop.ForAll(samples.ToArbitrary(), law).Check(Runs);
}
