using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Tocsin.Functions.Dynamic;

namespace Tocsin.Functions.Text;

/// <summary>
/// <c>parse_xml</c>: XML as a dynamic bag (parse-xml-function.md). Attributes are properties with @ before the name, text
/// beside them is <c>#text</c>, elements of the same name an array. Values are strings. Unlike the other kernels it
/// allocates for every row: it needs a tree.
/// </summary>
public static class XmlParser
{
    private const int MaxLength = 1 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Writes the bag; false (null) where the text is no XML, is longer than 1 MB, has a document type, or nests deeper than dynamic values go.</summary>
    public static bool Parse(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return false;
        }

        // An element makes two levels at most, its bag and the array that it stands in.
        bool mayBeDeep = text.Count((byte)'<') >= DynamicDepth.Limit / 2;
        if (Read(Encoding.UTF8.GetString(text), mayBeDeep) is not { } root || (mayBeDeep && Levels(root) >= DynamicDepth.Limit))
        {
            return false;
        }

        DynamicWriter writer = new(output);
        writer.BeginBag();
        writer.WriteName(Name(root.Name, root));
        Write(root, ref writer);
        writer.EndBag();
        return true;
    }

    private static XElement? Read(string text, bool mayBeDeep)
    {
        try
        {
            if (mayBeDeep && IsTooDeep(text))
            {
                return null;
            }

            using XmlReader reader = XmlReader.Create(new StringReader(text), Settings);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Found while reading: a tree of so many levels takes minutes.</summary>
    private static bool IsTooDeep(string text)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(text), Settings);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth >= DynamicDepth.Limit)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The levels of bags and arrays that an element makes.</summary>
    private static int Levels(XElement element)
    {
        DynamicDepth.EnsureStack();
        int below = 0;
        foreach (IGrouping<XName, XElement> same in element.Elements().GroupBy(child => child.Name))
        {
            XElement[] elements = [.. same];
            foreach (XElement child in elements)
            {
                below = Math.Max(below, Levels(child) + (elements.Length > 1 ? 1 : 0));
            }
        }

        return element.HasAttributes || element.HasElements ? below + 1 : 0;
    }

    private static void Write(XElement element, scoped ref DynamicWriter writer)
    {
        DynamicDepth.EnsureStack();
        string content = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value)).Trim();
        if (!element.HasAttributes && !element.HasElements)
        {
            WriteText(content, ref writer);
            return;
        }

        writer.BeginBag();
        foreach (XAttribute attribute in element.Attributes())
        {
            writer.WriteName([(byte)'@', .. Name(attribute.Name, element)]);
            writer.WriteString(Encoding.UTF8.GetBytes(attribute.Value));
        }

        if (content.Length > 0)
        {
            writer.WriteName("#text"u8);
            WriteText(content, ref writer);
        }

        foreach (IGrouping<XName, XElement> same in element.Elements().GroupBy(child => child.Name))
        {
            writer.WriteName(Name(same.Key, element));
            WriteAll([.. same], ref writer);
        }

        writer.EndBag();
    }

    private static void WriteAll(XElement[] elements, scoped ref DynamicWriter writer)
    {
        if (elements.Length == 1)
        {
            Write(elements[0], ref writer);
            return;
        }

        writer.BeginArray();
        foreach (XElement element in elements)
        {
            Write(element, ref writer);
        }

        writer.EndArray();
    }

    private static void WriteText(string content, scoped ref DynamicWriter writer)
    {
        if (content.Length == 0)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteString(Encoding.UTF8.GetBytes(content));
        }
    }

    /// <summary>The name as it is written, with its prefix.</summary>
    private static byte[] Name(XName name, XElement scope)
    {
        string? prefix = name.Namespace == XNamespace.None ? null : scope.GetPrefixOfNamespace(name.Namespace);
        return Encoding.UTF8.GetBytes(prefix is null or "" ? name.LocalName : $"{prefix}:{name.LocalName}");
    }
}
