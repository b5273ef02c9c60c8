using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Tocsin.Functions.Dynamic;
using Xunit;

namespace Tocsin.Functions.Tests.Dynamic;

public sealed class DynamicLaws
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1500);

    private static readonly Gen<string> Strings =
        from length in Gen.Choose(0, 8)
        from characters in Gen.Elements("ab\"\\/\n\t\u0001é\uFDD0\uFDD3€ ".ToCharArray()).ArrayOf(length)
        select new string(characters);

    [Fact]
    public void ParsedJsonMeansTheSame() => Check(Nodes(3), node =>
    {
        byte[]? parsed = Parse(node?.ToJsonString() ?? "null");
        if (node is null)
        {
            parsed.ShouldBeNull();
            return;
        }

        JsonNode expected = JsonNode.Parse(Neutral(node.ToJsonString()))!;
        JsonNode.DeepEquals(JsonNode.Parse(parsed), expected).ShouldBeTrue(Encoding.UTF8.GetString(parsed!));

        // Canonical: parsing again changes nothing, and no typed value came out of text.
        Parse(Encoding.UTF8.GetString(parsed!)).ShouldBe(parsed);
        string json = CaseValue.Write(output => DynamicText.WriteJson(parsed, output));
        json.ShouldBe(Encoding.UTF8.GetString(parsed!));
    });

    [Fact]
    public void ValidatorAgreesWithTheReader() => Check(
        from length in Gen.Choose(0, 14)
        from characters in Gen.Elements("{}[]\",:01-.eE+ truefalsn\\u".ToCharArray()).ArrayOf(length)
        select new string(characters),
        text =>
        {
            bool valid;
            try
            {
                valid = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 1000, AllowDuplicateProperties = true }) is not null || IsNull(text);
            }
            catch (JsonException)
            {
                valid = false;
            }

            byte[]? parsed = Parse(text);
            bool kept = parsed is not null && DynamicText.KindOf(parsed) == DynamicKind.String && string.Equals(CaseValue.Write(output => DynamicText.WriteText(parsed, output)), text, StringComparison.Ordinal);
            if (text.Length == 0 || IsNull(text))
            {
                parsed.ShouldBeNull();
            }
            else if (!valid)
            {
                kept.ShouldBeTrue(text);
            }
            else
            {
                kept.ShouldBe(false, text);
            }
        });

    [Fact]
    public void PartsAreTheElementsAndProperties() => Check(Nodes(3), node =>
    {
        byte[] value = node is null ? [] : Parse(node.ToJsonString())!;
        if (node is JsonArray array)
        {
            DynamicArray.Length(value).ShouldBe(array.Count);
            for (int i = 0; i < array.Count; i++)
            {
                byte[] expected = array[i] is null ? [] : Parse(array[i]!.ToJsonString()) ?? [];
                DynamicPath.Element(value, i).ToArray().ShouldBe(expected);
                DynamicPath.Element(value, i - array.Count).ToArray().ShouldBe(expected);
            }
        }
        else
        {
            DynamicArray.Length(value).ShouldBeNull();
        }
    });

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(100_000)]
    public void DeepNestingIsNoFault(int depth)
    {
        byte[] value = Parse(Nested(depth))!;
        DynamicText.KindOf(value).ShouldBe(depth <= 1000 ? DynamicKind.Array : DynamicKind.String);

        // The threads that call these functions may have small stacks: an exception is fine, a crash is not.
        Thread thread = new(
            () =>
            {
                try
                {
                    ArrayBufferWriter<byte> output = new();
                    DynamicShape.ToJson(value, output);
                    DynamicShape.TreePath(value, output);
                }
                catch (NotSupportedException)
                {
                }
            },
            maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
    }

    [Fact]
    public void DeeperValuesAreRefusedInPlainWords()
    {
        const string message = "A dynamic value has at most 1000 levels of arrays and bags.";
        byte[] deepest = Parse(Nested(1000))!;
        byte[] deeper = [(byte)'[', .. deepest, (byte)']'];
        ArrayBufferWriter<byte> output = new();
        Action[] faults =
        [
            () => DynamicArrays.Repeat(deepest, 1, output),
            () => DynamicBags.SetKey("{}"u8, JsonPath.Parse("a")!, deepest, output),
            () => DynamicArray.Length(deeper),
            () => DynamicPath.Element(deeper, 0),
            () => DynamicArrays.Reverse(deeper, output),
            () => DynamicBag.Pairs([.. "{\"a\":"u8, .. deeper, (byte)'}'], output),
        ];
        foreach (Action fault in faults)
        {
            Should.Throw<NotSupportedException>(fault).Message.ShouldBe(message);
        }

        DynamicArray.Length(deepest).ShouldBe(1);
        DynamicArrays.Repeat(Parse(Nested(999)), 2, output).ShouldBeTrue();
        DynamicArrays.Repeat([(byte)'"', .. Enumerable.Repeat((byte)'[', 5000), (byte)'"'], 2, output).ShouldBeTrue();
        DynamicArrays.Repeat([(byte)'[', .. Enumerable.Repeat("[],"u8.ToArray(), 5000).SelectMany(e => e), .. "1]"u8], 2, output).ShouldBeTrue();
    }

    [Fact]
    public void PathsLeadNoDeeperThanValues()
    {
        JsonPath longest = JsonPath.Parse("$" + string.Concat(Enumerable.Repeat(".a", 1000)))!;
        ArrayBufferWriter<byte> output = new();
        DynamicBags.SetKey("{}"u8, longest, "1"u8, output).ShouldBeTrue();
        Encoding.UTF8.GetString(longest.Find(output.WrittenSpan)).ShouldBe("1");
        JsonPath.Parse("$" + string.Concat(Enumerable.Repeat(".a", 1001))).ShouldBeNull();
        JsonPath.Parse("$" + string.Concat(Enumerable.Repeat("['a']", 100_000))).ShouldBeNull();
    }

    private static string Nested(int depth) => string.Concat(new string('[', depth), new string(']', depth));

    private static Gen<JsonNode?> Nodes(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency(
            (3, Scalars),
            (2, from count in Gen.Choose(0, 4) from items in Nodes(depth - 1).ArrayOf(count) select (JsonNode?)new JsonArray([.. items.Select(Clone)])),
            (2, from count in Gen.Choose(0, 4)
                from names in Strings.ArrayOf(count)
                from items in Nodes(depth - 1).ArrayOf(count)
                select (JsonNode?)new JsonObject(names.Zip(items).DistinctBy(pair => NeutralName(pair.First), StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.First, Clone(pair.Second))))));

    private static Gen<JsonNode?> Scalars => Gen.OneOf(
        Gen.Constant<JsonNode?>(null),
        Gen.Elements(true, false).Select(value => (JsonNode?)JsonValue.Create(value)),
        Generators.Longs(long.MinValue, long.MaxValue).Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Choose(-1000, 1000).Select(value => (JsonNode?)JsonValue.Create(value / 8.0)),
        Strings.Select(value => (JsonNode?)JsonValue.Create(value)));

    private static bool IsNull(string text) => string.Equals(text.Trim(' '), "null", StringComparison.Ordinal);

    private static string NeutralName(string name) => name is ['\uFDD0' or '\uFDD3', ..] ? '\uFFFD' + name[1..] : name;

    private static JsonNode? Clone(JsonNode? node) => node?.DeepClone();

    private static string Neutral(string json)
    {
        string text = json.Replace("\\uFDD0", "\uFDD0", StringComparison.OrdinalIgnoreCase).Replace("\\uFDD3", "\uFDD3", StringComparison.OrdinalIgnoreCase);
        StringBuilder result = new(text);
        for (int i = 1; i < text.Length; i++)
        {
            bool opening = text[i - 1] == '"' && (i == 1 || text[i - 2] != '\\');
            if (opening && text[i] is '\uFDD0' or '\uFDD3')
            {
                result[i] = '\uFFFD';
            }
        }

        return result.ToString();
    }

    private static byte[]? Parse(string text) => FunctionTable.Dynamic(output => DynamicParser.Parse(Encoding.UTF8.GetBytes(text), output))?.Json;

    private static void Check<T>(Gen<T> samples, Action<T> law) =>
        FsCheck.Fluent.Prop.ForAll(samples.ToArbitrary(), law).Check(Runs);
}
