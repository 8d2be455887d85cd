namespace HeadTracker.Tests.Documentation;

/// <summary>Camera to pose in five lines: the document, the package's readme and the sample are one program, and it does what it says.</summary>
public class LibraryDocumentTests
{
    private const string Sample = "tests/Samples/CameraToPose/Program.cs";

    [Theory]
    [InlineData("docs/library.md")]
    [InlineData("src/HeadTracker.Vision/README.md")]
    public void The_documented_program_is_the_sample(string document)
    {
        var documented = Assert.Single(MarkdownCode.Read(document, "csharp"));
        Assert.Equal(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, Sample)).ReplaceLineEndings("\n"), documented);
        Assert.Equal(5, MarkdownCode.LinesOf(documented));
    }

    [Fact]
    public void The_sample_tells_how_the_demos_head_turns()
    {
        using var process = Commands.Program.StartAssembly(Path.Combine(AppContext.BaseDirectory, "CameraToPose.dll"), DemoClip.Film);
        var result = Commands.Program.Finish(process);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, DemoClip.Frames - 5, DemoClip.Frames);
        DemoClip.AssertFollowed(lines, within: 3);
    }
}
