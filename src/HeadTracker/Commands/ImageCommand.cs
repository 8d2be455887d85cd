using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Output;
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
        var files = parsed.GetValue(_files)!.SelectMany(Expand).ToList();
        using var folder = parsed.GetValue(_output) is { } path ? new OutputFolder(path) : null;
        var copies = folder is null ? null : NamesFor(files, folder.Path);
        using var engines = _models.Open(parsed, thorough: true);
        var run = new ImageRun(engines, parsed.GetValue(_models.FieldOfView));
        var results = new List<ImageResult>();
        for (var i = 0; i < files.Count && !interrupt.Token.IsCancellationRequested; i++)
        {
            ImageResult? result = null;
            if (folder is null) result = run.Process(files[i], null);
            else folder.Guard(() => result = run.Process(files[i], folder.Begin(copies![i])));
            results.Add(result!);
            if (parsed.GetValue(_json)) Console.WriteLine(result!.ToJson());
        }

        folder?.Commit();
        if (!parsed.GetValue(_json)) ImageReport.Print(results, folder?.Path);
        return 0;
    }

    /// <summary>The shell expands patterns on Unix; on Windows, and for folders, this does.</summary>
    private static IEnumerable<string> Expand(string name)
    {
        if (Directory.Exists(name)) return FrameSources.PicturesIn(name, "*");
        if (File.Exists(name) || !(name.Contains('*') || name.Contains('?'))) return [name];
        var folder = Path.GetDirectoryName(name);
        return FrameSources.PicturesIn(string.IsNullOrEmpty(folder) ? "." : folder, Path.GetFileName(name));
    }

    /// <summary>A name in the output folder for each picture: its own, numbered when several share it.</summary>
    private static List<string> NamesFor(IReadOnlyList<string> files, string folder)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (var file in files)
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) == folder)
            {
                throw new UserErrorException($"The annotated copy of {file} would replace the picture itself; give another folder with --out.");
            }

            var (stem, ending) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file).ToLowerInvariant());
            var name = stem + ending;
            for (var number = 2; !taken.Add(name); number++) name = $"{stem}-{number}{ending}";
            names.Add(name);
        }

        return names;
    }
}
