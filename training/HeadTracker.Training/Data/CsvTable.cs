using System.Text;

namespace HeadTracker.Training.Data;

/// <summary>A comma-separated table with a header line; fields with commas stand in double quotes.</summary>
public sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private CsvTable(string[] header, List<string[]> rows)
    {
        for (var i = 0; i < header.Length; i++) _columns.TryAdd(header[i].Trim(), i);
        Rows = rows;
    }

    public IReadOnlyList<string[]> Rows { get; }

    public static CsvTable Parse(ReadOnlySpan<byte> file)
    {
        var lines = Encoding.UTF8.GetString(file).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new CsvTable(lines.Length == 0 ? [] : Split(lines[0]), [.. lines.Skip(1).Where(line => line.Trim().Length > 0).Select(Split)]);
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

    private static string[] Split(string line)
    {
        line = line.TrimEnd('\r');
        if (!line.Contains('"', StringComparison.Ordinal)) return line.Split(',');
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted) Flush();
            else field.Append(line[i]);
        }

        Flush();
        return [.. fields];

        void Flush()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
