using System.Collections.Immutable;
using System.Text;
using Tocsin.DuckDb.Handles;
using Tocsin.DuckDb.Native;

namespace Tocsin.DuckDb;

/// <summary>Translates <see cref="DuckDbType"/> to DuckDB's logical types and back.</summary>
internal static unsafe class LogicalTypes
{
    internal static DuckDbType Read(LogicalTypeHandle handle)
    {
        DuckDbType type = NativeMethods.GetTypeId(handle) switch
        {
            DuckDbTypeId.Decimal => new DecimalType(NativeMethods.DecimalWidth(handle), NativeMethods.DecimalScale(handle)),
            DuckDbTypeId.Enum => ReadEnum(handle),
            DuckDbTypeId.List => new ListType(ReadOwned(NativeMethods.ListTypeChildType(handle))),
            DuckDbTypeId.Array => new ArrayType(ReadOwned(NativeMethods.ArrayTypeChildType(handle)), checked((int)NativeMethods.ArrayTypeArraySize(handle))),
            DuckDbTypeId.Map => new MapType(ReadOwned(NativeMethods.MapTypeKeyType(handle)), ReadOwned(NativeMethods.MapTypeValueType(handle))),
            DuckDbTypeId.Struct => new StructType(ReadStruct(handle)),
            DuckDbTypeId.Union => new UnionType(ReadUnion(handle)),
            var id => new SimpleType(id),
        };
        return Utf8String.Take(NativeMethods.LogicalTypeGetAlias(handle)) is { Length: > 0 } alias ? type with { Alias = alias } : type;
    }

    /// <summary>Reads and destroys.</summary>
    internal static DuckDbType ReadOwned(LogicalTypeHandle handle)
    {
        using (handle)
        {
            return handle.IsInvalid ? new SimpleType(DuckDbTypeId.Invalid) : Read(handle);
        }
    }

    internal static LogicalTypeHandle Create(DuckDbType type)
    {
        LogicalTypeHandle handle = type switch
        {
            DecimalType exact => NativeMethods.CreateDecimalType(exact.Precision, exact.Scale),
            EnumType labels => CreateEnum(labels),
            ListType list => CreateFrom(list.Element, NativeMethods.CreateListType),
            ArrayType array => CreateFrom(array.Element, element => NativeMethods.CreateArrayType(element, (ulong)array.Size)),
            MapType map => CreateMap(map),
            StructType row => CreateNamed(row.Fields, isUnion: false),
            UnionType union => CreateNamed(union.Members, isUnion: true),
            _ => NativeMethods.CreateLogicalType(type.Id),
        };
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new ArgumentException($"DuckDB does not make the type {type}.", nameof(type));
        }

        if (type.Alias is { } alias)
        {
            NativeMethods.LogicalTypeSetAlias(handle, alias);
        }

        return handle;
    }

    /// <summary>Creates all types for one call and destroys them after it.</summary>
    internal static void CreateAll(IReadOnlyList<DuckDbType> types, Action<nint[]> use)
    {
        var handles = new List<LogicalTypeHandle>(types.Count);
        try
        {
            foreach (DuckDbType type in types)
            {
                handles.Add(Create(type));
            }

            use([.. handles.Select(handle => handle.DangerousGetHandle())]);
        }
        finally
        {
            handles.ForEach(handle => handle.Dispose());
        }
    }

    private static EnumType ReadEnum(LogicalTypeHandle handle)
    {
        uint count = NativeMethods.EnumDictionarySize(handle);
        var labels = ImmutableArray.CreateBuilder<string>((int)count);
        for (uint i = 0; i < count; i++)
        {
            labels.Add(Utf8String.Take(NativeMethods.EnumDictionaryValue(handle, i)) ?? "");
        }

        return new EnumType(labels.MoveToImmutable());
    }

    private static ImmutableArray<DuckDbField> ReadStruct(LogicalTypeHandle handle)
    {
        ulong count = NativeMethods.StructTypeChildCount(handle);
        var fields = ImmutableArray.CreateBuilder<DuckDbField>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            fields.Add(new DuckDbField(
                Utf8String.Take(NativeMethods.StructTypeChildName(handle, i)) ?? "",
                ReadOwned(NativeMethods.StructTypeChildType(handle, i))));
        }

        return fields.MoveToImmutable();
    }

    private static ImmutableArray<DuckDbField> ReadUnion(LogicalTypeHandle handle)
    {
        ulong count = NativeMethods.UnionTypeMemberCount(handle);
        var members = ImmutableArray.CreateBuilder<DuckDbField>((int)count);
        for (ulong i = 0; i < count; i++)
        {
            members.Add(new DuckDbField(
                Utf8String.Take(NativeMethods.UnionTypeMemberName(handle, i)) ?? "",
                ReadOwned(NativeMethods.UnionTypeMemberType(handle, i))));
        }

        return members.MoveToImmutable();
    }

    private static LogicalTypeHandle CreateFrom(DuckDbType element, Func<LogicalTypeHandle, LogicalTypeHandle> create)
    {
        using LogicalTypeHandle handle = Create(element);
        return create(handle);
    }

    private static LogicalTypeHandle CreateMap(MapType map)
    {
        using LogicalTypeHandle key = Create(map.Entry.Fields[0].Type);
        using LogicalTypeHandle value = Create(map.Entry.Fields[1].Type);
        return NativeMethods.CreateMapType(key, value);
    }

    private static LogicalTypeHandle CreateNamed(ImmutableArray<DuckDbField> fields, bool isUnion)
    {
        LogicalTypeHandle created = new();
        CreateAll(
            [.. fields.Select(field => field.Type)],
            types => WithNames(fields.Select(field => field.Name), names =>
            {
                fixed (nint* first = types)
                {
                    created = isUnion
                        ? NativeMethods.CreateUnionType(first, (byte**)names, (ulong)types.Length)
                        : NativeMethods.CreateStructType(first, (byte**)names, (ulong)types.Length);
                }
            }));
        return created;
    }

    private static LogicalTypeHandle CreateEnum(EnumType type)
    {
        LogicalTypeHandle created = new();
        WithNames(type.Labels, names => created = NativeMethods.CreateEnumType((byte**)names, (ulong)type.Labels.Length));
        return created;
    }

    /// <summary>Lays the names out as an array of zero-terminated strings for the length of one call.</summary>
    private static void WithNames(IEnumerable<string> names, Action<nint> use)
    {
        byte[][] texts = [.. names.Select(name => Encoding.UTF8.GetBytes(name + '\0'))];
        byte[] block = [.. texts.SelectMany(text => text)];
        fixed (byte* start = block)
        {
            nint[] pointers = new nint[texts.Length];
            int offset = 0;
            for (int i = 0; i < texts.Length; i++)
            {
                pointers[i] = (nint)(start + offset);
                offset += texts[i].Length;
            }

            fixed (nint* first = pointers)
            {
                use((nint)first);
            }
        }
    }
}
