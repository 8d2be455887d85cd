using Spectre.Console;

namespace HeadTracker.CommandLine;

/// <summary>Tables for people: framed in a terminal, plain aligned columns in a file or pipe.</summary>
public static class Report
{
    public static void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected) Plain(headings, rows);
        else Framed(headings, rows);
    }

    private static void Framed(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (var column = 0; column < headings.Count; column++)
        {
            var cells = new TableColumn(Markup.Escape(headings[column]));
            table.AddColumn(IsNumeric(rows, column) ? cells.RightAligned() : cells);
        }

        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    private static void Plain(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(headings).ToList();
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        var numeric = headings.Select((_, column) => IsNumeric(rows, column)).ToArray();
        foreach (var row in all)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => numeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])))
                .TrimEnd());
        }
    }

    private static bool IsNumeric(IReadOnlyList<IReadOnlyList<string>> rows, int column) =>
        rows.Count > 0 && rows.All(row => row[column].Length == 0 || row[column] == "–" || double.TryParse(row[column].TrimEnd('°', '%'), out _));
}
