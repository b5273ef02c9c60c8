using System.Buffers;
using System.Text;

namespace Tocsin.Functions.Dynamic;

/// <summary>
/// The least schema that admits all of some values, in the form of buildschema-aggregation-function.md: a type's name, a bag
/// of properties (the elements of arrays under <c>`indexer`</c>), or an array of the types that a place has.
/// </summary>
public sealed class SchemaBuilder
{
    private static readonly byte[] Indexer = "`indexer`"u8.ToArray();

    private readonly Place _root = new();

    /// <summary>Widens the schema by a value; null says nothing of a type.</summary>
    public void Add(ReadOnlySpan<byte> value) => Add(_root, value);

    /// <summary>Writes the schema; false where no value had a type.</summary>
    public bool Write(IBufferWriter<byte> output)
    {
        var writer = new DynamicWriter(output);
        Write(_root, ref writer);
        return !_root.IsEmpty;
    }

    private static void Add(Place place, ReadOnlySpan<byte> value)
    {
        DynamicDepth.EnsureStack();
        switch (DynamicText.KindOf(value))
        {
            case DynamicKind.Null:
                return;
            case DynamicKind.Array:
                foreach (var element in DynamicArray.Elements(value))
                {
                    Add(place.Container().Child(Indexer), element);
                }

                place.Container();
                return;
            case DynamicKind.Bag:
                foreach (var property in DynamicBag.Properties(value))
                {
                    Add(place.Container().Child(property.EscapedName), property.Value);
                }

                place.Container();
                return;
            default:
                place.AddScalar(DynamicText.TypeName(value));
                return;
        }
    }

    private static void Write(Place place, scoped ref DynamicWriter writer)
    {
        DynamicDepth.EnsureStack();
        var types = place.Types;
        if (types.Count != 1)
        {
            writer.BeginArray();
        }

        foreach (var type in types)
        {
            if (type is { } scalar)
            {
                writer.WriteString(scalar);
            }
            else
            {
                WriteContainer(place.Container(), ref writer);
            }
        }

        if (types.Count != 1)
        {
            writer.EndArray();
        }
    }

    private static void WriteContainer(Container container, scoped ref DynamicWriter writer)
    {
        writer.BeginBag();
        foreach (var (name, child) in container.Children)
        {
            if (!child.IsEmpty)
            {
                writer.WriteEscapedName(name);
                Write(child, ref writer);
            }
        }

        writer.EndBag();
    }

    /// <summary>What stands at one place in the values: types in the order in which they were met, null for a container.</summary>
    private sealed class Place
    {
        private Container? _container;

        public List<byte[]?> Types { get; } = [];

        public bool IsEmpty => Types.Count == 0;

        public void AddScalar(ReadOnlySpan<byte> name)
        {
            foreach (var known in Types)
            {
                if (known is not null && name.SequenceEqual(known))
                {
                    return;
                }
            }

            Types.Add(name.ToArray());
        }

        public Container Container()
        {
            if (_container is null)
            {
                _container = new Container();
                Types.Add(null);
            }

            return _container;
        }
    }

    private sealed class Container
    {
        private readonly Dictionary<string, Place> _byName = new(StringComparer.Ordinal);

        public List<(byte[] Name, Place Place)> Children { get; } = [];

        public Place Child(ReadOnlySpan<byte> escapedName)
        {
            var key = Encoding.Latin1.GetString(escapedName);
            if (!_byName.TryGetValue(key, out var place))
            {
                place = new Place();
                _byName.Add(key, place);
                Children.Add((escapedName.ToArray(), place));
            }

            return place;
        }
    }
}
