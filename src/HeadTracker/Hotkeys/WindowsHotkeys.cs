using System.Runtime.InteropServices;

namespace HeadTracker.Hotkeys;

/// <summary>Hotkeys by RegisterHotKey, whose messages come to the thread that registered them.</summary>
internal sealed partial class WindowsHotkeys : IDisposable
{
    private const uint NoRepeat = 0x4000, HotkeyMessage = 0x0312, QuitMessage = 0x0012;
    private readonly IReadOnlyList<(Hotkey Key, Action Act)> _keys;
    private readonly Action<string> _warn;
    private readonly ManualResetEventSlim _isReady = new();
    private readonly Thread _thread;
    private uint _threadId;

    public WindowsHotkeys(IReadOnlyList<(Hotkey Key, Action Act)> keys, Action<string> warn)
    {
        (_keys, _warn) = (keys, warn);
        _thread = Guard.NewThread("hotkeys", Listen, e => warn($"Hotkeys are heard no more: {Guard.Told(e)}"));
        _thread.Start();
    }

    public void Dispose()
    {
        _isReady.Wait();
        PostThreadMessage(_threadId, QuitMessage, 0, 0);
        _thread.Join();
        _isReady.Dispose();
    }

    private void Listen()
    {
        try
        {
            _threadId = GetCurrentThreadId();
            for (var i = 0; i < _keys.Count; i++) Register(i);
        }
        finally
        {
            // A message posted before the thread has a queue would be lost; registering made one.
            _isReady.Set();
        }

        while (GetMessage(out var message, 0, 0, 0) > 0)
        {
            if (message.Number == HotkeyMessage) _keys[(int)message.WParam].Act();
        }

        for (var i = 0; i < _keys.Count; i++) UnregisterHotKey(0, i);
    }

    private void Register(int number)
    {
        var key = _keys[number].Key;
        if (!RegisterHotKey(0, number, ModifiersOf(key.Modifiers) | NoRepeat, (uint)key.VirtualKey))
        {
            _warn($"The hotkey {key.Text} belongs to another program already; choose another one in the profile.");
        }
    }

    private static uint ModifiersOf(HotkeyModifiers modifiers) =>
        (modifiers.HasFlag(HotkeyModifiers.Alt) ? 1u : 0) | (modifiers.HasFlag(HotkeyModifiers.Ctrl) ? 2u : 0)
            | (modifiers.HasFlag(HotkeyModifiers.Shift) ? 4u : 0) | (modifiers.HasFlag(HotkeyModifiers.Win) ? 8u : 0);

    [LibraryImport("user32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool RegisterHotKey(nint window, int id, uint modifiers, uint virtualKey);

    [LibraryImport("user32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool UnregisterHotKey(nint window, int id);

    [LibraryImport("user32", EntryPoint = "GetMessageW")]
    private static partial int GetMessage(out Message message, nint window, uint first, uint last);

    [LibraryImport("user32", EntryPoint = "PostThreadMessageW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PostThreadMessage(uint thread, uint message, nint wParam, nint lParam);

    [LibraryImport("kernel32")]
    private static partial uint GetCurrentThreadId();

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public nint Window;
        public uint Number;
        public nint WParam;
        public nint LParam;
        public uint Time;
        public int X, Y;
        public uint Private;
    }
}
