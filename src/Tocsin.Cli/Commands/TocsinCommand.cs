using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;
using Tocsin.Cli.Terminal;
using Tocsin.Kql.Text;

namespace Tocsin.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class TocsinCommand
{
    // KQL is full of @, and may begin with one: a token is never the name of a response file.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>The program's version, with the revision it was built from.</summary>
    public static string Version => typeof(TocsinCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static int Invoke(IReadOnlyList<string> arguments, Surroundings surroundings, EngineFactory engine)
    {
        var result = Create(surroundings, engine).Parse(arguments, Parsing);
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction or null)
        {
            return Misused(result, surroundings);
        }

        if (StrayOption(result) is { } stray)
        {
            CommandRunner.Fail(surroundings, ExitStatus.Refused, stray);
            surroundings.Error.WriteLine($"Try '{PathOf(result.CommandResult)} --help'.");
            return ExitStatus.Refused;
        }

        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Create(Surroundings surroundings, EngineFactory engine)
    {
        var root = new RootCommand("Runs KQL detections on your own telemetry, with the answers that Kusto gives.")
        {
            HuntCommand.Create(surroundings, engine),
            QueryCommand.Create(surroundings, engine),
            IngestCommand.Create(surroundings, engine),
            StoreCommand.Create(surroundings),
            RulesCommand.Create(surroundings),
            ExportCommand.Create(surroundings),
            ImportCommand.Create(surroundings),
            CatalogCommand.Create(surroundings),
            TestCommand.Create(surroundings, engine),
            ExplainCommand.Create(surroundings),
            CheckCommand.Create(surroundings),
            FormatCommand.Create(surroundings),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new ExamplesHelp(help);
            }
            else if (option is VersionOption)
            {
                option.Action = new VersionAction();
            }
        }

        return root;
    }

    /// <summary>
    /// What is wrong with a word that looks like an option and would be taken for a path or a query: a path that begins so
    /// stands behind <c>--</c>, and no query does.
    /// </summary>
    private static string? StrayOption(ParseResult result)
    {
        var stray = result.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal));
        if (stray is null)
        {
            return null;
        }

        var names = result.CommandResult.Command.Options.SelectMany(o => o.Aliases.Prepend(o.Name));
        return $"'{stray.Value}' is no option of this command. {NearestName.Hint(stray.Value, names)}".TrimEnd();
    }

    private static int Misused(ParseResult result, Surroundings surroundings)
    {
        // That a command is missing follows from a word that is none.
        foreach (var error in result.Errors.Skip(result.UnmatchedTokens.Count > 0 && result.CommandResult.Command is RootCommand ? 1 : 0))
        {
            CommandRunner.Fail(surroundings, ExitStatus.Refused, error.Message);
        }

        surroundings.Error.WriteLine($"Try '{PathOf(result.CommandResult)} --help'.");
        return ExitStatus.Refused;
    }

    private static string PathOf(SymbolResult? command) => command switch
    {
        CommandResult { Command: RootCommand } or null => "tocsin",
        CommandResult result => $"{PathOf(result.Parent)} {result.Command.Name}",
        _ => PathOf(command.Parent),
    };

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"tocsin {Version}");
            return ExitStatus.Done;
        }
    }
}
