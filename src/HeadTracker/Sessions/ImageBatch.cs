using HeadTracker.Capture;
using HeadTracker.Output;
using OpenCvSharp;
using Spectre.Console;

namespace HeadTracker.Sessions;

/// <summary>How several pictures went.</summary>
/// <param name="Results">Of those that could be read, in their order.</param>
/// <param name="Unreadable">How many could not, which the user has been told one by one.</param>
/// <param name="IsInterrupted">Whether pictures are left that nobody looked at.</param>
internal sealed record ImageOutcome(IReadOnlyList<ImageResult> Results, int Unreadable, bool IsInterrupted);

/// <summary>Picture after picture: one that cannot be read is named and left out, and an interruption keeps what is done.</summary>
/// <param name="run">Looks at each.</param>
/// <param name="copies">Takes the annotated copies, or null; stays the caller's.</param>
/// <param name="done">Told of each result at once.</param>
internal sealed class ImageBatch(ImageRun run, AnnotatedCopies? copies, Action<ImageResult> done)
{
    private readonly List<ImageResult> _results = [];
    private int _unreadable;

    /// <summary>Looks at all pictures until stopped, with progress on standard error when a person watches.</summary>
    /// <exception cref="UserErrorException">The copies cannot be written.</exception>
    public ImageOutcome Execute(IReadOnlyList<string> files, bool showProgress, CancellationToken stop)
    {
        if (showProgress) RunWithProgress(files, stop);
        else Run(files, _ => { }, stop);
        return new ImageOutcome(_results, _unreadable, _results.Count + _unreadable < files.Count);
    }

    private void RunWithProgress(IReadOnlyList<string> files, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask("pictures", maxValue: files.Count);
            // How long one picture takes is not known beforehand.
            task.IsIndeterminate = files.Count == 1;
            Run(files, index =>
            {
                task.Value = index;
                task.Description = Markup.Escape($"{index + 1} of {files.Count}: {Path.GetFileName(files[index])}");
            }, stop);
        });
    }

    private void Run(IReadOnlyList<string> files, Action<int> begun, CancellationToken stop)
    {
        try
        {
            for (var i = 0; i < files.Count && !stop.IsCancellationRequested; i++)
            {
                begun(i);
                Process(files[i], stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The picture in hand counts as not looked at.
        }
    }

    private void Process(string file, CancellationToken stop)
    {
        using var image = TryRead(file);
        if (image is null) return;
        var result = run.Process(file, image, copies, stop);
        _results.Add(result);
        done(result);
    }

    private Mat? TryRead(string file)
    {
        try
        {
            return ImageFile.Read(file);
        }
        catch (UserErrorException e)
        {
            _unreadable++;
            Console.Error.WriteLine(e.Message);
            return null;
        }
    }
}
