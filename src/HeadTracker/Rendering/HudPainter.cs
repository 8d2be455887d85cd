using System.Globalization;
using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>Everything flat in the window: panels, banner, pills, help, and the boxes around faces.</summary>
internal sealed class HudPainter(PanelBatch batch)
{
    private const float DesignHeight = 720;
    private const float DesignWidth = 1000;
    private const float SmallestScale = 0.7f;
    private const float LargestScale = 3;
    private const string HelpHint = "H  Help";

    private int _width, _height;
    private readonly PanelSpot _poseSpot = new(), _statsSpot = new();
    private PanelPen _pen = new(batch, 1);

    /// <summary>Framebuffer pixels per point.</summary>
    public float Scale { get; private set; }

    /// <summary>Chooses the panels' size: it follows the window's, within what stays readable at the display's density.</summary>
    public void Fit(int width, int height, float pixelsPerPoint)
    {
        (_width, _height) = (width, height);
        batch.Screen = new Vector2(width, height);
        var room = MathF.Min(width / DesignWidth, height / DesignHeight);
        // In steps, so that dragging the window's edge does not draw the type anew all the time.
        var scale = Math.Clamp(MathF.Floor(room * 8) / 8, SmallestScale * pixelsPerPoint, LargestScale * pixelsPerPoint);
        if (scale == Scale) return;
        Scale = scale;
        _pen = new PanelPen(batch, scale);
    }

    public void Paint(TrackerSnapshot? snapshot, VideoView view, bool showsHelp, bool showsPanels)
    {
        var hud = snapshot?.Hud ?? default;
        if (hud.State == WindowState.NoSignal) _pen.Rectangle(view.X, view.Y, view.Width, view.Height, 0, Palette.Shade);
        // A frame in the state's colour around the picture, seen from across the room.
        if (hud.State is WindowState.Lost or WindowState.NoSignal)
        {
            _pen.Rectangle(view.X, view.Y, view.Width, view.Height, 0, Palette.Of(hud.State), _pen.Pixels(4));
        }

        if (hud.Warning is not null) _pen.Rectangle(view.X, view.Y, view.Width, view.Height, 0, Palette.Alarm, _pen.Pixels(6));
        if (showsPanels) PaintPanels(snapshot, hud, view);
        if (hud.Warning is { } warning) AttentionPanel.PaintWarning(_pen, _width, warning);
        if (hud.Now is not (WindowState.Tracking or WindowState.Paused or WindowState.Ended)) PaintBanner(hud.State, snapshot is null);
        PaintFooter(hud, showsPanels);
        if (showsHelp) HelpPanel.Paint(_pen, _width, _height);
    }

    /// <summary>Left the pose, right the speed, each where it covers the least of the faces.</summary>
    private void PaintPanels(TrackerSnapshot? snapshot, in HudState hud, VideoView view)
    {
        var (margin, gap) = (_pen.Pixels(PanelPen.Margin), _pen.Pixels(12));
        // The lower places leave the footer free.
        var foot = _height - margin - _pen.Pixels(34) - gap;
        var faces = snapshot is null ? [] : snapshot.Faces;
        var (poseHeight, poseWidth) = (_pen.Pixels(PosePanel.Height), _pen.Pixels(PosePanel.Width));
        var leftHeight = poseHeight + (hud.Attention is null ? 0 : gap + _pen.Pixels(AttentionPanel.Height));
        var top = _poseSpot.Choose(new FaceBox(margin, margin, poseWidth, leftHeight), foot, faces, view);
        PosePanel.Paint(_pen, margin, top, snapshot);
        if (hud.Attention is { } attention) AttentionPanel.Paint(_pen, margin, top + poseHeight + gap, attention, hud.FullBuffer);

        var statsLeft = _width - margin - _pen.Pixels(StatsPanel.Width);
        var stats = new FaceBox(statsLeft, margin, _pen.Pixels(StatsPanel.Width), _pen.Pixels(StatsPanel.Height));
        StatsPanel.Paint(_pen, statsLeft, _statsSpot.Choose(stats, foot, faces, view), hud);
    }

