using System.CommandLine;
using Tocsin.Cli.Terminal;
using Tocsin.Report.Catalogue;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin catalog -o DIR</c>.</summary>
internal sealed class CatalogCommand
{
    private readonly Option<string[]> _rules = RuleOption.Create();
    private readonly Option<string> _folder = new("-o", "--output") { Description = "The folder to write the site into: new, empty, or one of an earlier site.", HelpName = "DIR", Required = true };
    private readonly Surroundings _surroundings;

    private CatalogCommand(Surroundings surroundings) => _surroundings = surroundings;

    public static Command Create(Surroundings surroundings)
    {
        var catalog = new CatalogCommand(surroundings);
        var command = new Command("catalog", "Write a site of the detections: a page each, an ATT&CK matrix, indexes, search. It needs no server.") { catalog._rules, catalog._folder };
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => catalog.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (RuleOption.Load(arguments.GetValue(_rules), _surroundings) is not { } packages)
        {
            return ExitStatus.Refused;
        }

        using var status = new StatusLine(_surroundings);
        var folder = arguments.GetValue(_folder)!;
        var pages = CatalogueSite.Write([.. packages.Select(p => p.WithQueryAlone())], folder, status, cancellationToken);
        status.Dispose();
        _surroundings.Error.WriteLine($"{pages} pages in {folder}; begin with {Path.Combine(folder, "index.html")}.");
        return ExitStatus.Done;
    }
}
