using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HeadTracker.Sessions;

/// <summary>
/// Recentres a run from outside its window: <c>headtracker recentre</c> through a named pipe that only this user can open, and the
/// signal USR1 where there are signals. Hotkey tools call either, which also helps where programs may not watch all keys.
/// </summary>
internal sealed class RecentreListener : IDisposable
{
    private const byte Recentre = (byte)'r';
    private const int ConnectMilliseconds = 500;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration? _signal;
    private readonly Task _listening;

    /// <param name="recentre">Called on any thread.</param>
    public RecentreListener(Action recentre)
    {
        if (!OperatingSystem.IsWindows())
        {
            _signal = Guard.OnSignal((PosixSignal)UserSignal, context =>
            {
                context.Cancel = true;
                recentre();
            }, Warn);
        }

        _listening = Guard.Start(() => Listen(recentre, _stop.Token), Warn);

        static void Warn(Exception e) => Console.Error.WriteLine($"This run may not hear './headtracker recentre': {Guard.Told(e)}");
    }

    private static string PipeName => $"headtracker-{Environment.UserName}";

    /// <summary>SIGUSR1's number.</summary>
    private static int UserSignal => OperatingSystem.IsMacOS() ? 30 : 10;

    /// <summary>Tells a running tracker of this user to recentre.</summary>
    /// <exception cref="UserErrorException">None runs.</exception>
    public static void Send()
    {
        try
        {
            using var pipe = new NamedPipeClientStream(".", PipeName, PipeDirection.Out, PipeOptions.CurrentUserOnly);
            pipe.Connect(ConnectMilliseconds);
            pipe.WriteByte(Recentre);
        }
        catch (Exception e) when (e is TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException("No tracker of yours is running here; start one with './headtracker track'.", e);
        }
    }

    public void Dispose()
    {
        _signal?.Dispose();
        _stop.Cancel();
        _listening.Wait();
        _stop.Dispose();
    }

    private static async Task Listen(Action recentre, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var pipe = new NamedPipeServerStream(PipeName, PipeDirection.In, 1, PipeTransmissionMode.Byte,
                    PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous);
                while (!stop.IsCancellationRequested)
                {
                    await pipe.WaitForConnectionAsync(stop).ConfigureAwait(false);
                    var request = new byte[1];
                    if (await pipe.ReadAsync(request, stop).ConfigureAwait(false) == 1 && request[0] == Recentre) recentre();
                    pipe.Disconnect();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
            {
                // Another tracker of this user has the name: it is the one that gets the command. Perhaps it ends.
                await Task.WhenAny(Task.Delay(1000, stop)).ConfigureAwait(false);
            }
        }
    }
}
