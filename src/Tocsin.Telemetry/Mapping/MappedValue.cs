using System.Collections.Immutable;

namespace Tocsin.Telemetry.Mapping;

/// <summary>
/// Where the value of a column comes from: the whole vocabulary of a mapping, as data. <see cref="MappedValueReader"/>
/// reads the most of it from mapping files.
/// </summary>
public abstract record MappedValue
{
    private protected MappedValue()
    {
    }

    public static MappedValue Of(params ReadOnlySpan<string> path) => new FieldValue([.. path]);

    public static MappedValue First(params ReadOnlySpan<MappedValue> values) => new FirstValue([.. values]);
}

/// <summary>
/// A field of the source by its path: one name, or the names of the objects that hold it before it. <c>[2]</c> in a
/// path is the third item of an array.
/// </summary>
public sealed record FieldValue(ImmutableArray<string> Path) : MappedValue;

public sealed record ConstantValue(string Text) : MappedValue;

/// <summary>The first that is present and, of strings, not empty.</summary>
public sealed record FirstValue(ImmutableArray<MappedValue> Values) : MappedValue;

/// <summary>The result that stands beside the value, compared without regard to case.</summary>
public sealed record LookupValue(MappedValue Key, ImmutableArray<LookupEntry> Entries, MappedValue? Otherwise = null) : MappedValue;

public sealed record LookupEntry(string Key, string Result);

/// <summary><paramref name="Then"/> where the subject equals the text without regard to case, else <paramref name="Otherwise"/>.</summary>
public sealed record ChoiceValue(MappedValue Subject, string EqualTo, MappedValue Then, MappedValue Otherwise) : MappedValue;

public enum TextPart
{
    /// <summary>What follows the last slash or backslash.</summary>
    FileName,

    /// <summary><c>DOMAIN</c> of <c>DOMAIN\user</c>; nothing where there is no backslash.</summary>
    AccountDomain,

    /// <summary><c>user</c> of <c>DOMAIN\user</c>, or all of it.</summary>
    AccountName,
}

public sealed record PartValue(MappedValue Whole, TextPart Part) : MappedValue;

/// <summary>The first group of an RE2 pattern; nothing where it does not match.</summary>
public sealed record ExtractValue(MappedValue Whole, string Pattern) : MappedValue;

public enum UnixUnit
{
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

/// <summary>
/// An instant from a number since 1970; of seconds by their digits, decimals too (a double could not hold the last of
/// them), or from a date and time as <c>todatetime()</c> reads them.
/// </summary>
public sealed record UnixSecondsValue(MappedValue Seconds, UnixUnit Unit = UnixUnit.Seconds) : MappedValue;

/// <summary>Microsoft's class of an IP address, as RemoteIPType has it: Public, Private, Loopback…</summary>
public sealed record AddressTypeValue(MappedValue Address) : MappedValue;

/// <summary>The text of a JSON object of those values that are present.</summary>
public sealed record ObjectValue(ImmutableArray<ObjectProperty> Properties) : MappedValue;

public enum PropertyKind
{
    Text,
    Number,
    Boolean,
}

public sealed record ObjectProperty(string Name, MappedValue Value, PropertyKind Kind = PropertyKind.Text);

/// <summary>The values that are present, with the separator between them.</summary>
public sealed record JoinedValue(string Separator, ImmutableArray<MappedValue> Values) : MappedValue;

/// <summary>The text in lower case.</summary>
public sealed record LowerValue(MappedValue Text) : MappedValue;

/// <summary>
/// A local time without a zone, in UTC by the zone that its host was in: the difference between a moment's local time
/// and the same moment in UTC, to the quarter of an hour. Times that have a zone are what they say.
/// </summary>
/// <param name="Local">The time that is wanted.</param>
/// <param name="SeenLocal">A moment in the same zone.</param>
/// <param name="SeenUtc">The same moment in UTC, within minutes.</param>
/// <param name="Otherwise">How far the zone is ahead of UTC where a record has no such moment.</param>
public sealed record LocalTimeValue(MappedValue Local, MappedValue SeenLocal, MappedValue SeenUtc, TimeSpan Otherwise = default) : MappedValue;

/// <summary>A local time of a zone that is so far ahead of UTC.</summary>
public sealed record ShiftedTimeValue(MappedValue Local, TimeSpan Ahead) : MappedValue;

/// <summary>The instant of <c>/Date(milliseconds since 1970)/</c>, as .NET's older JSON has it, or of a date and time.</summary>
public sealed record DotNetDateValue(MappedValue Text) : MappedValue;

/// <summary>The text of <c>&lt;Data Name="…"&gt;</c> in event XML, or of an element or attribute that the pattern names.</summary>
public sealed record XmlTextValue(MappedValue Xml, string Pattern) : MappedValue;

/// <summary>A text whose backslashes and quotes have a backslash in front, if all have, and whose references are XML's.</summary>
public sealed record EscapedTextValue(MappedValue Text) : MappedValue;

/// <summary>The text of <c>{"@Name":"…","#text":"…"}</c> in JSON that stands in a string.</summary>
public sealed record JsonDataValue(MappedValue Json, string Name) : MappedValue;

/// <summary>A field of a JSON object that stands in a string.</summary>
public sealed record JsonFieldValue(MappedValue Json, string Name) : MappedValue;

/// <summary>
/// <c>source</c> or <c>destination</c>: which side of a connection is the device itself. What it began itself, it began
/// from the source. Of connections that came in, Windows and Sysmon name now the one side first, now the other
/// (both occur in one log), so the sides' host names, addresses and ports decide, in this order.
/// </summary>
/// <param name="IsInbound"><c>true</c> for a connection that came in.</param>
public sealed record LocalSideValue(MappedValue IsInbound, MappedValue Device, ConnectionSide Source, ConnectionSide Destination) : MappedValue
{
    public const string SourceSide = "source";
    public const string DestinationSide = "destination";
}

/// <summary>
/// <c>In</c> or <c>Out</c>, as Defender's network sensor calls it: whether a connection came to one of one's own hosts from
/// elsewhere. By what the source knows of its own networks (<c>T</c> or <c>true</c>, <c>F</c> or <c>false</c>); where that is
/// nothing, a public address that connects to a private one came in.
/// </summary>
public sealed record DirectionValue(MappedValue From, MappedValue To, MappedValue? IsFromLocal, MappedValue? IsToLocal) : MappedValue
{
    public const string Inbound = "In";
    public const string Outbound = "Out";
}

public sealed record ConnectionSide(MappedValue Address, MappedValue Port, MappedValue? HostName = null);

/// <summary>An IP address in its usual spelling: IPv6 in lower case with its longest run of zeros left out, and without a zone.</summary>
public sealed record AddressValue(MappedValue Address) : MappedValue;
