using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Network;
using Xunit;

namespace Tocsin.Functions.Tests.Network;

/// <summary>A list that is made ready for many texts answers as its items do one by one.</summary>
public sealed class NetworkListLaws
{
    /// <summary>Few numbers, so that addresses meet; and texts that are none.</summary>
    private static readonly Gen<string> Address =
        from numbers in Gen.Elements("0", "1", "10", "127", "128", "255").ArrayOf(4)
        select string.Join('.', numbers);

    private static readonly Gen<string> IPv4Range = Gen.Frequency(
        (8, from address in Address from prefix in Gen.Choose(0, 32) select $"{address}/{prefix}"),
        (4, Address),
        (1, Gen.Elements("", "10.1", "1.2.3.256", "1.2.3.4/33", " 10.0.0.0/8", "01.2.3.4")));

    private static readonly Gen<string> IPv6Range = Gen.Frequency(
        (4, from groups in Gen.Elements("0", "1", "fe80", "ffff").ArrayOf(8) from prefix in Gen.Choose(0, 128) select $"{string.Join(':', groups)}/{prefix}"),
        (2, IPv4Range),
        (1, Gen.Elements("", "::1", "::ffff:10.0.0.1", "fe80::/10", "g::", "1::2::3")));

    private static readonly Gen<string> Log =
        from length in Gen.Choose(0, 4)
        from parts in (from before in Gen.Elements("", " ", "x", "5", "1.", "é", "(") from address in Address from after in Gen.Elements("", " ", "y", "7", ".1", "é", ")", "/24") select before + address + after).ArrayOf(length)
        select string.Concat(parts);

    private static readonly Gen<string> Prefix = Gen.OneOf(
        Address,
        from numbers in Gen.Elements("0", "1", "10", "255").ArrayOf(4) from count in Gen.Choose(1, 4) select string.Concat(numbers.Take(count).Select(n => n + ".")),
        Gen.Elements("", ".", "10", "01.", "256.", "1..", "1.2.3.4.5"));

    private delegate bool? Test(ReadOnlySpan<byte> text, ReadOnlySpan<byte> item);

    [Fact]
    public void AnIPv4AddressIsInTheListAsItIsInItsRanges() =>
        Agrees(IPv4Range, IPv4Range, list => NetworkList.OfIPv4(list).Holds, IPv4Functions.IsInRange);

    [Fact]
    public void AnIPv6AddressIsInTheListAsItIsInItsRanges() =>
        Agrees(IPv6Range, IPv6Range, list => NetworkList.OfIPv6(list).Holds, IPv6Functions.IsInRange);

    [Fact]
    public void ATextHasAnAddressOfTheListAsItHasOne() =>
        Agrees(Log, Address, list => text => IPv4SearchList.OfAddresses(list).IsIn(text), (text, item) => IPv4Search.Has(text, item));

    [Fact]
    public void ATextHasAPrefixOfTheListAsItHasOne() =>
        Agrees(Log, Prefix, list => text => IPv4SearchList.OfPrefixes(list).IsIn(text), (text, item) => IPv4Search.HasPrefix(text, item));

    private delegate bool? Search(ReadOnlySpan<byte> text);

    private static void Agrees(Gen<string> texts, Gen<string> items, Func<IReadOnlyCollection<byte[]>, Search> prepare, Test test) => FsCheck.Fluent.Prop.ForAll(
        (from text in texts from count in Gen.Choose(0, 5) from list in items.ArrayOf(count) select (text, list)).ToArbitrary(),
        drawn =>
        {
            byte[] text = Encoding.UTF8.GetBytes(drawn.text);
            byte[][] list = [.. drawn.list.Select(Encoding.UTF8.GetBytes)];
            bool?[] each = [.. list.Select(item => test(text, item))];
            bool? expected = each.Contains(true) ? true : each.Contains(null) ? null : false;
            prepare(list)(text).ShouldBe(expected, $"{drawn.text} in {string.Join(", ", drawn.list)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
}
