using System.Globalization;
using System.Text;

namespace Tocsin.Telemetry.Schemas;

/// <summary>Which tables are known, as documentation: docs/tables.md is this text.</summary>
public static class TableDocument
{
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Tables that Tocsin knows

            This page is written from `src/Tocsin.Telemetry/Schemas/Tables`, a file a table; [formats.md](formats.md#adding-a-table) says how to add one.
            Columns and types are those of the pages that the numbers of columns lead to, as they were on the date behind. Files of these tables are read
            ([formats.md](formats.md)), and rules over them are checked for the service where they are to run ([checks.md](checks.md)).

            In Tocsin itself a table has the columns of both services. `Timestamp` and `TimeGenerated` are the same instant, and every table has both. Of a
            column with two types, Defender XDR's counts; where that is a string and Sentinel's dynamic, elements can be named all the same. Of two names that
            differ in case only, both are there. Queries that name them also see what no result, star or wildcard shows: the time column that no service of
            the table has, the columns of the list below, and in tables of Sentinel the standard columns of a workspace (`TenantId`, `_ItemId`, `_TimeReceived`, …).

            | table | Defender XDR | Sentinel |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var table in PublishedTables.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {table.Name} | {Cell(table, TableService.DefenderXdr)} | {Cell(table, TableService.Sentinel)} |\n");
        }

        text.Append("\n## Where the files differ from the pages\n\n");
        foreach (var table in PublishedTables.All)
        {
            if (table.Columns.Where(c => c.Tocsin is not null).Select(c => $"`{c.Name}`").ToList() is { Count: > 0 } added)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {table.Name}: {string.Join(", ", added)}, which published queries name and the pages lack.\n");
            }

            if (table.Note is { } note)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {table.Name}: {note}\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(PublishedTable table, TableService service)
    {
        if (table.Page(service) is not { } page)
        {
            return "";
        }

        var date = page.Date is { } day ? day.ToString(", yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
        return page.HasColumns
            ? string.Create(CultureInfo.InvariantCulture, $"[{table.Columns.Count(c => c.In(service) is not null)}]({page.Address}){date}")
            : $"[columns not known]({page.Address}){date}";
    }
}
