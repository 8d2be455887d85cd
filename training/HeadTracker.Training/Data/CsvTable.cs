using System.Text;
using nietras.SeparatedValues;

namespace HeadTracker.Training.Data;

/// <summary>A comma-separated table with a header line; fields with commas stand in double quotes.</summary>
public sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private CsvTable(IReadOnlyList<string[]> lines)
    {
        var header = lines.Count == 0 ? [] : lines[0];
        for (var i = 0; i < header.Length; i++) _columns.TryAdd(header[i].Trim(), i);
        Rows = [.. lines.Skip(1)];
    }

    public IReadOnlyList<string[]> Rows { get; }

    /// <param name="file">UTF-8.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="UserErrorException">A quote has no end.</exception>
    public static CsvTable Parse(ReadOnlySpan<byte> file, string name = "the table") => new(ReadLines(file, name));

    /// <summary>The fields of every line that is not blank; lines may have different numbers of them.</summary>
    /// <inheritdoc cref="Parse"/>
    public static IReadOnlyList<string[]> ReadLines(ReadOnlySpan<byte> file, string name)
    {
        var text = Encoding.UTF8.GetString(file).TrimStart('\uFEFF');
        var lines = new List<string[]>();
        try
        {
            Read(text, name, lines);
        }
        catch (NotSupportedException e)
        {
            throw new UserErrorException($"{name} has a line or a field too long for a table; give a CSV file.", e);
        }

        return lines;
    }

    private static void Read(string text, string name, List<string[]> lines)
    {
        using var reader = Sep.New(',').Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).FromText(text);
        foreach (var row in reader)
        {
            // An open quote would swallow all lines up to the next one.
            if (row.LineNumberToExcl - row.LineNumberFrom > 1)
                throw new UserErrorException(
                    $"{name}, line {row.LineNumberFrom}: a quote has no end; put a field that holds a quote in quotes, and double the one inside.");
            if (row.ColCount == 1 && row[0].Span.IsWhiteSpace()) continue;
            var fields = new string[row.ColCount];
            for (var i = 0; i < fields.Length; i++) fields[i] = row[i].ToString();
            lines.Add(fields);
        }
    }

    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>Where the first of several possible columns stands; -1 when the table has none of them.</summary>
    public int IndexOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_columns.TryGetValue(name, out var index)) return index;
        }

        return -1;
    }

    /// <summary>A field as this class reads it back: in quotes where it holds a comma or a quote.</summary>
    public static string Quoted(string field) => field.AsSpan().ContainsAny(',', '"') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
