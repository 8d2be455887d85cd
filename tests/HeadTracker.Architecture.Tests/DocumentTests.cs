using System.Text;
using System.Text.RegularExpressions;
using HeadTracker.Output.Network;
using HeadTracker.Tests;

namespace HeadTracker.Architecture.Tests;

/// <summary>The pages for people: links lead somewhere, and what others rely on is in them.</summary>
public partial class DocumentTests
{
    private static readonly string[] Folders = [".github", "docs", "models", "src", "tests", "training"];

    private static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(SharedData.RepositoryRoot, "*.md"),
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, folder), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains("node_modules", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Links_lead_somewhere()
    {
        var links = Pages.SelectMany(page => LinksOf(page).Select(link => (page, link))).ToList();
        Assert.True(links.Count > 50, $"only {links.Count} links in {Pages.Count} pages");
        Assert.Empty(links.Where(one => !Leads(one.page, one.link)).Select(one => $"{Path.GetRelativePath(SharedData.RepositoryRoot, one.page)}: {one.link}"));
    }

    [Theory]
    [InlineData("# The camera's field of view", "the-cameras-field-of-view")]
    [InlineData("## `poses.csv`, its columns", "posescsv-its-columns")]
    [InlineData("## See [the schema](a.json) & more", "see-the-schema--more")]
    public void A_heading_has_the_anchor_that_GitHub_gives_it(string line, string anchor) => Assert.Equal([anchor], AnchorsOf([line]));

    [Fact]
    public void Headings_alike_are_numbered_and_code_has_none() => Assert.Equal(["a", "a-1"], AnchorsOf(["# A", "```", "# a comment", "```", "## A"]));

    /// <summary>CI runs the second of them, and people type what the README says.</summary>
    [Theory]
    [InlineData("./headtracker demo")]
    [InlineData("./headtracker test")]
    public void The_README_has_the_two_commands(string command) =>
        Assert.Contains(command, File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "README.md")));

    [Fact]
    public void Every_output_has_its_row_with_its_port()
    {
        var rows = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "docs", "sending.md"));
        foreach (var destination in PoseDestination.Names.Select(PoseDestination.Parse))
        {
            var place = destination.IsSharedMemory ? "shared memory" : $"UDP {destination.Port} |";
            Assert.Single(rows, row => row.StartsWith($"| `{destination.Name}` | {place}", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> LinksOf(string page) =>
        Prose(File.ReadAllLines(page)).SelectMany(line => Link().Matches(InlineCode().Replace(line, ""))).Select(match => match.Groups["to"].Value)
            .Where(link => !link.Contains(':', StringComparison.Ordinal));

    /// <summary>Whether a link leads to a file, a folder or a heading inside the repository.</summary>
    private static bool Leads(string page, string link)
    {
        var (path, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(path)));
        if (!target.StartsWith(SharedData.RepositoryRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !Path.Exists(target)) return false;
        return anchor is null || AnchorsOf(File.ReadAllLines(target)).Contains(anchor);
    }

    private static List<string> AnchorsOf(string[] lines)
    {
        var (anchors, seen) = (new List<string>(), new Dictionary<string, int>());
        foreach (var heading in Prose(lines).Select(line => Heading().Match(line)).Where(match => match.Success))
        {
            var text = Link().Replace(heading.Groups["text"].Value, "").ToLowerInvariant();
            var anchor = new StringBuilder();
            foreach (var sign in text.Where(sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-' or '_')) anchor.Append(sign == ' ' ? '-' : sign);
            var name = anchor.ToString();
            var before = seen.GetValueOrDefault(name);
            seen[name] = before + 1;
            anchors.Add(before == 0 ? name : $"{name}-{before}");
        }

        return anchors;
    }

    /// <summary>The lines outside fenced code.</summary>
    private static IEnumerable<string> Prose(string[] lines)
    {
        var isCode = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            else if (!isCode) yield return line;
        }
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)|\s(?:src|href)=""(?<to>[^""]+)""|^\[[^\]]+\]:\s*(?<to>\S+)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6} +(?<text>.*?)\s*$")]
    private static partial Regex Heading();
}
