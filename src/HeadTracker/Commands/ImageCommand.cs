using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Sessions;

namespace HeadTracker.Commands;

/// <summary><c>image</c>: head poses in photos.</summary>
internal sealed class ImageCommand : Verb
{
    private readonly Argument<string[]> _files = new("FILES")
    {
        Description = "Pictures, folders of pictures, or patterns such as 'photos/*.jpg'.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly ModelArguments _models = new();
    private readonly Option<string?> _output =
        new("--out", "-o") { HelpName = "DIR", Description = "Write a copy of each picture with boxes, axes and angles drawn in." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object per picture." };

    public ImageCommand()
        : base("image", "Find every face in pictures and tell where each looks.")
    {
        Arguments.Add(_files);
        AddGroups(_models.Group, new OptionGroup("Output", _output, _json));
        Examples = ["image photo.jpg", "image holiday/ --out annotated", "image *.png --json > poses.jsonl"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var json = parsed.GetValue(_json);
        var files = parsed.GetValue(_files)!.SelectMany(Expand).ToList();
        using var copies = parsed.GetValue(_output) is { } path ? new AnnotatedCopies(path, files) : null;
        using var engines = _models.Open(parsed, thorough: true);
        var batch = new ImageBatch(new ImageRun(engines, parsed.GetValue(_models.FieldOfView)), copies, result =>
        {
            if (json) Console.WriteLine(result.ToJson());
        });
        // Lines on a terminal and a bar below them would be written over each other.
        var outcome = batch.Execute(files, !Console.IsErrorRedirected && (!json || Console.IsOutputRedirected), interrupt.Token);
        if (outcome.Results.Count > 0)
        {
            copies?.Commit();
            if (!json) ImageReport.Print(outcome.Results, copies?.Path);
        }

        if (outcome.IsInterrupted) Console.Error.WriteLine($"Interrupted: {outcome.Results.Count} of {files.Count} pictures were looked at.");
        return outcome.Unreadable > 0 || outcome.IsInterrupted ? 1 : 0;
    }

    /// <summary>The shell expands patterns on Unix; on Windows, and for folders, this does.</summary>
    private static IEnumerable<string> Expand(string name)
    {
        if (Directory.Exists(name)) return FrameSources.PicturesIn(name, "*");
        if (File.Exists(name) || !(name.Contains('*') || name.Contains('?'))) return [name];
        var folder = Path.GetDirectoryName(name);
        return FrameSources.PicturesIn(string.IsNullOrEmpty(folder) ? "." : folder, Path.GetFileName(name));
    }
}
