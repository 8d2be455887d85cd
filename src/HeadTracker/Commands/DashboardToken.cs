using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.CommandLine;

namespace HeadTracker.Commands;

/// <summary>What the dashboard's addresses begin with, where programs have to know it beforehand: from a file, the environment or the command line.</summary>
internal sealed class DashboardToken
{
    private const string Variable = "HEADTRACKER_TOKEN";
    private const string Rule = "8 to 64 letters and digits: whoever knows it can see your camera";

    public Option<string?> Word { get; } = new("--token")
    {
        HelpName = "WORD",
        Description = "What the dashboard's addresses begin with, so that programs can know them beforehand. Other users of this machine can read "
            + $"it among its processes; --token-file and the variable {Variable} keep it from them. Default: 32 random digits.",
    };

    public Option<string?> File { get; } = new("--token-file") { HelpName = "FILE", Description = "The same, read from a file." };

    public bool IsGiven(CommandResult result) => result.GetResult(Word) is { Implicit: false } || result.GetResult(File) is { Implicit: false };

    public void Validate(CommandResult result)
    {
        if (result.GetValue(Word) is { } word && !IsToken(word)) result.AddError($"--token takes {Rule}");
        if (result.GetResult(Word) is not null && result.GetResult(File) is not null) result.AddError("--token and --token-file say the same; leave one out");
    }

    /// <summary>Null for a random one.</summary>
    /// <exception cref="UserErrorException">The file cannot be read, or it or the variable holds something else than a token.</exception>
    public string? In(ParseResult parsed)
    {
        if (parsed.GetValue(Word) is { } word)
        {
            Console.Error.WriteLine($"Other users of this machine can read the token in this program's arguments; give it with --token-file or in {Variable}.");
            return word;
        }

        if (parsed.GetValue(File) is { } file) return Checked(Read(file), file);
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } inherited) return null;
        // Programs that this one starts need not know it.
        Environment.SetEnvironmentVariable(Variable, null);
        return Checked(inherited, Variable);
    }

    private static string Read(string file)
    {
        try
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            if (!OperatingSystem.IsWindows() && (System.IO.File.GetUnixFileMode(file) & others) != 0)
            {
                Console.Error.WriteLine($"Other users of this machine can read {file}; 'chmod 600 {file}' keeps the token in it from them.");
            }

            return System.IO.File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The token cannot be read from {file} ({e.Message.TrimEnd('.')}); check the path and its rights.", e);
        }
    }

    private static string Checked(string token, string place) =>
        IsToken(token) ? token : throw new UserErrorException($"{place} holds no token, which is {Rule}; put one there.");

    private static bool IsToken(string text) => text.Length is >= 8 and <= 64 && text.All(char.IsAsciiLetterOrDigit);
}
