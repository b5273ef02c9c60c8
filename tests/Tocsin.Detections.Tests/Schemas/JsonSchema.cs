using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Detections.Tests.Schemas;

/// <summary>
/// Holds YAML against a JSON Schema, as far as our schemas use the language (draft 2020-12): a keyword that is not handled here
/// fails the test, so that none is passed over.
/// </summary>
internal sealed class JsonSchema(JsonObject root)
{
    private static readonly HashSet<string> Annotations = new(["$schema", "$id", "$defs", "title", "description", "then", "examples", "default"], StringComparer.Ordinal);

    public JsonObject Root => root;

    public static JsonSchema Load(string file) => new(JsonNode.Parse(File.ReadAllText(file))!.AsObject());

    /// <summary>What is wrong with a YAML file, each with its path; empty where it is valid.</summary>
    public IReadOnlyList<string> Validate(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var errors = new List<string>();
        Validate(root, ToJson(stream.Documents.Single().RootNode), "", errors);
        return errors;
    }

    public JsonObject Resolve(JsonObject schema) => schema["$ref"] is { } reference
        ? root["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!.AsObject()
        : schema;

    private void Validate(JsonObject schema, JsonNode? value, string path, List<string> errors)
    {
        foreach (var (keyword, argument) in schema.Where(k => !Annotations.Contains(k.Key)))
        {
            if (Error(schema, keyword, argument!, value, path, errors) is { } error)
            {
                errors.Add($"{path}: {error}");
            }
        }
    }

    private string? Error(JsonObject schema, string keyword, JsonNode argument, JsonNode? value, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "$ref":
                Validate(Resolve(schema), value, path, errors);
                return null;
            case "type":
                var types = argument is JsonArray list ? list.Select(t => t!.GetValue<string>()).ToList() : [argument.GetValue<string>()];
                return types.Exists(t => Is(t, value)) ? null : $"is no {string.Join(" or ", types)}";
            case "enum":
                return argument.AsArray().Any(a => JsonNode.DeepEquals(a, value)) ? null : $"{value} is none of the words";
            case "pattern":
                return value is JsonValue text && Is("string", text) && !Regex.IsMatch(text.GetValue<string>(), argument.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)) ? $"{value} does not match" : null;
            case "minLength":
                return Is("string", value) && value!.GetValue<string>().Length < argument.GetValue<int>() ? "is too short" : null;
            case "minItems":
                return value is JsonArray items && items.Count < argument.GetValue<int>() ? "has too few" : null;
            case "required":
                return value is JsonObject bag && argument.AsArray().Select(a => a!.GetValue<string>()).FirstOrDefault(n => !bag.ContainsKey(n)) is { } missing ? $"lacks {missing}" : null;
            case "properties" or "additionalProperties" or "items":
                ValidateParts(schema, keyword, argument, value, path, errors);
                return null;
            case "anyOf" or "oneOf":
                var good = argument.AsArray().Count(a => IsValid(a!.AsObject(), value));
                return good == 1 || (good > 1 && keyword is "anyOf") ? null : $"{good} of {keyword} hold";
            case "if":
                if (IsValid(argument.AsObject(), value))
                {
                    Validate(schema["then"]!.AsObject(), value, path, errors);
                }

                return null;
            default:
                throw new NotSupportedException($"The keyword '{keyword}' is not handled.");
        }
    }

    private void ValidateParts(JsonObject schema, string keyword, JsonNode argument, JsonNode? value, string path, List<string> errors)
    {
        if (keyword is "items")
        {
            for (var i = 0; value is JsonArray items && i < items.Count; i++)
            {
                Validate(argument.AsObject(), items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), errors);
            }

            return;
        }

        foreach (var (name, part) in value as JsonObject ?? [])
        {
            var isKnown = schema["properties"]?[name] is not null;
            if (keyword is "properties" && isKnown)
            {
                Validate(argument[name]!.AsObject(), part, $"{path}.{name}", errors);
            }
            else if (keyword is "additionalProperties" && !isKnown && argument is JsonObject other)
            {
                Validate(other, part, $"{path}.{name}", errors);
            }
            else if (keyword is "additionalProperties" && !isKnown)
            {
                errors.Add($"{path}.{name}: is unknown");
            }
        }
    }

    private bool IsValid(JsonObject schema, JsonNode? value)
    {
        var errors = new List<string>();
        Validate(schema, value, "", errors);
        return errors.Count == 0;
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "number" => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "boolean" => value is JsonValue flag && flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => throw new NotSupportedException($"The type '{type}' is not handled."),
    };

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(c => new KeyValuePair<string, JsonNode?>(((YamlScalarNode)c.Key).Value!, ToJson(c.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value is "true",
        YamlScalarNode { Style: ScalarStyle.Plain } number when double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        YamlScalarNode scalar => scalar.Value,
        _ => throw new NotSupportedException(node.GetType().Name),
    };
}
