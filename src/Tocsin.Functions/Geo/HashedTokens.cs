using System.Text;

namespace Tocsin.Functions.Geo;

/// <summary>
/// A set of cell tokens in Kusto's order, that of a C++ unordered_set of strings (Microsoft's standard library): FNV-1a over
/// the bytes, buckets of a power of two, each bucket's tokens together with the last one first. The documented answers of
/// geo_polygon_to_h3cells have this order.
/// </summary>
internal sealed class HashedTokens
{
    private const int FewBuckets = 512;

    private readonly LinkedList<string> _tokens = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private LinkedListNode<string>?[] _first = new LinkedListNode<string>?[8];

    public int Count => _tokens.Count;

    public IEnumerable<string> InOrder => _tokens;

    public void Add(string token)
    {
        if (!_known.Add(token))
        {
            return;
        }

        if (_tokens.Count + 1 > _first.Length)
        {
            Grow();
        }

        ref LinkedListNode<string>? first = ref _first[Bucket(token)];
        first = first is null ? _tokens.AddLast(token) : _tokens.AddBefore(first, token);
    }

    private void Grow()
    {
        _first = new LinkedListNode<string>?[_first.Length < FewBuckets ? _first.Length * 8 : _first.Length * 2];
        for (LinkedListNode<string>? node = _tokens.First; node is not null;)
        {
            LinkedListNode<string>? next = node.Next;
            ref LinkedListNode<string>? first = ref _first[Bucket(node.Value)];
            if (first is not null)
            {
                _tokens.Remove(node);
                _tokens.AddBefore(first, node);
            }

            first = node;
            node = next;
        }
    }

    private int Bucket(string token)
    {
        ulong hash = 14_695_981_039_346_656_037;
        Span<byte> bytes = stackalloc byte[token.Length];
        Encoding.ASCII.GetBytes(token, bytes);
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 1_099_511_628_211;
        }

        return (int)(hash & (ulong)(_first.Length - 1));
    }
}
