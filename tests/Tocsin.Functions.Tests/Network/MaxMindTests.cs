using System.Buffers;
using System.Text;
using Shouldly;
using Tocsin.Functions.Network;
using Tocsin.Testing;
using Xunit;

namespace Tocsin.Functions.Tests.Network;

public sealed class MaxMindTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(28)]
    [InlineData(32)]
    public void AddressesAreFound(int recordSize)
    {
        MaxMindDatabase database = Read(Cities(recordSize).ToArray());
        database.Type.ShouldBe("Test-City");
        const string sydney = """{"country":"Australia","state":"New South Wales","city":"Sydney","latitude":-33.8715,"longitude":151.2006}""";
        Place(database, "20.53.203.50").ShouldBe(sydney);
        Place(database, "::ffff:20.53.203.50").ShouldBe(sydney);
        Place(database, "20.54.0.0").ShouldBeNull();
        Place(database, "1.1.1.1").ShouldBe("""{"country":"Австралия","latitude":-33.494,"longitude":143.2104}""");
        Place(database, "2a03:2880:f12c:83:face:b00c::25de").ShouldBe("""{"country":"United States","state":"Florida","city":"Boca Raton","latitude":26.3594,"longitude":-80.0771}""");
        Place(database, "2a04::1").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no address")]
    [InlineData("20.53.203.50/24")]
    [InlineData("20.53.203.500")]
    public void WhatIsNoAddressHasNoPlace(string text) => Place(Read(Cities(28).ToArray()), text).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("country,city\n")]
    public void WhatIsNoDatabaseIsRefused(string content) => MaxMindDatabase.Read(Encoding.UTF8.GetBytes(content)).Error.ShouldNotBeNull().ShouldContain("MaxMind");

    /// <summary>Cut or changed bytes give an error, another answer or none, but neither fault nor endless reading.</summary>
    [Fact]
    public void DamagedDatabasesDoNoHarm()
    {
        byte[] whole = Cities(28).ToArray();
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = round % 4 == 0 ? whole[random.Next(whole.Length)..] : [.. whole];
            for (int change = random.Next(1, 6); change > 0 && damaged.Length > 0; change--)
            {
                // The tree is long: most changes go to records and metadata.
                int place = random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length - 1 - random.Next(Math.Min(damaged.Length, 700));
                damaged[place] = (byte)random.Next(256);
            }

            if (MaxMindDatabase.Read(damaged).Database is { } database)
            {
                foreach (string address in (string[])["20.53.203.50", "1.1.1.1", "2a03:2880::1", "9.9.9.9"])
                {
                    Place(database, address);
                }
            }
        }
    }

    [Fact]
    public void PointersAreFollowedOnce()
    {
        // Records: a pointer to itself; a map whose value is a pointer to the text "ok" behind it.
        ReadOnlySpan<byte> records = [0x20, 0x00, 0xE1, 0x41, (byte)'a', 0x20, 0x07, 0x42, (byte)'o', (byte)'k'];
        new MaxMindValue(records, 0).Exists.ShouldBeFalse();
        Encoding.UTF8.GetString(new MaxMindValue(records, 2).Member("a"u8).Text).ShouldBe("ok");
        new MaxMindValue(records, 2).Member("b"u8).Exists.ShouldBeFalse();
    }

    private static MaxMindFile Cities(int recordSize) => new MaxMindFile(recordSize)
        .Add("20.53.0.0/16", MaxMindFile.City("Australia", "New South Wales", "Sydney", -33.8715, 151.2006))
        .Add("1.1.1.0/24", MaxMindFile.City("Австралия", null, null, -33.494, 143.2104))
        .Add("2a03:2880::/32", MaxMindFile.City("United States", "Florida", "Boca Raton", 26.3594, -80.0771));

    private static MaxMindDatabase Read(byte[] content) => MaxMindDatabase.Read(content).Database.ShouldNotBeNull();

    private static string? Place(MaxMindDatabase database, string address)
    {
        var output = new ArrayBufferWriter<byte>();
        return GeoInfo.Write(database, Encoding.UTF8.GetBytes(address), output) ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
