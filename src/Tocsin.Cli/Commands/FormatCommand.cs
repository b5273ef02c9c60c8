using System.CommandLine;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Kql.Formatting;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin format</c>: KQL in its canonical layout.</summary>
internal sealed class FormatCommand
{
    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "A KQL file, or a folder of them; - is the standard input, written to the standard output.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _check = new("--check") { Description = "Write nothing; exit with status 1 if a file is not in its canonical layout." };
    private readonly Surroundings _surroundings;

    private FormatCommand(Surroundings surroundings) => _surroundings = surroundings;

    public static Command Create(Surroundings surroundings)
    {
        var format = new FormatCommand(surroundings);
        var command = new Command("format", "Write KQL files in their canonical layout, in place.") { format._paths, format._check };
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellationToken => format.Run(arguments, cancellationToken)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var isCheck = arguments.GetValue(_check);
        var status = ExitStatus.Done;
        foreach (var path in arguments.GetValue(_paths)!.SelectMany(Files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = Math.Max(status, path is "-" ? FormatInput(isCheck) : FormatFile(path, isCheck));
        }

        return status;
    }

    private static IEnumerable<string> Files(string path) => path switch
    {
        "-" => [path],
        _ when File.Exists(path) => [path],
        _ when Directory.Exists(path) => Directory.EnumerateFiles(path, "*.kql", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        _ => throw new UsageException($"'{path}' does not exist."),
    };

    private int FormatInput(bool isCheck)
    {
        var source = new SourceText(Console.In.ReadToEnd(), "stdin");
        if (Format(source) is not { } text)
        {
            return ExitStatus.Refused;
        }

        if (isCheck)
        {
            return Judge(source, text);
        }

        _surroundings.Output.Write(Encoding.UTF8.GetBytes(text));
        _surroundings.Output.Flush();
        return ExitStatus.Done;
    }

    private int FormatFile(string path, bool isCheck)
    {
        var source = QueryFile.ReadText(path);
        if (Format(source) is not { } text)
        {
            return ExitStatus.Refused;
        }

        if (isCheck)
        {
            return Judge(source, text);
        }

        if (!text.Equals(source.Text, StringComparison.Ordinal))
        {
            using var file = AtomicFile.Create(path);
            file.Stream.Write(Encoding.UTF8.GetBytes(text));
            file.Commit();
            _surroundings.Error.WriteLine($"formatted {TerminalText.Neutralise(path)}");
        }

        return ExitStatus.Done;
    }

    private int Judge(SourceText source, string text)
    {
        if (text.Equals(source.Text, StringComparison.Ordinal))
        {
            return ExitStatus.Done;
        }

        _surroundings.Error.WriteLine($"{TerminalText.Neutralise(source.Name)} is not in its canonical layout");
        return ExitStatus.Failed;
    }

    private string? Format(SourceText source)
    {
        var formatted = KqlFormatter.Format(source);
        DiagnosticPrinter.Print(_surroundings.Error, formatted.Diagnostics);
        return formatted.Text;
    }
}
