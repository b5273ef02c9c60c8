using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Engine;

namespace Tocsin.Cli.Commands;

/// <summary>The options <c>--watchlist</c>, <c>--functions</c>, <c>--external</c>, <c>--geo</c>, <c>--user-agents</c> and <c>--allow-network</c>: what queries refer to beside tables.</summary>
internal sealed class ReferenceOptions
{
    private readonly Option<NamedFile[]> _watchlists = new("--watchlist")
    {
        Description = "A file that _GetWatchlist() gives under this name. May be given again.",
        HelpName = "NAME=FILE",
        CustomParser = argument => ParseNamed(argument, "a watchlist", "NAME=FILE"),
    };

    private readonly Option<string[]> _functions = FunctionsOption();

    private readonly Option<NamedFile[]> _externals = new("--external")
    {
        Description = "A file that externaldata reads in place of this address. May be given again.",
        HelpName = "ADDRESS=FILE",
        CustomParser = argument => ParseNamed(argument, "an address", "ADDRESS=FILE", isAddress: true),
    };

    private readonly Option<string?> _geo = new("--geo")
    {
        Description = "A database of addresses in MaxMind's format, such as GeoLite2-City.mmdb, for geo_info_from_ip_address().",
        HelpName = "FILE",
    };

    private readonly Option<string?> _userAgents = new("--user-agents")
    {
        Description = "Patterns of user agents, ua-parser's regexes.yaml, for parse_user_agent().",
        HelpName = "FILE",
    };

    private readonly Option<bool> _allowNetwork = new("--allow-network") { Description = "Let externaldata fetch http and https addresses." };

    public static Option<string[]> FunctionsOption() => new("--functions")
    {
        Description = "A folder of functions that queries may call: KQL, published YAML, templates. May be given again.",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        command.Add(_watchlists);
        command.Add(_functions);
        command.Add(_externals);
        command.Add(_geo);
        command.Add(_userAgents);
        command.Add(_allowNetwork);
    }

    public DataRequest Apply(ParseResult result, DataRequest request) => request with
    {
        Watchlists = result.GetValue(_watchlists) ?? [],
        Functions = result.GetValue(_functions) ?? [],
        ExternalFiles = result.GetValue(_externals) ?? [],
        GeoDatabase = result.GetValue(_geo),
        UserAgents = result.GetValue(_userAgents),
        AllowsNetwork = result.GetValue(_allowNetwork),
    };

    /// <summary>An engine whose sessions all have what was given.</summary>
    public IEngine Apply(ParseResult result, IEngine engine) => new ReferringEngine(engine, request => Apply(result, request));

    /// <summary>The <c>NAME=PATH</c> tokens of an option. An address may hold the sign itself: there the last one counts.</summary>
    public static NamedFile[]? ParseNamed(ArgumentResult argument, string what, string expected, bool isAddress = false)
    {
        var files = new List<NamedFile>();
        foreach (var token in argument.Tokens)
        {
            var equals = isAddress ? token.Value.LastIndexOf('=') : token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == token.Value.Length - 1)
            {
                argument.AddError($"'{token.Value}' does not name {what}; expected {expected}.");
                return null;
            }

            files.Add(new NamedFile(token.Value[..equals], token.Value[(equals + 1)..]));
        }

        return [.. files];
    }

    private sealed class ReferringEngine(IEngine engine, Func<DataRequest, DataRequest> refer) : IEngine
    {
        public IEngineSession Open(DataRequest request, IProgress<string> progress, CancellationToken cancellationToken) => engine.Open(refer(request), progress, cancellationToken);

        public IngestSummary Ingest(IngestRequest request, IProgress<string> progress, CancellationToken cancellationToken) => engine.Ingest(request, progress, cancellationToken);
    }
}
