using System.Collections.Concurrent;
using SkiaSharp;

namespace HeadTracker.Rendering.Typography;

/// <summary>
/// The fonts that text of one weight is drawn with: the one that comes with the program, or the system's own where its file is
/// missing, and for characters that it lacks whichever of the system's fonts has them.
/// </summary>
/// <remarks>One per weight for the whole process, for any thread; fonts stay open once they were needed.</remarks>
internal sealed class FontStack
{
    private const float MeasuredSize = 1000;
    private const float UsualCapHeight = 0.7f;

    private static readonly (string Name, int CodePoint)[] Samples = [("Chinese", '视'), ("Japanese", 'あ'), ("Korean", '한')];

    private static readonly ConcurrentDictionary<TextWeight, FontStack> Stacks = new();

    private readonly TextWeight _weight;
    private readonly List<SKTypeface> _typefaces = [];

    private FontStack(TextWeight weight, string folder)
    {
        _weight = weight;
        var file = Path.Combine(folder, $"OpenSans-{weight}.ttf");
        // What is no font gives null, as a missing file does.
        var first = File.Exists(file) ? SKFontManager.Default.CreateTypeface(file) : null;
        first ??= SKTypeface.FromFamilyName(null, (SKFontStyleWeight)weight, SKFontStyleWidth.Normal, SKFontStyleSlant.Upright) ?? SKTypeface.Default;
        _typefaces.Add(first);
        FamilyName = first.FamilyName;
        // Fonts that do not state it are measured, in whole pixels.
        using var font = new SKFont(first, MeasuredSize);
        CapHeight = font.Metrics.CapHeight > 0 ? font.Metrics.CapHeight / MeasuredSize : UsualCapHeight;
    }

    /// <summary>Where the program's own fonts are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "fonts");

    /// <summary>Height of a capital of the first font at size 1.</summary>
    public float CapHeight { get; }

    /// <summary>The font that characters are drawn with unless it lacks them.</summary>
    public string FamilyName { get; }

    public static FontStack Of(TextWeight weight) => Stacks.GetOrAdd(weight, static weight => Open(weight, Folder));

    /// <summary>What text is drawn with, in words.</summary>
    public static string Describe()
    {
        var stack = Of(TextWeight.Regular);
        var missing = Samples.Where(script => stack.Find(script.CodePoint) is null).Select(script => script.Name).ToArray();
        var fonts = $"{stack.FamilyName}, then {SKFontManager.Default.FontFamilyCount} families of the system";
        return missing.Length > 0 ? $"{fonts}; none has {string.Join(", ", missing)}" : fonts;
    }

    /// <summary>Opens the fonts with those of a folder before the system's.</summary>
    public static FontStack Open(TextWeight weight, string folder) => new(weight, folder);

    /// <summary>A font that has a character, or null where no font on this machine has it.</summary>
    public SKTypeface? Find(int codePoint)
    {
        lock (_typefaces)
        {
            // A font already in use first: a name shall not change its hand from letter to letter, and asking the system takes longer.
            foreach (var typeface in _typefaces)
            {
                if (typeface.ContainsGlyph(codePoint)) return typeface;
            }

            var found = SKFontManager.Default.MatchCharacter(null, (int)_weight, (int)SKFontStyleWidth.Normal, SKFontStyleSlant.Upright, [], codePoint);
            if (found is null || !found.ContainsGlyph(codePoint)) return null;
            _typefaces.Add(found);
            return found;
        }
    }
}
