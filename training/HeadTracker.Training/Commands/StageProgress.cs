using HeadTracker.Training.Stages;
using Spectre.Console;

namespace HeadTracker.Training.Commands;

/// <summary>A bar with the time that is left per stage on a terminal; a line every tenth where the output goes to a file.</summary>
internal static class StageProgress
{
    private const int Parts = 10;

    /// <param name="work">Is given what to call when a stage begins.</param>
    public static T Run<T>(Func<Func<string, StageReport>, T> work)
    {
        if (Console.IsOutputRedirected) return work(Lines);

        var result = default(T);
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(progress => result = work(name => Bar(progress, name)));
        return result!;
    }

    private static StageReport Bar(ProgressContext progress, string name)
    {
        var task = progress.AddTask(Markup.Escape(name), maxValue: 1);
        return (fraction, note) =>
        {
            task.Value = fraction;
            task.Description = Markup.Escape(note.Length > 0 ? $"{name}: {note}" : name);
        };
    }

    private static StageReport Lines(string name)
    {
        var told = -1;
        return (fraction, note) =>
        {
            var part = (int)(fraction * Parts);
            if (part == told) return;
            told = part;
            Console.WriteLine($"{name}: {fraction:P0} {note}".TrimEnd());
        };
    }
}
