using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Engine;

namespace Tocsin.Cli.Commands;

/// <summary><c>--table NAME=PATH</c>: files whose table is told, not found out.</summary>
internal sealed class TableOption
{
    private readonly Option<NamedFile[]> _option = new("--table")
    {
        Description = "A file that is a table of this name. May be given again.",
        HelpName = "NAME=PATH",
        CustomParser = argument => ReferenceOptions.ParseNamed(argument, "a table", "NAME=PATH"),
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Whether a table is read from the standard input.</summary>
    public bool ReadsInput(CommandResult command) => (command.GetValue(_option) ?? []).Any(t => t.Path is "-");

    /// <exception cref="UsageException">A file is given as two tables.</exception>
    public NamedFile[] Read(ParseResult arguments)
    {
        var tables = arguments.GetValue(_option) ?? [];
        var named = tables.GroupBy(t => Path.GetFullPath(t.Path), t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Distinct(StringComparer.Ordinal).Count() > 1);
        return named is null ? tables : throw new UsageException($"'{Path.GetFileName(named.Key)}' is given as {string.Join(" and ", named)}; a file is one table.");
    }
}
