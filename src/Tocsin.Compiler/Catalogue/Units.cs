using System.Collections.Immutable;
using static Tocsin.Compiler.Catalogue.Unit;
using S = Tocsin.Sql.Tree.Sql;

namespace Tocsin.Compiler.Catalogue;

/// <summary>
/// The units that the pages of convert_*() list, each with its worth in the base unit as the international definitions
/// give it (https://learn.microsoft.com/kusto/query/convert-length-function and its kin). The acre-foot has the rounded
/// worth that the page's example shows.
/// </summary>
internal static class Units
{
    private const double RightAngle = 90;
    private const double Circle = 360;

    /// <summary>In degrees.</summary>
    public static ImmutableArray<Unit> Angle { get; } =
    [
        .. Prefixed(Of("Degree", 1), ("Nanodegree", 1e-9), ("Microdegree", 1e-6), ("Millidegree", 1e-3)),
        .. Prefixed(Of("Radian", 2 * RightAngle, Math.PI), ("Nanoradian", 1e-9), ("Microradian", 1e-6), ("Milliradian", 1e-3), ("Centiradian", 1e-2), ("Deciradian", 1e-1)),
        Of("Arcminute", 1, 60),
        Of("Arcsecond", 1, 3600),
        Of("Gradian", 0.9),
        Of("NatoMil", 9, 160),
        Of("Revolution", Circle),
        new("Tilt", x => S.Divide(S.Multiply(S.Call("kql_asin", x), S.Double(180)), S.Double(Math.PI)), x => S.Call("sin", S.Multiply(S.Divide(x, S.Double(180)), S.Double(Math.PI)))),
    ];

    /// <summary>In joules.</summary>
    public static ImmutableArray<Unit> Energy { get; } =
    [
        .. Prefixed(Of("Joule", 1), ("Millijoule", 1e-3), ("Kilojoule", 1e3), ("Megajoule", 1e6), ("Gigajoule", 1e9)),
        .. Prefixed(Of("Calorie", 4.184), ("Kilocalorie", 1e3), ("Megacalorie", 1e6)),
        .. Prefixed(Of("BritishThermalUnit", 1055.05585262), ("KilobritishThermalUnit", 1e3), ("MegabritishThermalUnit", 1e6), ("GigabritishThermalUnit", 1e9)),
        .. Prefixed(Of("ElectronVolt", 1.602176565e-19), ("KiloelectronVolt", 1e3), ("MegaelectronVolt", 1e6), ("GigaelectronVolt", 1e9), ("TeraelectronVolt", 1e12)),
        Of("FootPound", 1.355817948),
        Of("Erg", 1e-7),
        .. Prefixed(Of("WattHour", 3600), ("KilowattHour", 1e3), ("MegawattHour", 1e6), ("GigawattHour", 1e9), ("TerawattHour", 1e12)),
        .. Prefixed(Of("WattDay", 86400), ("KilowattDay", 1e3), ("MegawattDay", 1e6), ("GigawattDay", 1e9), ("TerawattDay", 1e12)),
        .. Prefixed(Of("ThermEc", 1.05505585262e8), ("DecathermEc", 10)),
        .. Prefixed(Of("ThermUs", 1.054804e8), ("DecathermUs", 10)),
        .. Prefixed(Of("ThermImperial", 1.05505585257348e8), ("DecathermImperial", 10)),
        Of("HorsepowerHour", 2.6845195377e6),
    ];

    /// <summary>In newtons.</summary>
    public static ImmutableArray<Unit> Force { get; } =
    [
        .. Prefixed(Of("Newton", 1), ("Micronewton", 1e-6), ("Millinewton", 1e-3), ("Decanewton", 10), ("Kilonewton", 1e3), ("Meganewton", 1e6)),
        Of("Dyn", 1, 1e5),
        Of("KilogramForce", 9.80665),
        Of("TonneForce", 9.80665e3),
        Of("KiloPond", 9.80665),
        Of("Poundal", 0.138254954376),
        .. Prefixed(Of("PoundForce", 4.4482216152605), ("KilopoundForce", 1e3)),
        Of("OunceForce", 2.780138509537812e-1),
        Of("ShortTonForce", 8.896443230521e3),
    ];

