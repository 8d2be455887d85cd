using Spectre.Console;

namespace HeadTracker.CommandLine;

/// <summary>
/// Tables for people: framed in a terminal, plain aligned columns in a file or pipe. One that is wider than the terminal becomes several, one
/// below the other, each beginning with the first column: a table squeezed into its lines breaks words and numbers.
/// </summary>
public static class Report
{
    /// <summary>Of lines where there is no terminal to ask.</summary>
    private const int UsualWidth = 80;

    /// <summary>What a frame adds to a table, and to each of its columns.</summary>
    private const int FrameWidth = 1, FrameOfColumn = 3;

    public static void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected) Plain(headings, rows);
        else
        {
            foreach (var part in Parts(headings, rows, AnsiConsole.Profile.Width - FrameWidth))
            {
                Framed(Chosen(headings, part), [.. rows.Select(row => Chosen(row, part))]);
            }
        }
    }

    /// <summary>Of the lines of a text.</summary>
    private static int TextWidth => Console.IsOutputRedirected ? UsualWidth : AnsiConsole.Profile.Width;

    /// <summary>A text in lines that fit.</summary>
    public static void Text(string text)
    {
        foreach (var line in WordWrap.Lines(text, TextWidth)) Console.WriteLine(line);
    }

    /// <summary>A text under its name, its lines indented.</summary>
    public static void Paragraph(string name, string text)
    {
        var indent = new string(' ', name.Length + 2);
        var label = name + "  ";
        foreach (var line in WordWrap.Lines(text, TextWidth - indent.Length))
        {
            Console.WriteLine(label + line);
            label = indent;
        }
    }

    /// <summary>Which columns each of the tables has.</summary>
    private static IEnumerable<int[]> Parts(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        var widths = headings.Select((heading, column) => FrameOfColumn + Math.Max(heading.Length, rows.Max(row => (int?)row[column].Length) ?? 0)).ToArray();
        var (part, used) = (new List<int> { 0 }, widths[0]);
        for (var column = 1; column < widths.Length; column++)
        {
            if (part.Count > 1 && used + widths[column] > width)
            {
                yield return [.. part];
                (part, used) = ([0], widths[0]);
            }

            part.Add(column);
            used += widths[column];
        }

        yield return [.. part];
    }

    private static string[] Chosen(IReadOnlyList<string> cells, int[] columns) => [.. columns.Select(column => cells[column])];

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
