using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HeadTracker.Hotkeys;
using HeadTracker.Profiles;
using HeadTracker.Tests.Rendering;
using static HeadTracker.Tests.Rendering.Xlib;

namespace HeadTracker.Tests.Hotkeys;

/// <summary>Hotkeys as they are written, and as an X server reports them. Windows' are compiled here and nothing more.</summary>
[Collection("window")]
public sealed partial class HotkeyTests(WindowFixture fixture)
{
    [Theory]
    [InlineData("Ctrl+Alt+R", (int)(HotkeyModifiers.Ctrl | HotkeyModifiers.Alt), 'r', 'R')]
    [InlineData("ctrl + shift + 7", (int)(HotkeyModifiers.Ctrl | HotkeyModifiers.Shift), '7', '7')]
    [InlineData("F9", 0, 0xFFC6, 0x78)]
    [InlineData("Shift+F24", (int)HotkeyModifiers.Shift, 0xFFD5, 0x87)]
    [InlineData("Win+PageDown", (int)HotkeyModifiers.Win, 0xFF56, 0x22)]
    public void A_key_has_the_number_of_either_system(string text, int modifiers, int keySymbol, int virtualKey) =>
        Assert.Equal(new Hotkey(text, (HotkeyModifiers)modifiers, keySymbol, virtualKey), Hotkey.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("R")]
    [InlineData("Shift+R")]
    [InlineData("F25")]
    [InlineData("Ctrl+")]
    [InlineData("Ctrl+None+R")]
    [InlineData("6+R")]
    [InlineData("Hyper+R")]
    public void What_is_no_hotkey_is_a_sentence_that_names_the_setting(string text)
    {
        var error = Assert.Throws<UserErrorException>(() => SettingsJson.Parse($"{{\"hotkeys\":{{\"pause\":\"{text}\"}}}}"));
        Assert.StartsWith("'hotkeys.pause' is wrong: ", error.Message, StringComparison.Ordinal);
    }

    [DisplayFact]
    public void A_key_is_heard_whoever_has_the_keyboard_and_one_that_is_taken_is_said() => fixture.Use(320, 240, (_, _) =>
    {
        if (!OperatingSystem.IsLinux() || !IsThere) return;
        var (pressed, warnings) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using (GlobalHotkeys.Watch([(Hotkey.Parse("Ctrl+Alt+R"), () => pressed.Enqueue("recentre")), (Hotkey.Parse("F9"), () => pressed.Enqueue("pause"))],
            warnings.Enqueue))
        {
            // The watch grabs on a thread of its own: pressed until it is heard.
            Assert.True(SpinWait.SpinUntil(() => Pressed("F9", 0xFFC6), 20_000), string.Join("; ", warnings));
            Press([0xFFE3, 0xFFE9], 'r');
            Assert.True(SpinWait.SpinUntil(() => pressed.Contains("recentre"), 20_000));
            // Without what is held beside it, it is another key.
            var before = pressed.Count(name => name == "recentre");
            Press([], 'r');
            Thread.Sleep(300);
            Assert.Equal(before, pressed.Count(name => name == "recentre"));
            Assert.Empty(warnings);

            using var second = GlobalHotkeys.Watch([(Hotkey.Parse("F9"), () => { })], warnings.Enqueue);
            Assert.True(SpinWait.SpinUntil(() => !warnings.IsEmpty, 20_000));
            Assert.StartsWith("The hotkey F9 belongs to another program already", warnings.First(), StringComparison.Ordinal);
        }

        bool Pressed(string name, nint symbol)
        {
            Press([], symbol);
            Thread.Sleep(100);
            return pressed.Contains(name == "F9" ? "pause" : name);
        }
    });

    private static bool IsThere => NativeLibrary.TryLoad("libXtst.so.6", out _);

    /// <summary>As if somebody pressed keys, which XSendEvent is not: grabs do not see it.</summary>
    private static void Press(ReadOnlySpan<int> held, nint keySymbol)
    {
        var display = XOpenDisplay(null);
        foreach (var symbol in held) _ = XTestFakeKeyEvent(display, XKeysymToKeycode(display, symbol), 1, 0);
        foreach (var down in (ReadOnlySpan<int>)[1, 0]) _ = XTestFakeKeyEvent(display, XKeysymToKeycode(display, keySymbol), down, 0);
        foreach (var symbol in held) _ = XTestFakeKeyEvent(display, XKeysymToKeycode(display, symbol), 0, 0);
        _ = XSync(display, 0);
        _ = XCloseDisplay(display);
    }

    [LibraryImport("libXtst.so.6")]
    private static partial int XTestFakeKeyEvent(nint display, uint keyCode, int isPress, nuint delay);
}