    /// <summary>In metres.</summary>
    public static ImmutableArray<Unit> Length { get; } =
    [
        .. Prefixed(
            Of("Meter", 1), ("Nanometer", 1e-9), ("Micrometer", 1e-6), ("Millimeter", 1e-3), ("Centimeter", 1e-2), ("Decimeter", 1e-1), ("Decameter", 10), ("Hectometer", 1e2), ("Kilometer", 1e3)),
        Of("Angstrom", 1e-10),
        Of("AstronomicalUnit", 1.4959787070e11),
        Of("Chain", 20.1168),
        Of("DataMile", 1828.8),
        Of("DtpPica", 1, 236.220472441),
        Of("DtpPoint", 0.0254, 72),
        Of("Fathom", 1.8288),
        Of("Foot", 0.3048),
        Of("Hand", 0.1016),
        Of("Inch", 0.0254),
        Of("Microinch", 2.54e-8),
        .. Prefixed(Of("LightYear", 9.46073047258e15), ("KilolightYear", 1e3), ("MegalightYear", 1e6)),
        .. Prefixed(Of("Parsec", 3.08567758128e16), ("Kiloparsec", 1e3), ("Megaparsec", 1e6)),
        Of("Mil", 2.54e-5),
        Of("Mile", 1609.344),
        Of("NauticalMile", 1852),
        Of("PrinterPica", 1, 237.106301584),
        Of("PrinterPoint", 0.0254, 72.27),
        Of("Shackle", 27.432),
        Of("SolarRadius", 6.95510000e8),
        Of("Twip", 1, 56692.913385826),
        Of("UsSurveyFoot", 1200, 3937),
        Of("Yard", 0.9144),
    ];

    /// <summary>In kilograms.</summary>
    public static ImmutableArray<Unit> Mass { get; } =
    [
        .. Prefixed(
            Of("Gram", 1, 1e3), ("Nanogram", 1e-9), ("Microgram", 1e-6), ("Milligram", 1e-3), ("Centigram", 1e-2), ("Decigram", 1e-1), ("Decagram", 10), ("Hectogram", 1e2), ("Kilogram", 1e3)),
        .. Prefixed(Of("Tonne", 1e3), ("Kilotonne", 1e3), ("Megatonne", 1e6)),
        .. Prefixed(Of("Pound", 0.45359237), ("Kilopound", 1e3), ("Megapound", 1e6)),
        Of("EarthMass", 5.9722e24),
        Of("Grain", 1, 15432.358352941431),
        Of("LongHundredweight", 1, 0.01968413055222121),
        Of("LongTon", 1.0160469088e3),
        Of("Ounce", 0.028349523125),
        Of("ShortHundredweight", 1, 0.022046226218487758),
        Of("ShortTon", 9.0718474e2),
        Of("Slug", 1, 6.852176556196105e-2),
        Of("SolarMass", 1.98947e30),
        Of("Stone", 1, 0.1574731728702698),
    ];

    /// <summary>In metres per second.</summary>
    public static ImmutableArray<Unit> Speed { get; } =
    [
        .. Prefixed(
            Of("MeterPerSecond", 1), ("NanometerPerSecond", 1e-9), ("MicrometerPerSecond", 1e-6), ("MillimeterPerSecond", 1e-3), ("CentimeterPerSecond", 1e-2), ("DecimeterPerSecond", 1e-1), ("KilometerPerSecond", 1e3)),
        .. Prefixed(
            Of("MeterPerMinute", 1, 60), ("NanometerPerMinute", 1e-9), ("MicrometerPerMinute", 1e-6), ("MillimeterPerMinute", 1e-3), ("CentimeterPerMinute", 1e-2), ("DecimeterPerMinute", 1e-1), ("KilometerPerMinute", 1e3)),
        .. Prefixed(Of("MeterPerHour", 1, 3600), ("MillimeterPerHour", 1e-3), ("CentimeterPerHour", 1e-2), ("KilometerPerHour", 1e3)),
        .. Timed("Foot", 0.3048, 1),
        .. Timed("Inch", 0.0254, 1),
        .. Timed("UsSurveyFoot", 1200, 3937),
        .. Timed("Yard", 0.9144, 1),
        Of("Knot", 1852, 3600),
        Of("MilePerHour", 0.44704),
    ];

