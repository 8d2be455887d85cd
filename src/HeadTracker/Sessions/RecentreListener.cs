using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace HeadTracker.Sessions;

/// <summary>
/// Recentres a run from outside its window: <c>headtracker recentre</c> through a named pipe that only this user can open, and the
/// signal USR1 where there are signals. Hotkey tools call either, which also helps where programs may not watch all keys.
/// </summary>
/// <remarks>Whatever goes wrong with the pipe is one warning: the run does not depend on it.</remarks>
internal sealed class RecentreListener : IDisposable
{
    private const byte Recentre = (byte)'r';

    /// <summary>For a byte that whoever connects sends at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Action _recentre;
    private readonly PosixSignalRegistration? _signal;
    private readonly Task _listening;

    /// <param name="recentre">Called on any thread.</param>
    /// <param name="warn">Told in one sentence when commands cannot be heard; called on any thread.</param>
    public RecentreListener(Action recentre, Action<string> warn)
    {
        _recentre = recentre;
        if (!OperatingSystem.IsWindows())
        {
            _signal = Guard.OnSignal((PosixSignal)UserSignal, context =>
            {
                context.Cancel = true;
                recentre();
            }, Warn);
        }

        _listening = Guard.Start(() => Listen(warn), Warn);

        void Warn(Exception e) => warn($"This run may not hear '{CommandName.Typed} recentre': {Guard.Told(e)}");
    }

    /// <summary>SIGUSR1's number.</summary>
    private static int UserSignal => OperatingSystem.IsMacOS() ? 30 : 10;

    /// <summary>Tells a tracker of this user to recentre: of several that run, the one that was started last.</summary>
    /// <exception cref="UserErrorException">None runs.</exception>
    public static void Send()
    {
        if (!RecentrePipes.Running().Any(TrySend))
        {
            throw new UserErrorException($"No tracker of yours is running here; start one with '{CommandName.Typed} track'.");
        }
    }

    public void Dispose()
    {
        _signal?.Dispose();
        _stop.Cancel();
        _listening.Wait();
        _stop.Dispose();
    }

    private static bool TrySend(string name)
    {
        try
        {
            using var pipe = new NamedPipeClientStream(".", name, PipeDirection.Out, PipeOptions.CurrentUserOnly);
            pipe.Connect(Patience);
            pipe.WriteByte(Recentre);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or IOException or UnauthorizedAccessException)
        {
            // It ended just now, or another user's program has taken the name.
            return false;
        }
    }

    private async Task Listen(Action<string> warn)
    {
        var callers = new List<Task>();
        try
        {
            var pipe = NewPipe();
            try
            {
                while (true)
                {
                    var connected = await TryAccept(pipe).ConfigureAwait(false);
                    var caller = pipe;
                    // The next one before this one goes: without any, the name would be gone for a moment.
                    pipe = NewPipe();
                    callers.RemoveAll(one => one.IsCompleted);
                    callers.Add(connected ? Hear(caller) : caller.DisposeAsync().AsTask());
                }
            }
            finally
            {
                await pipe.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
        catch (Exception)
        {
            warn($"This run cannot be recentred by '{CommandName.Typed} recentre', since the temporary folder takes no socket for it; "
                + "set TMPDIR to a folder with a short path that you may write to.");
        }

        await Task.WhenAll(callers).ConfigureAwait(false);
    }

    private static NamedPipeServerStream NewPipe() => new(RecentrePipes.Own, PipeDirection.In, NamedPipeServerStream.MaxAllowedServerInstances,
        PipeTransmissionMode.Byte, PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous);

    /// <returns>False when whoever connected is somebody else, or gone again.</returns>
    private async Task<bool> TryAccept(NamedPipeServerStream pipe)
    {
        try
        {
            await pipe.WaitForConnectionAsync(_stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Each caller on its own, so that one who says nothing keeps nobody waiting.</summary>
    private async Task Hear(NamedPipeServerStream caller)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        try
        {
            await using (caller.ConfigureAwait(false))
            {
                var request = new byte[1];
                if (await caller.ReadAsync(request, patience.Token).ConfigureAwait(false) == 1 && request[0] == Recentre) _recentre();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Said nothing, or left.
        }
    }
}
