using System.Text;
using HeadTracker.Rendering.Typography;

namespace HeadTracker.Tests.Rendering.Typography;

/// <summary>A fact about characters that this machine's fonts may lack; it says so by name then.</summary>
internal sealed class FontFactAttribute : FactAttribute
{
    public const string Japanese = "会議室の録画カメラ";

    public FontFactAttribute(string characters, bool opensWindow = false)
    {
        if (opensWindow && !VirtualDisplay.IsAvailable) Skip = "skipped: no display, and Xvfb is not installed";
        var fonts = FontStack.Of(TextWeight.Medium);
        var lacking = characters.EnumerateRunes().Where(character => fonts.Find(character.Value) is null).ToArray();
        if (lacking.Length > 0) Skip = $"skipped: no font on this machine has {string.Concat(lacking)}; Debian's package fonts-vlgothic has Japanese";
    }
}
