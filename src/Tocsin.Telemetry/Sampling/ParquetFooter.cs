using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Tocsin.Telemetry.Sampling;

/// <summary>How a Parquet column comes out of DuckDB's reader, as far as mappings must tell.</summary>
internal enum ParquetKind
{
    Boolean,
    Integer,
    Floating,
    Decimal,
    Text,
    Json,
    Date,
    Timestamp,
    TimestampNanoseconds,
    TimestampWithZone,

    /// <summary>Lists, structs, maps.</summary>
    Nested,

    /// <summary>Whatever else has a text form: UUID, TIME, INTERVAL.</summary>
    Other,
}

internal sealed record ParquetColumn(string Name, ParquetKind Kind);

/// <summary>
/// A Parquet file's columns and row count, from its footer
/// (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
/// </summary>
internal sealed record ParquetFooter(ImmutableArray<ParquetColumn> Columns, long Rows)
{
    private const int TailLength = 8;
    private const int MaximumLength = 64 << 20;

    /// <summary>Throws <see cref="InvalidDataException"/> where the file is no sound Parquet file.</summary>
    public static ParquetFooter Read(string path)
    {
        using var stream = SampleReader.Open(path);
        if (stream.Length < 4 + TailLength)
        {
            throw new InvalidDataException("too short for a Parquet file");
        }

        Span<byte> tail = stackalloc byte[TailLength];
        stream.Seek(-TailLength, SeekOrigin.End);
        stream.ReadExactly(tail);
        if (tail[4..].SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException("the file is encrypted");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length <= 0 || length > MaximumLength || length > stream.Length - 4 - TailLength)
        {
            throw new InvalidDataException("the footer is missing: the file was not written to its end, or is cut off");
        }

        var footer = new byte[length];
        stream.Seek(-TailLength - length, SeekOrigin.End);
        stream.ReadExactly(footer);
        return Parse(footer);
    }

    private static ParquetFooter Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftCompactReader(bytes);
        var elements = new List<Element>();
        long rows = 0;
        var number = 0;
        while (reader.Field(ref number, out var type))
        {
            if (number == 2 && type == ThriftCompactReader.List)
            {
                var count = reader.ListHead(out _);
                for (var i = 0; i < count; i++)
                {
                    elements.Add(Element.Read(ref reader));
                }
            }
            else if (number == 3 && type == ThriftCompactReader.I64)
            {
                rows = reader.Integer();
            }
            else
            {
                reader.Skip(type);
            }
        }

        return new ParquetFooter(TopColumns(elements), rows);
    }

    /// <summary>The schema is a tree in depth-first order; its first element is the root.</summary>
    private static ImmutableArray<ParquetColumn> TopColumns(List<Element> elements)
    {
        var columns = ImmutableArray.CreateBuilder<ParquetColumn>();
        var index = 1;
        while (index < elements.Count)
        {
            columns.Add(new ParquetColumn(elements[index].Name, elements[index].Kind));
            var open = 1L;
            while (open > 0 && index < elements.Count)
            {
                open += elements[index].Children - 1;
                index++;
            }
        }

        return columns.ToImmutable();
    }

    private sealed record Element(string Name, int Children, int Physical, int Converted, int Logical, bool IsUtc, bool IsNanoseconds, bool IsRepeated)
    {
        private const int None = -1;

        public ParquetKind Kind => Children > 0 || IsRepeated ? ParquetKind.Nested : (Logical, Converted, Physical) switch
        {
            (8, _, _) when IsUtc => ParquetKind.TimestampWithZone,
            (8, _, _) => IsNanoseconds ? ParquetKind.TimestampNanoseconds : ParquetKind.Timestamp,
            (_, 9 or 10, _) or (_, _, 3) => ParquetKind.Timestamp,
            (6, _, _) or (_, 6, _) => ParquetKind.Date,
            (5, _, _) or (_, 5, _) => ParquetKind.Decimal,
            (7, _, _) or (_, 7 or 8, _) => ParquetKind.Other,
            (12, _, _) or (_, 19, _) => ParquetKind.Json,
            (14, _, _) or (_, 21, _) => ParquetKind.Other,
            (_, _, 0) => ParquetKind.Boolean,
            (_, _, 1 or 2) => ParquetKind.Integer,
            (_, _, 4 or 5) => ParquetKind.Floating,
            (_, _, 6) => ParquetKind.Text,
            _ => ParquetKind.Other,
        };

        public static Element Read(ref ThriftCompactReader reader)
        {
            var element = new Element(string.Empty, 0, None, None, None, false, false, false);
            var number = 0;
            while (reader.Field(ref number, out var type))
            {
                switch (number)
                {
                    case 1:
                        element = element with { Physical = (int)reader.Integer() };
                        break;
                    case 3:
                        element = element with { IsRepeated = reader.Integer() == 2 };
                        break;
                    case 4 when type == ThriftCompactReader.Binary:
                        element = element with { Name = reader.Text() };
                        break;
                    case 5:
                        element = element with { Children = (int)Math.Clamp(reader.Integer(), 0, int.MaxValue) };
                        break;
                    case 6:
                        element = element with { Converted = (int)reader.Integer() };
                        break;
                    case 10 when type == ThriftCompactReader.Struct:
                        element = ReadLogicalType(ref reader, element);
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            }

            return element;
        }

        /// <summary>A union: its one field's number says the type.</summary>
        private static Element ReadLogicalType(ref ThriftCompactReader reader, Element element)
        {
            var number = 0;
            while (reader.Field(ref number, out var type))
            {
                element = element with { Logical = number };
                if (number != 8 || type != ThriftCompactReader.Struct)
                {
                    reader.Skip(type);
                    continue;
                }

                var inner = 0;
                while (reader.Field(ref inner, out var innerType))
                {
                    if (inner == 1)
                    {
                        element = element with { IsUtc = innerType == ThriftCompactReader.True };
                    }
                    else if (inner == 2 && innerType == ThriftCompactReader.Struct)
                    {
                        var unit = 0;
                        while (reader.Field(ref unit, out var unitType))
                        {
                            element = element with { IsNanoseconds = unit == 3 };
                            reader.Skip(unitType);
                        }
                    }
                    else
                    {
                        reader.Skip(innerType);
                    }
                }
            }

            return element;
        }
    }
}
