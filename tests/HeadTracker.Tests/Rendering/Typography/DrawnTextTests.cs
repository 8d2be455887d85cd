using System.Numerics;
using HeadTracker.Rendering;
using HeadTracker.Rendering.Glfw;
using HeadTracker.Rendering.Typography;
using Silk.NET.OpenGL;
using SkiaSharp;

namespace HeadTracker.Tests.Rendering.Typography;

/// <summary>Text in pictures, by the processor and by OpenGL, against Skia's drawing of the whole text at once.</summary>
[Collection("window")]
public class DrawnTextTests(WindowFixture fixture)
{
    private const int Width = 360, Height = 80, Grey = 96, Left = 13, Baseline = 51;

    // Of 2048 units in the type's size.
    private const int OpenSansCapHeight = 1462;

    private static readonly Vector4 Color = new(1, 0.27f, 0.5f, 0.8f);

    private static readonly (string Text, TextStyle Style)[] Texts =
    [
        ("Frames per second 33.8", new TextStyle(9, TextWeight.Medium)),
        ("Caméra d’Éléonore, Größe", new TextStyle(13, TextWeight.SemiBold)),
        ("+12.3° −45 Жλ", new TextStyle(17, TextWeight.Regular)),
        ("Handball", new TextStyle(31, TextWeight.Medium)),
    ];

    [Fact]
    public void By_the_processor_it_is_where_Skia_would_draw_it_in_the_colour_asked_for()
    {
        foreach (var (text, style) in Texts) AssertSame(Naive(text, style), ByProcessor(new GlyphAtlas(512, 512), text, style));
    }

    [DisplayFact]
    public void By_OpenGL_it_is_where_Skia_would_draw_it_in_the_colour_asked_for() => fixture.Use(640, 480, (_, _) =>
    {
        foreach (var (text, style) in Texts) AssertSame(Naive(text, style), ByOpenGl(batch => batch.Text(style, Left, Baseline, text, Color)));
    });

    // More kinds of type in one picture than the atlas holds: what was collected is drawn before the atlas forgets it.
    [DisplayFact]
    public void By_OpenGL_it_is_right_when_the_atlas_fills_up_amid_a_picture() => fixture.Use(640, 480, (_, _) =>
    {
        const string Text = "Handball 0123";
        var style = new TextStyle(11, TextWeight.Medium);
        var emptied = 0;
        var drawn = ByOpenGl(batch =>
        {
            batch.Atlas.Emptying += () => emptied++;
            batch.Text(style, Left, Baseline, Text, Color);
            for (var size = 60; size < 200; size++) batch.Text(new TextStyle(size, TextWeight.SemiBold), 0, 2 * Height + size, "ÄWM8", Color);
        });
        Assert.True(emptied > 0);
        AssertSame(Naive(Text, style), drawn);
    });

    [Fact]
    public void By_the_processor_it_is_right_when_the_atlas_holds_no_more_than_a_few_letters()
    {
        var style = new TextStyle(11, TextWeight.Medium);
        AssertSame(Naive("Handball 0123", style), ByProcessor(new GlyphAtlas(64, 32), "Handball 0123", style));
    }

    [FontFact(FontFactAttribute.Japanese, opensWindow: true)]
    public void Accents_and_Japanese_show_in_both_ways_alike() => fixture.Use(640, 480, (_, _) =>
    {
        var style = new TextStyle(13, TextWeight.Medium);
        var byProcessor = ByProcessor(new GlyphAtlas(512, 512), "é " + FontFactAttribute.Japanese, style);
        AssertSame(byProcessor, ByOpenGl(batch => batch.Text(style, Left, Baseline, "é " + FontFactAttribute.Japanese, Color)));
        // A box would leave its middle empty and be the same nine times.
        var boxes = ByProcessor(new GlyphAtlas(512, 512), "é " + string.Concat(Enumerable.Repeat("\U0001FFFE", FontFactAttribute.Japanese.Length)), style);
        Assert.True(Difference(byProcessor, boxes) > 4);
    });

    // Black, then white type laid over the grey by hand.
    private static Picture Naive(string text, TextStyle style)
    {
        using var typeface = SKTypeface.FromFile(Path.Combine(FontStack.Folder, $"OpenSans-{style.Weight}.ttf"));
        using var font = new SKFont(typeface, style.CapHeight * 2048f / OpenSansCapHeight) { Hinting = SKFontHinting.None, Subpixel = style.CapHeight <= 24 };
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Black);
        canvas.DrawText(text, Left, Baseline, font, paint);
        var bgr = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            var coverage = bitmap.GetPixelSpan()[4 * i] / 255f * Color.W;
            for (var channel = 0; channel < 3; channel++) bgr[3 * i + channel] = (byte)MathF.Round(Grey + (Color[2 - channel] * 255 - Grey) * coverage);
        }

        return new Picture(bgr, Width, Height);
    }

    private static unsafe Picture ByProcessor(GlyphAtlas atlas, string text, TextStyle style)
    {
        var bgr = new byte[Width * Height * 3];
        bgr.AsSpan().Fill(Grey);
        fixed (byte* pixels = bgr) new PixelCanvas(pixels, Width * 3, Width, Height).DrawText(atlas, style, Left, Baseline, text, Color);
        return new Picture(bgr, Width, Height);
    }

    private static Picture ByOpenGl(Action<PanelBatch> draw)
    {
        var gl = GL.GetApi(GlfwWindow.AddressOf);
        using var target = new PictureTarget(gl, Width, Height);
        using var batch = new PanelBatch(gl) { Screen = new Vector2(Width, Height) };
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, target.Framebuffer);
        gl.Viewport(0, 0, Width, Height);
        gl.ClearColor(Grey / 255f, Grey / 255f, Grey / 255f, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        draw(batch);
        batch.Flush();
        Assert.Equal(GLEnum.NoError, gl.GetError());
        return new Picture(target.Read(), Width, Height);
    }

    private static void AssertSame(Picture expected, Picture drawn)
    {
        Assert.True(expected.Count(0, 0, Width, Height, c => c != (Grey, Grey, Grey)) > 200);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (e, d) = (expected.At(x, y), drawn.At(x, y));
                var off = Math.Max(Math.Abs(e.Red - d.Red), Math.Max(Math.Abs(e.Green - d.Green), Math.Abs(e.Blue - d.Blue)));
                // Where letters touch, translucent colour is laid on twice, which one drawing of both does not do.
                Assert.True(off <= 6, $"({x}, {y}) is {d} instead of {e}.");
            }
        }
    }

    private static double Difference(Picture a, Picture b)
    {
        var sum = 0d;
        for (var i = 0; i < Width * Height; i++) sum += Math.Abs(a.At(i % Width, i / Width).Red - b.At(i % Width, i / Width).Red);
        return sum / a.Count(0, 0, Width, Height, c => c != (Grey, Grey, Grey));
    }
}
