using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tocsin.Yaml;

/// <summary>
/// Refuses text that nests too deeply before anything recurses over it, since the library builds its nodes by recursion,
/// and says where the library's reader fails.
/// </summary>
internal sealed class BoundedYamlParser(TextReader text) : IParser
{
    /// <summary>How deep lists and mappings may stand in each other, the file's own mapping counted.</summary>
    private const int MaxDepth = 100;

    private readonly Parser _parser = new(text);
    private int _depth;

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        var place = Current?.End ?? Mark.Empty;
        try
        {
            if (!_parser.MoveNext())
            {
                return false;
            }
        }
        catch (ArgumentException e)
        {
            // The library's own fault with escapes that are no characters, such as one half of a surrogate pair.
            throw new YamlException(place, place, "a text in quotes holds an escape that stands for no character.", e);
        }

        _depth += Current switch
        {
            SequenceStart or MappingStart => 1,
            SequenceEnd or MappingEnd => -1,
            _ => 0,
        };
        return _depth <= MaxDepth
            ? true
            : throw new YamlException(Current!.Start, Current.End, string.Create(CultureInfo.InvariantCulture, $"lists and mappings are nested more than {MaxDepth} levels deep."));
    }
}