    /// <summary>In kelvins.</summary>
    public static ImmutableArray<Unit> Temperature { get; } =
    [
        Of("Kelvin", 1),
        Of("SolarTemperature", 5778),
        Of("DegreeRankine", 5, 9),
        Shifted("DegreeCelsius", 1, 1, 273.15),
        new("MillidegreeCelsius", x => S.Add(S.Divide(x, S.Double(1000)), S.Double(273.15)), x => S.Multiply(S.Subtract(x, S.Double(273.15)), S.Double(1000))),
        Shifted("DegreeDelisle", -2, 3, 373.15),
        Shifted("DegreeFahrenheit", 5, 9, 459.67 * 5 / 9),
        Shifted("DegreeNewton", 100, 33, 273.15),
        Shifted("DegreeReaumur", 5, 4, 273.15),
        Shifted("DegreeRoemer", 40, 21, 273.15 - (7.5 * 40 / 21)),
    ];

    /// <summary>In cubic metres.</summary>
    public static ImmutableArray<Unit> Volume { get; } =
    [
        .. Prefixed(Of("CubicMeter", 1), ("HectocubicMeter", 1e2), ("KilocubicMeter", 1e3)),
        .. Prefixed(
            Of("Liter", 1, 1e3), ("Microliter", 1e-6), ("Milliliter", 1e-3), ("Centiliter", 1e-2), ("Deciliter", 1e-1), ("Decaliter", 10), ("Hectoliter", 1e2), ("Kiloliter", 1e3), ("Megaliter", 1e6)),
        Of("CubicMicrometer", 1, 1e18),
        Of("CubicMillimeter", 1, 1e9),
        Of("CubicCentimeter", 1, 1e6),
        Of("CubicDecimeter", 1, 1e3),
        Of("CubicHectometer", 1e6),
        Of("CubicKilometer", 1e9),
        .. Prefixed(Of("CubicFoot", 0.028316846592), ("HectocubicFoot", 1e2), ("KilocubicFoot", 1e3), ("MegacubicFoot", 1e6)),
        Of("CubicInch", 1.6387064e-5),
        Of("CubicYard", 0.764554857984),
        Of("CubicMile", 4.16818182544058e9),
        .. Prefixed(Of("UsGallon", 0.003785411784), ("DeciusGallon", 1e-1), ("DecausGallon", 10), ("HectousGallon", 1e2), ("KilousGallon", 1e3), ("MegausGallon", 1e6)),
        .. Prefixed(Of("ImperialGallon", 0.00454609), ("KiloimperialGallon", 1e3), ("MegaimperialGallon", 1e6)),
        Of("AcreFoot", 1, 0.000810714),
        Of("AuTablespoon", 2e-5),
        Of("BoardFoot", 2.359737216e-3),
        Of("ImperialBeerBarrel", 0.16365924),
        Of("ImperialOunce", 2.84130625e-5),
        Of("ImperialPint", 5.6826125e-4),
        Of("MetricCup", 0.00025),
        Of("MetricTeaspoon", 5e-6),
        Of("OilBarrel", 0.158987294928),
        Of("UkTablespoon", 1.5e-5),
        Of("UsBeerBarrel", 0.117347765304),
        Of("UsCustomaryCup", 0.0002365882365),
        Of("UsLegalCup", 0.00024),
        Of("UsOunce", 2.95735295625e-5),
        Of("UsPint", 4.73176473e-4),
        Of("UsQuart", 9.46352946e-4),
        Of("UsTablespoon", 1.478676478125e-5),
        Of("UsTeaspoon", 4.92892159375e-6),
    ];

    /// <summary>A scale that starts elsewhere than at the absolute zero.</summary>
    private static Unit Shifted(string name, double multiplier, double divisor, double zero)
    {
        var scale = Of(name, multiplier, divisor);
        return new Unit(name, x => S.Add(scale.ToBase(x), S.Double(zero)), x => scale.FromBase(S.Subtract(x, S.Double(zero))));
    }

    /// <summary>A length per second, minute and hour.</summary>
    private static IEnumerable<Unit> Timed(string length, double multiplier, double divisor) =>
    [
        Of($"{length}PerSecond", multiplier, divisor),
        Of($"{length}PerMinute", multiplier, divisor * 60),
        Of($"{length}PerHour", multiplier, divisor * 3600),
    ];
}
