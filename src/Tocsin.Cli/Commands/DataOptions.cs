using System.CommandLine;
using Tocsin.Engine;

namespace Tocsin.Cli.Commands;

/// <summary>The options that say how data is read: <c>--rejects</c>, <c>--strict</c> and <c>--derive</c>.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _rejects = new("--rejects")
    {
        Description = "Write every record that cannot be read to this file, one JSON object a line, with the reason.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with status 3 if a single record cannot be read." };

    private readonly Option<Derivation?> _derive = ChoiceOption.Create<Derivation>(
        "--derive", "WHAT", "Make rows that follow from others: aggregated-reports, the hourly reports that Defender would have written.");

    private enum Derivation
    {
        AggregatedReports,
    }

    public void AddTo(Command command)
    {
        command.Add(_derive);
        command.Add(_rejects);
        command.Add(_strict);
    }

    public DataRequest Apply(DataRequest request, ParseResult result)
    {
        ResultOutput.CheckFolder(result.GetValue(_rejects));
        return request with
        {
            RejectsFile = result.GetValue(_rejects),
            IsStrict = result.GetValue(_strict),
            DerivesAggregatedReports = result.GetValue(_derive) is Derivation.AggregatedReports,
        };
    }
}
