using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tocsin.Cli.Commands;

/// <summary>The library's help with examples and exit statuses below it.</summary>
internal sealed class ExamplesHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var status = help.Invoke(parseResult);
        if (Examples(parseResult.CommandResult.Command.Name) is { } examples)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(examples);
        }

        return status;
    }

    private static string? Examples(string command) => command switch
    {
        "hunt" => """
            Examples:
              tocsin hunt samples/
              tocsin hunt export.csv --rules my-rule.kql --now 2026-03-05T18:00:00Z
              tocsin hunt conn.log sysmon.json --min-severity high --format ndjson -o alerts.ndjson
              tocsin hunt logs/ --rules adversary-server --set MinConnections=20 --fail-on high
              tocsin hunt logs/ --rules my-rules/ --overrides site.yaml --format sarif -o alerts.sarif

            """,
        "ingest" => """
            Examples:
              tocsin ingest logs/ --store store
              tocsin ingest "zeek/2026-02-*/conn.*.log.gz" exports/ --store store --rejects rejected.ndjson
              tar c logs | tocsin ingest - --store store
              tocsin query "DeviceNetworkEvents | where Timestamp > ago(1d) | count" --store store

            What the store has already is not added again, under whatever name; of a log that has grown, the new lines are.

            """,
        "store" => """
            Examples:
              tocsin store info store
              tocsin store verify store
              tocsin store prune store --before 2026-01-01

            'tocsin ingest PATH --store DIR' makes a store; 'query' and 'hunt' read it with --store DIR.

            """,
        "query" => """
            Examples:
              tocsin query "print 1"
              tocsin query "DeviceNetworkEvents | summarize count() by RemoteIP | top 10 by count_" --data samples/
              tocsin query -f rule.kql --data export.json --format csv -o result.csv
              tocsin query "DeviceNetworkEvents | count" --table DeviceNetworkEvents=export.csv
              tocsin query -f rule.kql --emit sql
              tocsin query --batch queries.jsonl

            """,
        "explain" => """
            Examples:
              tocsin explain encrypted-channel
              tocsin explain my-rule.kql --format markdown > my-rule.md
              tocsin explain detections/T1071/application-layer-beacon --format json

            """,
        "format" => """
            Examples:
              tocsin format my-rule.kql
              tocsin format detections/ --check
              tocsin format - < draft.kql

            """,
        "check" => """
            Examples:
              tocsin check detections/ --target defender-xdr
              tocsin check my-rule.kql --target sentinel
              tocsin check Solutions/ --target sentinel --format sarif > findings.sarif

            Exit status: 0 no errors; 1 at least one error. docs/checks.md explains each finding.

            """,
        "rules" or "list" or "show" => """
            Examples:
              tocsin rules list
              tocsin rules list --rules my-rules/ --format json
              tocsin rules show encrypted-channel

            """,
        "export" => """
            Examples:
              tocsin export encrypted-channel --to sentinel-yaml -o encrypted-channel.yaml
              tocsin export my-rules/beacon --to sigma --loss losses.txt
              tocsin export rule.kql --to defender

            """,
        "catalog" => """
            Examples:
              tocsin catalog -o site
              tocsin catalog --rules my-rules/ -o site

            """,
        "import" => """
            Examples:
              tocsin import AzureRule.yaml -o my-rules
              tocsin import rule.kql

            """,
        "test" => """
            Examples:
              tocsin test
              tocsin test my-rules/ --junit results.xml
              tocsin test detections/T1573/encrypted-channel --filter jitter

            Exit status: 0 all passed; 1 a test failed; 2 a test is broken.

            """,
        _ => """
            Examples:
              tocsin hunt samples/                                 every detection over the samples
              tocsin query "DeviceNetworkEvents | count" --data export.csv
              tocsin rules list

            Exit status: 0 done; 1 --fail-on was reached; 2 wrong use or a query that is refused;
            3 data that cannot be read; 4 a fault of Tocsin itself.

            """,
    };
}
