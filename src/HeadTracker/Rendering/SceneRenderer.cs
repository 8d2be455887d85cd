using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>One frame, from back to front: picture, face boxes, axes, panels. Belongs to the thread of its context.</summary>
internal sealed class SceneRenderer : IDisposable
{
    private const uint WindowFramebuffer = 0;

    private readonly GL _gl;
    private readonly VideoLayer _video;
    private readonly AxesLayer _axes;
    private readonly AxesTarget _axesTarget;
    private readonly PanelBatch _panels;
    private readonly HudPainter _hud;

    public SceneRenderer(GL gl)
    {
        _gl = gl;
        _video = new VideoLayer(gl);
        _axes = new AxesLayer(gl);
        _axesTarget = new AxesTarget(gl);
        _panels = new PanelBatch(gl);
        _hud = new HudPainter(_panels);
    }

    /// <summary>What a frame shows, and its size.</summary>
    /// <param name="Snapshot">Null at the start of a session.</param>
    /// <param name="Width">In framebuffer pixels.</param>
    /// <param name="Height">In framebuffer pixels.</param>
    /// <param name="PixelsPerPoint">Framebuffer pixels per unit of the window's size: 2 on a Retina display.</param>
    /// <param name="ShowsHelp">Whether the keys' explanation lies over everything.</param>
    /// <param name="ShowsPanels">Whether figures lie over the picture; what is wrong always does.</param>
    public readonly record struct Frame(
        TrackerSnapshot? Snapshot, int Width, int Height, float PixelsPerPoint, bool ShowsHelp, bool ShowsPanels);

    /// <summary>Where the picture was in the last frame.</summary>
    public VideoView View { get; private set; }

    /// <summary>Takes over a new snapshot's picture; the snapshot itself stays the caller's.</summary>
    public void Upload(TrackerSnapshot snapshot)
    {
        if (snapshot.Width > 0) _video.Upload(snapshot.Pixels, snapshot.Width, snapshot.Height);
    }

    /// <summary>Draws a frame into the window.</summary>
    public void Draw(in Frame frame) => Draw(frame, WindowFramebuffer);

    /// <summary>Draws a frame beside the window and returns it: (height, width, 3) bytes in B G R, rows top to bottom.</summary>
    public byte[] Read(in Frame frame)
    {
        using var target = new PictureTarget(_gl, frame.Width, frame.Height);
        Draw(frame, target.Framebuffer);
        return target.Read();
    }

    public void Dispose()
    {
        _panels.Dispose();
        _axesTarget.Dispose();
        _axes.Dispose();
        _video.Dispose();
    }

    private void Draw(in Frame frame, uint framebuffer)
    {
        _hud.Fit(frame.Width, frame.Height, frame.PixelsPerPoint);
        View = VideoView.Fit(frame.Snapshot?.Width ?? 0, frame.Snapshot?.Height ?? 0, frame.Width, frame.Height);

        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        var backdrop = Palette.Backdrop;
        _gl.ClearColor(backdrop.X, backdrop.Y, backdrop.Z, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        if (frame.Snapshot is { Width: > 0 } snapshot)
        {
            DrawPicture(snapshot, frame);
            DrawAxes(snapshot, frame, framebuffer);
        }

        _gl.Viewport(0, 0, (uint)frame.Width, (uint)frame.Height);
        _hud.Paint(frame.Snapshot, View, frame.ShowsHelp, frame.ShowsPanels);
        _panels.Flush();
    }

    private void DrawPicture(TrackerSnapshot snapshot, in Frame frame)
    {
        SetPictureViewport(frame.Height);
        _video.Draw();
        _gl.Viewport(0, 0, (uint)frame.Width, (uint)frame.Height);
        // "The" face last, over the others.
        for (var i = snapshot.Faces.Length - 1; i >= 0; i--)
        {
            _hud.PaintBox(snapshot.Faces[i], i == 0, isNamed: snapshot.Faces.Length > 1, View, snapshot.Width, snapshot.Height);
        }

        _panels.Flush();
    }

    private void DrawAxes(TrackerSnapshot snapshot, in Frame frame, uint framebuffer)
    {
        var outline = _hud.Scale * 1.3f / View.Scale;
        if (Reach(snapshot, frame.Height, outline) is not { Width: > 0, Height: > 0 } region) return;
        _axesTarget.Begin(frame.Width, frame.Height, region);
        SetPictureViewport(frame.Height);
        foreach (ref readonly var face in snapshot.Faces)
        {
            if (!face.HasNoPose) _axes.Draw(AxesGeometry.Of(face, snapshot.Camera), snapshot.Camera, outline);
        }

        _axesTarget.End(framebuffer, region);
    }

    // The smallest part of the frame that holds every face's axes as far as they are on the picture.
    private AxesTarget.Region Reach(TrackerSnapshot snapshot, int frameHeight, float outline)
    {
        var (left, top, right, bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (ref readonly var face in snapshot.Faces)
        {
            if (face.HasNoPose || AxesGeometry.Of(face, snapshot.Camera).Bounds(snapshot.Camera, outline) is not { } reach) continue;
            var part = View.Map(reach.ClampedTo(snapshot.Width, snapshot.Height));
            (left, top, right, bottom) = (MathF.Min(left, part.X), MathF.Min(top, part.Y), MathF.Max(right, part.Right), MathF.Max(bottom, part.Bottom));
        }

        if (left >= right || top >= bottom) return default;
        // OpenGL counts rows from the bottom.
        var (x, y) = ((int)left, frameHeight - (int)MathF.Ceiling(bottom));
        return new AxesTarget.Region(x, y, (int)MathF.Ceiling(right) - x, frameHeight - (int)top - y);
    }

    private void SetPictureViewport(int frameHeight) =>
        _gl.Viewport((int)View.X, frameHeight - (int)(View.Y + View.Height), (uint)View.Width, (uint)View.Height);
}
