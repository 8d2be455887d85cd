using System.Runtime.InteropServices;

namespace HeadTracker.CommandLine;

/// <summary>
/// Turns the first Ctrl+C, a request to terminate, or the end of the terminal into a cancellation; a second Ctrl+C or request ends the
/// program at once.
/// </summary>
public sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _requests;

    public Interrupt() => _registrations =
    [
        Guard.OnSignal(PosixSignal.SIGINT, Handle, Tell),
        Guard.OnSignal(PosixSignal.SIGTERM, Handle, Tell),
        Guard.OnSignal(PosixSignal.SIGHUP, Handle, Tell),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private static void Tell(Exception e) => Console.Error.WriteLine(Guard.Told(e));

    private void Handle(PosixSignalContext context)
    {
        // A terminal that closes may say so several times, and what manages services says it besides its request: nobody is in a hurry then.
        if (context.Signal != PosixSignal.SIGHUP && Interlocked.Increment(ref _requests) > 1) return;
        context.Cancel = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The verb has ended by itself just now.
        }
    }
}
