namespace HeadTracker.Serialization;

/// <summary>What was probably meant by a word that is not known.</summary>
public static class NearestWord
{
    /// <summary>The known word that is fewest letters away (Levenshtein's distance; case does not count), or null when that is too far.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What there is.</param>
    /// <param name="farthest">The most letters to put in, take out or change.</param>
    public static string? To(string word, IEnumerable<string> known, int farthest)
    {
        var (nearest, distance) = known.Select(name => (Name: name, Distance: Distance(word, name))).MinBy(pair => pair.Distance);
        return nearest is not null && distance <= farthest ? nearest : null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
