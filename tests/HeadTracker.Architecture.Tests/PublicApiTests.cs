using HeadTracker.Tests;
using PublicApiGenerator;

namespace HeadTracker.Architecture.Tests;

/// <summary>What other people's programs may call, as files under review: it changes when that is meant.</summary>
public class PublicApiTests
{
    private const string Accept = "HEADTRACKER_ACCEPT_API";
    private const string Folder = "tests/HeadTracker.Architecture.Tests/PublicApi";

    public static TheoryData<string> Packages { get; } = [Projects.Core.Name, Projects.Vision.Name];

    [Theory]
    [MemberData(nameof(Packages))]
    public void What_is_public_is_what_was_agreed(string package)
    {
        var assembly = Projects.All.Single(project => project.Name == package).Assembly;
        var found = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(SharedData.RepositoryRoot, Folder, $"{package}.txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, found);
        }

        var agreed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var (here, there) = (found.Split('\n'), agreed.Split('\n'));
        var changes = there.Except(here).Select(line => $"gone: {line.Trim()}").Concat(here.Except(there).Select(line => $"new:  {line.Trim()}"));
        Assert.True(found == agreed, $"""
            The public API of {package} is not what {Folder}/{package}.txt says:
            {string.Join('\n', changes)}
            If that is meant, take it over and commit the file:
            {Accept}=1 dotnet test {Path.GetDirectoryName(Folder)} -c Release --filter {nameof(PublicApiTests)}
            """);
    }
}
