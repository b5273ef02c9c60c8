using System.Text.Json;
using Tocsin.Kql.Text;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Functions of templates for Azure: resources of the type <c>savedSearches</c>
/// (https://learn.microsoft.com/azure/templates/microsoft.operationalinsights/workspaces/savedsearches). Other JSON is none of ours.
/// </summary>
internal static class FunctionTemplates
{
    private const string SavedSearches = "savedSearches";

    public static IReadOnlyList<FunctionDefinition> Read(SourceText file)
    {
        if (!file.Text.Contains(SavedSearches, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(file.Text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return [.. Resources(document.RootElement).Select(r => Define(r, document.RootElement, file)).OfType<FunctionDefinition>()];
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:", 2)[0];
            var name = Path.GetFileNameWithoutExtension(file.Name);
            return [FunctionDefinition.Unreadable(name, file, DefinitionRank.Guess, FunctionDefinition.Fault($"{file.Name}:{e.LineNumber + 1}", reason))];
        }
    }

    /// <summary>The properties of every saved search, however deep the template nests its resources.</summary>
    private static IEnumerable<JsonElement> Resources(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Resources),
        JsonValueKind.Object when Text(element, "type") is { } type && type.EndsWith(SavedSearches, StringComparison.OrdinalIgnoreCase)
            && Property(element, "properties") is { ValueKind: JsonValueKind.Object } properties => [properties],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Resources(p.Value)),
        _ => [],
    };

    private static FunctionDefinition? Define(JsonElement properties, JsonElement template, SourceText file)
    {
        // A search without an alias is a query that somebody kept.
        if (Value(Text(properties, "functionAlias"), template) is not { Length: > 0 } name)
        {
            return null;
        }

        if (Value(Text(properties, "query"), template) is not { } query)
        {
            return FunctionDefinition.Unreadable(
                name.Trim(), file, DefinitionRank.Template, FunctionDefinition.Fault(file.Name, $"the query of {name} is an expression of the template; give it the query itself"));
        }

        var parameters = FunctionParameters.Read(Value(Text(properties, "functionParameters"), template) ?? "");
        var text = FunctionDefinition.Around(new SourceText(query, $"{file.Name} ({name})"), 0, query.Length, parameters, []);
        return new FunctionDefinition(name.Trim(), file.Name, FunctionDefinition.IdentityOf($"({parameters}) {{{query}}}"), DefinitionRank.Template, text);
    }

    /// <summary>
    /// A text of the template; <c>[variables('x')]</c> and <c>[parameters('x')]</c> are what the template says they are, and
    /// null stands for what is put together when it is deployed.
    /// </summary>
    private static string? Value(string? text, JsonElement template)
    {
        if (text is null || !text.StartsWith('[') || !text.EndsWith(']'))
        {
            return text;
        }

        if (text.StartsWith("[[", StringComparison.Ordinal))
        {
            return text[1..];
        }

        return Named(text, "variables") is { } variable && Property(template, "variables") is { } variables ? Plain(Text(variables, variable))
            : Named(text, "parameters") is { } parameter && Property(template, "parameters") is { } parameters && Property(parameters, parameter) is { } declared ? Plain(Text(declared, "defaultValue"))
            : null;
    }

    private static string? Plain(string? text) => text is null || text.StartsWith('[') ? null : text;

    private static string? Named(string expression, string function) =>
        expression.StartsWith($"[{function}('", StringComparison.OrdinalIgnoreCase) && expression.EndsWith("')]", StringComparison.Ordinal)
            ? expression[(function.Length + 3)..^3]
            : null;

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A property; templates write <c>functionAlias</c> and <c>FunctionAlias</c>.</summary>
    private static JsonElement? Property(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }
}
