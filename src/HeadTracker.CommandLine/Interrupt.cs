using System.Runtime.InteropServices;

namespace HeadTracker.CommandLine;

/// <summary>Turns the first Ctrl+C, or a request to terminate, into a cancellation; a second one ends the program at once.</summary>
public sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt() => _registrations =
    [
        Guard.OnSignal(PosixSignal.SIGINT, Handle, Tell),
        Guard.OnSignal(PosixSignal.SIGTERM, Handle, Tell),
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
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        _source.Cancel();
    }
}
