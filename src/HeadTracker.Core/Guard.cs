using System.Runtime.InteropServices;

namespace HeadTracker;

/// <summary>
/// Starts what nobody stands above: threads, work of the thread pool, timers, signals. An exception that came out of one of these would end
/// the process and lose its files; here it is handed to whoever can make a warning or an orderly end of it.
/// </summary>
/// <remarks>A test keeps the rest of the program from starting any of these by itself.</remarks>
public static class Guard
{
    /// <summary>Does something, and hands on what it throws.</summary>
    /// <param name="work">May throw anything.</param>
    /// <param name="failed">Told what was thrown, on the same thread. When it throws too nobody is left to be told.</param>
    public static void Run(Action work, Action<Exception> failed)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            Tell(failed, e);
        }
    }

    /// <summary>A thread that ends with the process, still to be started.</summary>
    /// <param name="name">For debuggers.</param>
    /// <param name="work">All that it does.</param>
    /// <param name="failed">Told on the thread, as its last act.</param>
    public static Thread NewThread(string name, Action work, Action<Exception> failed) =>
        new(() => Run(work, failed)) { Name = "HeadTracker " + name, IsBackground = true };

    /// <summary>Does something soon on a thread of the pool.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="failed">Told on that thread.</param>
    public static void Queue(Action work, Action<Exception> failed) => ThreadPool.QueueUserWorkItem(_ => Run(work, failed));

    /// <summary>Begins asynchronous work on a thread of the pool.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="failed">Told at once, not only when the work is waited for.</param>
    /// <returns>Completes when it has ended, and never fails.</returns>
    public static Task Start(Func<Task> work, Action<Exception> failed) => Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Tell(failed, e);
        }
    });

    /// <summary>Does something later, again and again.</summary>
    /// <param name="work">What to do, on a thread of the pool.</param>
    /// <param name="due">When for the first time; <see cref="Timeout.InfiniteTimeSpan"/> for when it is told to.</param>
    /// <param name="period">How long from one time to the next; <see cref="Timeout.InfiniteTimeSpan"/> for once.</param>
    /// <param name="failed">Told on that thread, each time.</param>
    /// <returns>The caller disposes it.</returns>
    public static Timer NewTimer(Action work, TimeSpan due, TimeSpan period, Action<Exception> failed) => new(_ => Run(work, failed), null, due, period);

    /// <summary>Answers a signal of the system.</summary>
    /// <param name="signal">Which.</param>
    /// <param name="answer">On a thread of the system's.</param>
    /// <param name="failed">Told on that thread.</param>
    /// <returns>The caller disposes it to answer no more.</returns>
    public static PosixSignalRegistration OnSignal(PosixSignal signal, Action<PosixSignalContext> answer, Action<Exception> failed) =>
        PosixSignalRegistration.Create(signal, context => Run(() => answer(context), failed));

    /// <summary>An exception as a sentence for the user: its own when it was made for that, otherwise that the program has a fault.</summary>
    public static string Told(Exception e) => e is UserErrorException
        ? e.Message
        : $"HeadTracker has a fault, please report it ({e.GetType().Name}: {e.Message.Split('\n', 2)[0].Trim().TrimEnd('.')}).";

    private static void Tell(Action<Exception> failed, Exception e)
    {
        try
        {
            failed(e);
        }
        catch (Exception)
        {
            // A warning that cannot be given is no reason to end what goes on without it.
        }
    }
}
