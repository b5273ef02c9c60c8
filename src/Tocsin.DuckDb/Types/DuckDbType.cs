using System.Collections.Immutable;

namespace Tocsin.DuckDb;

/// <summary>A logical type of DuckDB. Equal by structure; <see cref="object.ToString"/> spells it as SQL does.</summary>
public abstract record DuckDbType
{
    private protected DuckDbType(DuckDbTypeId id) => Id = id;

    public static DuckDbType Boolean { get; } = new SimpleType(DuckDbTypeId.Boolean);

    public static DuckDbType Integer { get; } = new SimpleType(DuckDbTypeId.Integer);

    public static DuckDbType BigInt { get; } = new SimpleType(DuckDbTypeId.BigInt);

    public static DuckDbType Double { get; } = new SimpleType(DuckDbTypeId.Double);

    public static DuckDbType HugeInt { get; } = new SimpleType(DuckDbTypeId.HugeInt);

    public static DuckDbType Uuid { get; } = new SimpleType(DuckDbTypeId.Uuid);

    public static DuckDbType Varchar { get; } = new SimpleType(DuckDbTypeId.Varchar);

    /// <summary>DuckDB's JSON: text, told apart by its alias alone.</summary>
    public static DuckDbType Json { get; } = new SimpleType(DuckDbTypeId.Varchar) { Alias = "JSON" };

    /// <summary>As a parameter of a function: whatever is given, unconverted.</summary>
    public static DuckDbType Any { get; } = new SimpleType(DuckDbTypeId.Any);

    public DuckDbTypeId Id { get; }

    /// <summary>The name by which DuckDB knows the type, where it is not that of the id (JSON, user types).</summary>
    public string? Alias { get; init; }

    /// <summary>Bytes that one value takes in a vector; 0 where its parts lie in child vectors alone.</summary>
    internal virtual int Width => WidthOf(Id);

    public static DuckDbType Of(DuckDbTypeId id) => new SimpleType(id);

    public static DuckDbType List(DuckDbType element) => new ListType(element);

    public static DuckDbType Struct(params ReadOnlySpan<DuckDbField> fields) => new StructType([.. fields]);

    public static DuckDbType Decimal(byte width, byte scale) => new DecimalType(width, scale);

    internal static int WidthOf(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.Boolean or DuckDbTypeId.TinyInt or DuckDbTypeId.UTinyInt => 1,
        DuckDbTypeId.SmallInt or DuckDbTypeId.USmallInt => 2,
        DuckDbTypeId.Integer or DuckDbTypeId.UInteger or DuckDbTypeId.Float or DuckDbTypeId.Date or DuckDbTypeId.SqlNull => 4,
        DuckDbTypeId.BigInt or DuckDbTypeId.UBigInt or DuckDbTypeId.Double or DuckDbTypeId.Timestamp or DuckDbTypeId.Time
            or DuckDbTypeId.TimestampSeconds or DuckDbTypeId.TimestampMilliseconds or DuckDbTypeId.TimestampNanoseconds
            or DuckDbTypeId.TimeWithTimeZone or DuckDbTypeId.TimestampWithTimeZone or DuckDbTypeId.TimeNanoseconds => 8,
        DuckDbTypeId.Struct or DuckDbTypeId.Union or DuckDbTypeId.Array or DuckDbTypeId.Variant
            or DuckDbTypeId.Any or DuckDbTypeId.Invalid => 0,
        _ => 16,
    };
}

/// <summary>A named part of a struct or union.</summary>
public sealed record DuckDbField(string Name, DuckDbType Type);

/// <summary>A type that its id says all about.</summary>
public sealed record SimpleType : DuckDbType
{
    internal SimpleType(DuckDbTypeId id)
        : base(id)
    {
    }

    public override string ToString() => Alias ?? Id switch
    {
        DuckDbTypeId.TimestampSeconds => "TIMESTAMP_S",
        DuckDbTypeId.TimestampMilliseconds => "TIMESTAMP_MS",
        DuckDbTypeId.TimestampNanoseconds => "TIMESTAMP_NS",
        DuckDbTypeId.TimeNanoseconds => "TIME_NS",
        DuckDbTypeId.TimestampWithTimeZone => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeId.TimeWithTimeZone => "TIME WITH TIME ZONE",
        DuckDbTypeId.SqlNull => "NULL",
        _ => Id.ToString().ToUpperInvariant(),
    };
}

public sealed record DecimalType : DuckDbType
{
    internal DecimalType(byte width, byte scale)
        : base(DuckDbTypeId.Decimal) => (Precision, Scale) = (width, scale);

    /// <summary>Decimal digits in all.</summary>
    public byte Precision { get; }

    /// <summary>Decimal digits after the point.</summary>
    public byte Scale { get; }

    internal override int Width => Precision switch { <= 4 => 2, <= 9 => 4, <= 18 => 8, _ => 16 };

    public override string ToString() => $"DECIMAL({Precision},{Scale})";
}

public sealed record EnumType : DuckDbType
{
    internal EnumType(ImmutableArray<string> labels)
        : base(DuckDbTypeId.Enum) => Labels = labels;

    public ImmutableArray<string> Labels { get; }

    internal override int Width => Labels.Length switch { <= byte.MaxValue => 1, <= ushort.MaxValue => 2, _ => 4 };

    public bool Equals(EnumType? other) => other is not null && Labels.SequenceEqual(other.Labels, StringComparer.Ordinal);

    public override int GetHashCode() => Labels.Length;

    public override string ToString() => $"ENUM({string.Join(", ", Labels.Select(label => $"'{label.Replace("'", "''", StringComparison.Ordinal)}'"))})";
}

public sealed record ListType : DuckDbType
{
    internal ListType(DuckDbType element)
        : base(DuckDbTypeId.List) => Element = element;

    public DuckDbType Element { get; }

    public override string ToString() => $"{Element}[]";
}

/// <summary>Lists that all have the same length.</summary>
public sealed record ArrayType : DuckDbType
{
    internal ArrayType(DuckDbType element, int size)
        : base(DuckDbTypeId.Array) => (Element, Size) = (element, size);

    public DuckDbType Element { get; }

    public int Size { get; }

    public override string ToString() => $"{Element}[{Size}]";
}

/// <summary>Read as a list of structs <c>key, value</c>.</summary>
public sealed record MapType : DuckDbType
{
    internal MapType(DuckDbType key, DuckDbType value)
        : base(DuckDbTypeId.Map) => Entry = new StructType([new("key", key), new("value", value)]);

    public StructType Entry { get; }

    public override string ToString() => $"MAP({Entry.Fields[0].Type}, {Entry.Fields[1].Type})";
}

public sealed record StructType : DuckDbType
{
    internal StructType(ImmutableArray<DuckDbField> fields)
        : base(DuckDbTypeId.Struct) => Fields = fields;

    public ImmutableArray<DuckDbField> Fields { get; }

    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    public override int GetHashCode() => Fields.Length;

    public override string ToString() => $"STRUCT({string.Join(", ", Fields.Select(field => $"{SqlName.Quote(field.Name)} {field.Type}"))})";
}

/// <summary>One of several members; the tag says which.</summary>
public sealed record UnionType : DuckDbType
{
    internal UnionType(ImmutableArray<DuckDbField> members)
        : base(DuckDbTypeId.Union) => Members = members;

    public ImmutableArray<DuckDbField> Members { get; }

    public bool Equals(UnionType? other) => other is not null && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => Members.Length;

    public override string ToString() => $"UNION({string.Join(", ", Members.Select(member => $"{SqlName.Quote(member.Name)} {member.Type}"))})";
}
