using System.Collections.Immutable;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins of Kusto's catalogue that Tocsin knows and refuses, with the reason.</summary>
internal static class RefusedPlugins
{
    private const string ReachesOut = "It reaches out of the data, to a service or the network.";
    private const string RunsCode = "It runs code in another language.";

    public static ImmutableArray<Plugin> All { get; } =
    [
        .. Refuse(ReachesOut, "ai_chat_completion", "ai_chat_completion_prompt", "ai_embed_text", "ai_embeddings", "azure_digital_twins_query_request",
            "cosmosdb_sql_request", "dax_request", "execute_query", "execute_show_command", "external_datatable", "http_request", "http_request_post",
            "infer_storage_schema", "infer_storage_schema_with_suggestions", "mysql_request", "postgresql_request", "sql_request"),
        .. Refuse(RunsCode, "csharp", "python", "r"),
        .. Refuse("The language service does not know it, and it has no documentation. Use diffpatterns.", "diffpatterns_text"),

        .. Refuse("Its page does not say whether ids from before the start count towards the outer window. Group with summarize dcount() by bin().", "activity_engagement"),
        .. Refuse("Its page does not say how events at one time, and states that repeat, are counted. scan counts funnels with rules of the query's own.", "funnel_sequence", "funnel_sequence_completion"),
        .. Refuse("The estimate is that of Kusto's own planner. Use count.", "estimate_rows_count"),
        .. Refuse("It has no documentation.", "identity", "identity_v3"),
        .. Refuse("The language service does not know it. Use getschema and summarize.", "schema_merge"),
    ];

    private static IEnumerable<Plugin> Refuse(string reason, params ReadOnlySpan<string> names)
    {
        var plugins = new List<Plugin>();
        foreach (var name in names)
        {
            plugins.Add(new Plugin(name, $"{name.Replace('_', '-')}-plugin", $"{name}(…)") { Refusal = reason });
        }

        return plugins;
    }
}
