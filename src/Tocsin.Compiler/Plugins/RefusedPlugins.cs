using System.Collections.Immutable;
using Tocsin.Compiler.Binding;
using Tocsin.Compiler.Catalogue;
using Tocsin.Kql.Syntax;
using Tocsin.Kql.Types;

namespace Tocsin.Compiler.Plugins;

/// <summary>Plug-ins of Kusto's catalogue that Tocsin knows and refuses, with the reason; and the columns that they would give, as the language service has them.</summary>
internal static class RefusedPlugins
{
    private const string ReachesOut = "It reaches out of the data, to a service or the network.";
    private const string RunsCode = "It runs code in another language.";
    private const string CountsFunnels = "Its page does not say how events at one time, and states that repeat, are counted. scan counts funnels with rules of the query's own.";

    public static ImmutableArray<Plugin> All { get; } =
    [
        .. Refuse(ReachesOut, call => WithAnswer(call, "_completion", KqlType.String), "ai_chat_completion", "ai_chat_completion_prompt"),
        .. Refuse(ReachesOut, call => WithAnswer(call, "_embedding", KqlType.Dynamic), "ai_embed_text"),
        .. Refuse(ReachesOut, call => WithAnswer(call, "_embeddings", KqlType.Dynamic), "ai_embeddings"),
        .. Refuse(ReachesOut, _ => [new("ResponseHeaders", KqlType.Dynamic), new("ResponseBody", KqlType.Dynamic)], "http_request", "http_request_post"),
        .. Refuse(ReachesOut, _ => [new("CslSchema", KqlType.String)], "infer_storage_schema"),
        .. Refuse(ReachesOut, _ => [new("SuggestedTableSchema", KqlType.String)], "infer_storage_schema_with_suggestions"),
        .. Refuse(ReachesOut, null, "azure_digital_twins_query_request", "cosmosdb_sql_request", "dax_request", "execute_query", "execute_show_command",
            "external_datatable", "mysql_request", "postgresql_request", "sql_request"),
        .. Refuse(RunsCode, OfType, "csharp", "python", "r"),
        .. Refuse("The language service does not know it, and it has no documentation. Use diffpatterns.", null, "diffpatterns_text"),

        .. Refuse("Its page does not say whether ids from before the start count towards the outer window. Group with summarize dcount() by bin().", Engagement, "activity_engagement"),
        .. Refuse(CountsFunnels, Funnel, "funnel_sequence"),
        .. Refuse(CountsFunnels, FunnelCompletion, "funnel_sequence_completion"),
        .. Refuse("The estimate is that of Kusto's own planner. Use count.", _ => [new("EstimatedRowsCount", KqlType.Long)], "estimate_rows_count"),
        .. Refuse("It has no documentation.", call => call.Input.Columns, "identity", "identity_v3"),
        .. Refuse("The language service does not know it. Use getschema and summarize.", null, "schema_merge"),
    ];

    private static IEnumerable<Plugin> Refuse(string reason, PluginColumns? columns, params ReadOnlySpan<string> names)
    {
        var plugins = new List<Plugin>();
        foreach (var name in names)
        {
            plugins.Add(new Plugin(name, $"{name.Replace('_', '-')}-plugin", $"{name}(…)") { Refusal = reason, RefusedColumns = columns });
        }

        return plugins;
    }

    /// <summary>
    /// The input's columns, an answer called after the column that is asked about, and where the fourth argument asks for
    /// them, errors (https://learn.microsoft.com/kusto/query/ai-embeddings-plugin).
    /// </summary>
    private static ImmutableArray<ColumnSymbol>? WithAnswer(PluginCall call, string suffix, KqlType type)
    {
        if (Arguments(call) is not [BoundColumn asked, _, ..] arguments)
        {
            return null;
        }

        var answer = asked.Column.Name + suffix;
        return arguments is [_, _, _, BoundLiteral { Value: true }, ..]
            ? [.. call.Input.Columns, new ColumnSymbol(answer, type), new ColumnSymbol($"{answer}_error", KqlType.String)]
            : [.. call.Input.Columns, new ColumnSymbol(answer, type)];
    }

    /// <summary>The schema of the first argument, <c>typeof(*, a:long)</c>, whose star stands for the input's columns.</summary>
    private static ImmutableArray<ColumnSymbol>? OfType(PluginCall call) => call.Next is TypeOfSyntax { Type: SchemaTypeSyntax schema }
        ? [.. schema.HasStar ? call.Input.Columns : [], .. ShapePlugins.Columns(schema)]
        : null;

    private static ImmutableArray<ColumnSymbol>? Engagement(PluginCall call) => Arguments(call) is [_, BoundColumn time, ..] arguments
        ?
        [
            time.Column,
            .. arguments.Skip(6).OfType<BoundColumn>().Select(d => d.Column),
            new("dcount_activities_inner", KqlType.Long),
            new("dcount_activities_outer", KqlType.Long),
            new("activity_ratio", KqlType.Real),
        ]
        : null;

    private static ImmutableArray<ColumnSymbol>? Funnel(PluginCall call) => Arguments(call) is [_, BoundColumn time, _, _, _, _, BoundColumn state, ..]
        ? [time.Column, new("prev", state.Type), new("next", state.Type), new("dcount", KqlType.Long), new("samples", KqlType.Dynamic)]
        : null;

    private static ImmutableArray<ColumnSymbol>? FunnelCompletion(PluginCall call) => Arguments(call) is [_, BoundColumn time, _, _, _, BoundColumn state, ..]
        ? [time.Column, new(state.Column.Name, KqlType.String), new("Period", KqlType.TimeSpan), new("dcount", KqlType.Long)]
        : null;

    private static List<BoundExpression> Arguments(PluginCall call)
    {
        var arguments = new List<BoundExpression>();
        while (call.Left > 0)
        {
            arguments.Add(call.Expression("Argument", ParameterKind.Scalar));
        }

        return arguments;
    }
}
