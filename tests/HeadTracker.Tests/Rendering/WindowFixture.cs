using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using HeadTracker.Rendering;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Rendering;

[CollectionDefinition("window")]
public sealed class WindowCollection : ICollectionFixture<WindowFixture>;

/// <summary>One thread that owns the display and every window, as the main thread does in the application.</summary>
public sealed class WindowFixture : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private VirtualDisplay? _display;

    public WindowFixture()
    {
        _thread = new Thread(() =>
        {
            foreach (var work in _work.GetConsumingEnumerable()) work();
        });
        _thread.Start();
    }

    /// <summary>Opens a window of this framebuffer size, hands it over on its thread and closes it.</summary>
    internal void Use(int width, int height, Action<TrackerWindow, Handover<TrackerSnapshot>> test)
    {
        Exception? failure = null;
        using var done = new ManualResetEventSlim();
        _work.Add(() =>
        {
            try
            {
                _display ??= new VirtualDisplay();
                using var slot = new Handover<TrackerSnapshot>(DeliveryPolicy.LatestFrame);
                using var window = new TrackerWindow(slot, "HeadTracker test");
                window.NativeWindow.WaitsForEvents = false;
                Resize(window, width, height);
                test(window, slot);
            }
            catch (Exception e)
            {
                failure = e;
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Resizes and waits until the window system has done so.</summary>
    internal static void Resize(TrackerWindow window, int width, int height)
    {
        window.NativeWindow.Size = (width, height);
        for (var i = 0; i < 200 && window.NativeWindow.FramebufferSize != (width, height); i++)
        {
            window.NativeWindow.DoEvents();
            Thread.Sleep(5);
        }

        window.NativeWindow.DoEvents();
        Assert.Equal((width, height), window.NativeWindow.FramebufferSize);
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
        _display?.Dispose();
    }
}
