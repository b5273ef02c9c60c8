using System.CommandLine;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Detections;
using Tocsin.Detections.Import;
using Tocsin.Detections.Packages;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin import FILE</c>.</summary>
internal sealed class ImportCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Argument<string> _file = new("file") { Description = "An analytics rule or hunting query of Microsoft Sentinel (YAML), or a KQL file.", HelpName = "FILE" };
    private readonly Option<string> _folder = new("-o", "--output") { Description = "The folder to put the package's folder into.", HelpName = "DIR", DefaultValueFactory = _ => "." };
    private readonly Surroundings _surroundings;

    private ImportCommand(Surroundings surroundings) => _surroundings = surroundings;

    public static Command Create(Surroundings surroundings)
    {
        var import = new ImportCommand(surroundings);
        var command = new Command("import", "Make a package of an analytics rule of Sentinel or of a KQL file.") { import._file, import._folder };
        command.SetAction(arguments => CommandRunner.Run(surroundings, _ => import.Run(arguments)));
        return command;
    }

    private int Run(ParseResult arguments)
    {
        var path = arguments.GetValue(_file)!;
        if (!File.Exists(path))
        {
            throw new UsageException($"'{path}' does not exist.");
        }

        var result = DetectionImporter.Import(QueryFile.ReadText(path));
        DiagnosticPrinter.Print(_surroundings.Error, result.Diagnostics);
        if (result.Package is not { } package)
        {
            return CommandRunner.Fail(_surroundings, ExitStatus.Refused, $"'{path}' cannot be taken in.");
        }

        var folder = Path.Combine(arguments.GetValue(_folder)!, package.Id);
        if (Directory.Exists(folder))
        {
            throw new UsageException($"'{folder}' exists already; nothing was written.");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, result.QueryFile), package.Query.Text.ReplaceLineEndings("\n"));
        File.WriteAllText(Path.Combine(folder, "detection.yaml"), result.Metadata);
        foreach (var note in result.Notes)
        {
            _surroundings.Error.WriteLine(TerminalText.Neutralise(note));
        }

        return Checked(folder, package);
    }

    /// <summary>Reads the package back: what it lacks is better known now than at the first hunt.</summary>
    private int Checked(string folder, DetectionPackage package)
    {
        var loaded = DetectionCatalogue.Load(folder);
        DiagnosticPrinter.Print(_surroundings.Error, loaded.Diagnostics);
        _surroundings.Output.Write(Utf8.GetBytes($"{package.Id} is in {folder}\n"));
        _surroundings.Output.Flush();
        return loaded.Diagnostics.IsEmpty ? ExitStatus.Done : ExitStatus.Failed;
    }
}
