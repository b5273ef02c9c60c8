using System.CommandLine;
using System.Globalization;
using System.Text;
using Tocsin.Cli.Terminal;
using Tocsin.Engine.Store;
using Tocsin.Kql.Text;
using Tocsin.Report.Writing;

namespace Tocsin.Cli.Commands;

/// <summary><c>tocsin store</c>: what a store holds, whether it is whole, and leaving out old days.</summary>
internal static class StoreCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("store", "Look after a store.");
        command.Add(Info(surroundings));
        command.Add(Verify(surroundings));
        command.Add(Prune(surroundings));
        return command;
    }

    public static void WriteLine(Surroundings surroundings, string text)
    {
        surroundings.Output.Write(Encoding.UTF8.GetBytes(TerminalText.Neutralise(text) + "\n"));
        surroundings.Output.Flush();
    }

    private static Argument<string> Folder() => new("dir") { Description = "The store's folder.", HelpName = "DIR" };

    private static Command Info(Surroundings surroundings)
    {
        var folder = Folder();
        var command = new Command("info", "Say what a store holds.") { folder };
        command.SetAction(arguments => CommandRunner.Run(surroundings, _ =>
        {
            var store = StoreCare.Open(arguments.GetValue(folder)!);
            foreach (var table in store.Tables)
            {
                WriteLine(surroundings, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Name}: {Quantity.Of(table.Rows, "row")}, {Quantity.Of(table.Days, "day")}, {table.First:O} to {table.Last:O}, {Quantity.Of(table.Files, "file")}"));
            }

            WriteLine(surroundings, $"{Quantity.Of(store.Sources, "source file")} in {Quantity.Of(store.Runs, "run")}");
            return ExitStatus.Done;
        }));
        return command;
    }

    private static Command Verify(Surroundings surroundings)
    {
        var folder = Folder();
        var command = new Command("verify", "Compare every file of a store with its checksum; exit status 3 where one is missing or changed.") { folder };
        command.SetAction(arguments => CommandRunner.Run(surroundings, cancellation =>
        {
            var condition = StoreCare.Verify(arguments.GetValue(folder)!, cancellation);
            Line[] lines = [.. condition.Missing.Select(p => new Line("missing", p)), .. condition.Changed.Select(p => new Line("changed", p)), .. condition.Extra.Select(p => new Line("extra", p))];
            foreach (var line in lines)
            {
                WriteLine(surroundings, $"{line.What,-7}  {line.Path}");
            }

            var extra = condition.Extra.Count == 0 ? "" : $", {Quantity.Of(condition.Extra.Count, "file")} beside it that the next ingest removes";
            WriteLine(surroundings, condition.IsWhole ? "whole" + extra : Quantity.Of(condition.Missing.Count + condition.Changed.Count, "fault") + extra);
            return condition.IsWhole ? ExitStatus.Done : ExitStatus.Unreadable;
        }));
        return command;
    }

    private static Command Prune(Surroundings surroundings)
    {
        var folder = Folder();
        var before = new Option<DateOnly?>("--before")
        {
            Description = "Remove the days before this one, whole; rows without a time stay.",
            HelpName = "YYYY-MM-DD",
            Required = true,
            CustomParser = argument =>
            {
                var word = argument.Tokens is [var token] ? token.Value : "";
                if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    return day;
                }

                argument.AddError($"'{word}' is no day; expected one such as 2026-02-11.");
                return null;
            },
        };
        var command = new Command("prune", "Remove old days from a store.") { folder, before };
        command.SetAction(arguments => CommandRunner.Run(surroundings, _ =>
        {
            var removed = StoreCare.Prune(arguments.GetValue(folder)!, arguments.GetValue(before)!.Value);
            foreach (var table in removed)
            {
                WriteLine(surroundings, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Name}: {Quantity.Of(table.Days, "day")} removed, {table.First:O} to {table.Last:O}, {Quantity.Of(table.Rows, "row")}, {Quantity.Of(table.Files, "file")}"));
            }

            WriteLine(surroundings, removed.Count == 0 ? "no day is older" : $"{Quantity.Of(removed.Sum(t => t.Files), "file")} removed");
            return ExitStatus.Done;
        }));
        return command;
    }

    private sealed record Line(string What, string Path);
}
