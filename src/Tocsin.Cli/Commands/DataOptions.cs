using System.CommandLine;
using Tocsin.Engine;

namespace Tocsin.Cli.Commands;

/// <summary>The options that say how data is read: <c>--map</c>, <c>--store</c>, <c>--rejects</c>, <c>--strict</c>, <c>--accounts</c> and <c>--derive</c>.</summary>
internal sealed class DataOptions
{
    private readonly Option<string[]> _mappings = MappingsOption();
    private readonly Option<string?> _rejects = RejectsOption();
    private readonly Option<string?> _accounts = AccountsOption();
    private readonly Option<bool> _strict = StrictOption();
    private readonly Option<string?> _store = new("--store") { Description = "A store that 'tocsin ingest' made; its tables are there beside those of files.", HelpName = "DIR" };

    private readonly Option<Derivation?> _derive = ChoiceOption.Create<Derivation>(
        "--derive", "WHAT", "Make rows that follow from others: aggregated-reports, the hourly reports that Defender would have written.");

    private enum Derivation
    {
        AggregatedReports,
    }

    public static Option<string[]> MappingsOption() => new("--map")
    {
        Description = "A mapping: which columns or JSON paths of a form that is not known make which columns of a table (docs/formats.md).",
        HelpName = "FILE.yaml",
    };

    public static Option<string?> RejectsOption() => new("--rejects")
    {
        Description = "Write every record that cannot be read to this file, one JSON object a line, with the reason.",
        HelpName = "FILE",
    };

    public static Option<string?> AccountsOption() => new("--accounts")
    {
        Description = "Write to this file, as JSON, how many records were used, skipped and rejected: in all, and of each file.",
        HelpName = "FILE",
    };

    public static Option<bool> StrictOption() => new("--strict") { Description = "Exit with status 3 if a single record cannot be read." };

    public void AddTo(Command command)
    {
        command.Add(_mappings);
        command.Add(_store);
        command.Add(_derive);
        command.Add(_rejects);
        command.Add(_accounts);
        command.Add(_strict);
    }

    public DataRequest Apply(DataRequest request, ParseResult result)
    {
        return request with
        {
            Store = result.GetValue(_store),
            Mappings = result.GetValue(_mappings) ?? [],
            Rejects = Written(result.GetValue(_rejects)),
            Accounts = Written(result.GetValue(_accounts)),
            IsStrict = result.GetValue(_strict),
            DerivesAggregatedReports = result.GetValue(_derive) is Derivation.AggregatedReports,
        };
    }

    /// <summary>A file that appears whole or not at all, and its folder is looked for before any work.</summary>
    public static Action<Action<Stream>>? Written(string? path)
    {
        ResultOutput.CheckFolder(path);
        return path is null ? null : write => ResultOutput.Write(path, write);
    }
}
