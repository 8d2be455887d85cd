using Spectre.Console;

namespace HeadTracker.Training.Commands;

/// <summary>A progress bar with the time that is left, for commands that walk a dataset.</summary>
internal static class ConsoleProgress
{
    /// <param name="label">What is being done.</param>
    /// <param name="total">Steps in all.</param>
    /// <param name="work">Is given what to call with the number of steps done.</param>
    public static void Run(string label, int total, Action<Action<int>> work)
    {
        if (Console.IsOutputRedirected)
        {
            work(_ => { });
            return;
        }

        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(label), maxValue: Math.Max(1, total));
                work(done => task.Value = done);
                task.Value = total;
            });
    }
}
