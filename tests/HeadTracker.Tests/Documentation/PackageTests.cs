using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HeadTracker.Contract;

namespace HeadTracker.Tests.Documentation;

/// <summary>What whoever takes the packages gets, and that the documented program can be built from them and nothing else of ours.</summary>
public sealed class PackageTests(PackedLibraries packages) : IClassFixture<PackedLibraries>
{
    private const string Core = "HeadTracker.Core", Vision = "HeadTracker.Vision";

    [Theory]
    [InlineData(Core, "MIT", "System.Numerics.Tensors")]
    [InlineData(Vision, "MIT AND Apache-2.0", "HeadTracker.Core", "Microsoft.ML.OnnxRuntime.Managed", "OpenCvSharp4", "System.Numerics.Tensors")]
    public void It_says_what_it_is_and_depends_on_no_systems_natives(string project, string licence, params string[] dependencies)
    {
        var metadata = packages.MetadataOf(project);

        string Text(string name) => Of(metadata, name).Single().Value;
        Assert.Equal((licence, "expression"), (Text("license"), (string?)Of(metadata, "license").Single().Attribute("type")));
        Assert.Equal("README.md", Text("readme"));
        Assert.NotEqual("Package Description", Text("description"));
        Assert.Contains("head-tracking", Text("tags"), StringComparison.Ordinal);
        Assert.Equal("git", (string?)Of(metadata, "repository").Single().Attribute("type"));
        var group = Of(Of(metadata, "dependencies").Single(), "group").Single();
        Assert.Equal("net10.0", (string?)group.Attribute("targetFramework"));
        Assert.Equal(dependencies, Of(group, "dependency").Select(one => (string)one.Attribute("id")!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Core)]
    [InlineData(Vision, "buildTransitive/HeadTracker.Vision.targets", "models/blazeface-LICENSE.txt", "models/blazeface-back-256.onnx",
        "models/blazeface-front-128.onnx", "models/manifest.json", "models/pose-free-r18w32-112.md", "models/pose-free-r18w32-112.onnx")]
    public void It_carries_code_docs_and_readme_and_nothing_native(string project, params string[] besides)
    {
        using var package = packages.Open(project);

        string[] expected = ["README.md", .. besides, $"lib/net10.0/{project}.dll", $"lib/net10.0/{project}.xml", $"{project}.nuspec"];
        var ofFormat = new Regex(@"^(_rels/|package/|\[Content_Types\])");
        Assert.Equal(expected.Order(StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName).Where(name => !ofFormat.IsMatch(name)).Order(StringComparer.Ordinal));
        var readme = File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "src", project, "README.md"));
        Assert.Equal(readme, ReadAll(package.GetEntry("README.md")!));
    }

    [Theory]
    [InlineData(Core)]
    [InlineData(Vision)]
    public void Its_symbols_are_portable_and_hold_the_source(string project)
    {
        var embeddedSource = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        using var package = packages.Open(project, ".snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(ReadAll(package.GetEntry($"lib/net10.0/{project}.pdb")!)));
        var symbols = provider.GetMetadataReader();

        var embedding = symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation)
            .Where(one => symbols.GetGuid(one.Kind) == embeddedSource).Select(one => one.Parent).ToHashSet();
        Assert.InRange(symbols.Documents.Count, 30, 500);
        Assert.All(symbols.Documents, document => Assert.Contains(document, embedding));
    }

    /// <summary>The manifest is the repository's, but for the default, whose licence must be the package's.</summary>
    [Fact]
    public void Its_models_are_those_of_the_manifest_and_free_to_ship()
    {
        var folder = packages.PathOf("models");
        using (var package = packages.Open(Vision))
        {
            foreach (var entry in package.Entries.Where(entry => entry.FullName.StartsWith("models/", StringComparison.Ordinal)))
            {
                Directory.CreateDirectory(folder);
                entry.ExtractToFile(Path.Combine(folder, entry.Name));
            }
        }

        var (packed, own) = (ModelManifest.ReadFrom(folder), ModelManifest.ReadFrom(Path.Combine(SharedData.RepositoryRoot, "models")));
        Assert.Equal(
            own.Models.Select(model => (model.File, model.Sha256, model.Licence)), packed.Models.Select(model => (model.File, model.Sha256, model.Licence)));
        Assert.StartsWith("MIT", packed.Find(packed.Default!)!.Licence, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*.onnx"))
        {
            Assert.Matches("^(MIT|Apache-2.0)", packed.Find(Path.GetFileName(file))!.Licence);
            ModelManifest.Check(file, File.ReadAllBytes(file));
        }
    }

    /// <summary>With the packages that the document names, of which all but ours lie where NuGet has put them: nothing is fetched.</summary>
    [Fact]
    public void The_documented_program_is_built_from_them_and_runs()
    {
        var commands = string.Join('\n', MarkdownCode.Read("docs/library.md", ""));
        var natives = Regex.Matches(commands, @"^dotnet add package (\S+) --version (\S+)$", RegexOptions.Multiline).Select(add =>
            $"""<PackageReference Include="{add.Groups[1].Value}" Version="{add.Groups[2].Value}" />""").ToList();
        Assert.Equal(2, natives.Count);
        if (!OperatingSystem.IsLinux()) return;
        var folder = Directory.CreateDirectory(packages.PathOf("consumer")).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Assert.Single(MarkdownCode.Read("docs/library.md", "csharp")));
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreSources>{packages.Feed}</RestoreSources>
                <RestoreFallbackFolders>{GlobalPackages}</RestoreFallbackFolders>
                <RestorePackagesPath>{Path.Combine(folder, "packages")}</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{Vision}" Version="{Of(packages.MetadataOf(Vision), "version").Single().Value}" />
                {string.Join('\n', natives)}
              </ItemGroup>
            </Project>
            """);

        PackedLibraries.Dotnet(folder, "build", "-o", Path.Combine(folder, "out"));

        using var process = Commands.Program.StartAssembly(Path.Combine(folder, "out", "Consumer.dll"), DemoClip.Film);
        var result = Commands.Program.Finish(process);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        DemoClip.AssertFollowed(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), within: 5);
    }

    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static IEnumerable<XElement> Of(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using (var stream = entry.Open()) stream.CopyTo(content);
        return content.ToArray();
    }
}
