using System.Globalization;

namespace HeadTracker.Hotkeys;

/// <summary>Keys held together with another one.</summary>
[Flags]
internal enum HotkeyModifiers
{
    None = 0,
    Shift = 1,
    Ctrl = 2,
    Alt = 4,
    Win = 8,
}

/// <summary>A key with what is held beside it, as the systems number it.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="KeySymbol">X11's number.</param>
/// <param name="VirtualKey">Windows' number.</param>
internal readonly record struct Hotkey(string Text, HotkeyModifiers Modifiers, int KeySymbol, int VirtualKey)
{
    private const int FirstFunctionSymbol = 0xFFBE, FirstFunctionKey = 0x70, FunctionKeys = 24;

    private static readonly (string Name, int KeySymbol, int VirtualKey)[] Named =
    [
        ("Space", 0x20, 0x20), ("Pause", 0xFF13, 0x13), ("ScrollLock", 0xFF14, 0x91), ("Home", 0xFF50, 0x24), ("End", 0xFF57, 0x23),
        ("PageUp", 0xFF55, 0x21), ("PageDown", 0xFF56, 0x22), ("Insert", 0xFF63, 0x2D), ("Delete", 0xFFFF, 0x2E),
    ];

    /// <exception cref="UserErrorException">The text names no key.</exception>
    public static Hotkey Parse(string text)
    {
        var parts = text.Split('+', StringSplitOptions.TrimEntries);
        var modifiers = HotkeyModifiers.None;
        foreach (var part in parts.SkipLast(1))
        {
            // Numbers are names of enumerations too.
            if (!Enum.TryParse<HotkeyModifiers>(part, ignoreCase: true, out var modifier) || modifier == HotkeyModifiers.None || !part.All(char.IsAsciiLetter))
            {
                throw No(text);
            }

            modifiers |= modifier;
        }

        if (KeyOf(parts[^1]) is not { } key) throw No(text);
        var isFunction = key.KeySymbol >= FirstFunctionSymbol && key.KeySymbol < FirstFunctionSymbol + FunctionKeys;
        // A letter alone would be taken from everything that is typed.
        if (parts[^1].Length == 1 && (modifiers & ~HotkeyModifiers.Shift) == 0 && !isFunction)
        {
            throw new UserErrorException($"'{text}' would be missing wherever somebody types; add Ctrl+, Alt+ or Win+, or take a key like F9.");
        }

        return new Hotkey(text, modifiers, key.KeySymbol, key.VirtualKey);
    }

    private static (int KeySymbol, int VirtualKey)? KeyOf(string name)
    {
        if (name.Length == 1 && char.IsAsciiLetterOrDigit(name[0])) return (char.ToLowerInvariant(name[0]), char.ToUpperInvariant(name[0]));
        if (name.Length > 1 && name[0] is 'F' or 'f' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= FunctionKeys)
        {
            return (FirstFunctionSymbol + number - 1, FirstFunctionKey + number - 1);
        }

        foreach (var (known, symbol, virtualKey) in Named)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase)) return (symbol, virtualKey);
        }

        return null;
    }

    private static UserErrorException No(string text) => new(
        $"'{text}' is no key; write a letter, a digit, F1 to F24, {string.Join(", ", Named.Select(key => key.Name))}, "
            + "with Ctrl+, Alt+, Shift+ or Win+ before it.");
}