    /// <summary>
    /// A face's box on the picture, under its axes; fainter for a face whose angles the panel does not show, and with its number among several.
    /// </summary>
    public void PaintBox(in DrawnFace face, bool isMain, bool isNamed, VideoView view, int imageWidth, int imageHeight)
    {
        Span<CornerBrackets.Bar> bars = stackalloc CornerBrackets.Bar[CornerBrackets.Count];
        var box = view.Map(face.Box.ClampedTo(imageWidth, imageHeight));
        CornerBrackets.Of(box, MathF.Round(2 * Scale), bars);
        foreach (var bar in bars) batch.Rectangle(bar.X - 1, bar.Y - 1, bar.Width + 2, bar.Height + 2, 2 * Scale, Palette.Outline.WithAlpha(0.6f));
        var color = (face.HasNoPose ? Palette.Warning : Palette.Text).WithAlpha(isMain ? 1 : 0.55f);
        foreach (var bar in bars) batch.Rectangle(bar.X, bar.Y, bar.Width, bar.Height, Scale, color);
        if (isNamed && !box.IsEmpty) PaintNumber(face.Id, box, color);
    }

    private void PaintNumber(int id, FaceBox box, Vector4 color)
    {
        Span<char> text = stackalloc char[12];
        id.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        var (height, side) = (_pen.Pixels(22), _pen.Pixels(8));
        var width = Math.Max(height, _pen.Measure(HudType.Strong, text[..length]) + 2 * side);
        var (x, y) = ((int)box.X, Math.Max(0, (int)box.Y - height - _pen.Pixels(5)));
        _pen.Pill(x, y, width, height);
        var start = x + (width - _pen.Measure(HudType.Strong, text[..length])) / 2;
        _pen.Text(HudType.Strong, start, y + (height + _pen.CapHeight(HudType.Strong)) / 2, text[..length], color);
    }

    // What is wrong, in words, at the foot of the picture.
    private void PaintBanner(WindowState state, bool isStarting)
    {
        var color = Palette.Of(state);
        var text = state switch
        {
            WindowState.Searching => isStarting ? "Starting…" : "Looking for a face",
            WindowState.Unsure => "Not sure that this is a face",
            WindowState.Lost => "Face lost",
            _ => "No signal from the camera",
        };
        var (height, dot, gap) = (_pen.Pixels(46), _pen.Pixels(12), _pen.Pixels(12));
        var width = dot + gap + _pen.Measure(HudType.Title, text) + 2 * _pen.Pixels(22);
        var (x, y) = ((_width - width) / 2, _height - _pen.Pixels(PanelPen.Margin + 40 + 12) - height);
        var baseline = y + (height + _pen.CapHeight(HudType.Title)) / 2;
        _pen.Pill(x, y, width, height);
        _pen.Dot(x + _pen.Pixels(22), baseline, _pen.CapHeight(HudType.Title), dot, color);
        _pen.Text(HudType.Title, x + _pen.Pixels(22) + dot + gap, baseline, text, Palette.Text);
    }

    // Left: recording and pause. Middle: the notice. Right: how to get help.
    private void PaintFooter(in HudState hud, bool showsHint)
    {
        var margin = _pen.Pixels(PanelPen.Margin);
        var left = margin;
        if (hud.IsRecording) left += Chip(left, "REC", Palette.Alarm) + _pen.Pixels(8);
        if (hud.IsPaused) Chip(left, "Paused", Palette.Warning);
        if (hud.Notice is { Length: > 0 } notice) Chip((_width - ChipWidth(notice, false)) / 2, notice, null);
        if (showsHint) Chip(_width - margin - ChipWidth(HelpHint, false), HelpHint, null);
    }

    private int ChipWidth(string text, bool hasDot) => _pen.Measure(HudType.Strong, text) + 2 * _pen.Pixels(15) + (hasDot ? _pen.Pixels(18) : 0);

    private int Chip(int x, string text, Vector4? dotColor)
    {
        var (width, height) = (ChipWidth(text, dotColor.HasValue), _pen.Pixels(34));
        var y = _height - _pen.Pixels(PanelPen.Margin) - height;
        var baseline = y + (height + _pen.CapHeight(HudType.Strong)) / 2;
        var start = x + _pen.Pixels(15);
        _pen.Pill(x, y, width, height);
        if (dotColor is { } color)
        {
            _pen.Dot(start, baseline, _pen.CapHeight(HudType.Strong), _pen.Pixels(10), color);
            start += _pen.Pixels(18);
        }

        _pen.Text(HudType.Strong, start, baseline, text, Palette.Text);
        return width;
    }
}
