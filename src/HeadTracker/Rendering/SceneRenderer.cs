using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>One frame, from back to front: picture, face boxes, axes, panels. Belongs to the thread of its context.</summary>
internal sealed class SceneRenderer : IDisposable
{
    private readonly GL _gl;
    private readonly RenderTarget _target;
    private readonly VideoLayer _video;
    private readonly AxesLayer _axes;
    private readonly PanelBatch _panels;
    private readonly HudPainter _hud;

    public SceneRenderer(GL gl)
    {
        _gl = gl;
        _target = new RenderTarget(gl);
        _video = new VideoLayer(gl);
        _axes = new AxesLayer(gl);
        _panels = new PanelBatch(gl);
        _hud = new HudPainter(_panels);
    }

    /// <summary>Where the picture was in the last frame.</summary>
    public VideoView View { get; private set; }

    /// <summary>Takes over a new snapshot's picture; the snapshot itself stays the caller's.</summary>
    public void Upload(TrackerSnapshot snapshot)
    {
        if (snapshot.Width > 0) _video.Upload(snapshot.Pixels, snapshot.Width, snapshot.Height);
    }

    /// <summary>Draws a frame of this size in framebuffer pixels; without a snapshot, the panels of a session that starts.</summary>
    /// <param name="pixelsPerPoint">Framebuffer pixels per unit of the window's size: 2 on a Retina display.</param>
    public void Draw(TrackerSnapshot? snapshot, int width, int height, float pixelsPerPoint, bool showsHelp)
    {
        _target.Resize(width, height);
        _hud.Fit(width, height, pixelsPerPoint);
        View = VideoView.Fit(snapshot?.Width ?? 0, snapshot?.Height ?? 0, width, height);

        _target.BeginScene();
        var backdrop = Palette.Backdrop;
        _gl.ClearColor(backdrop.X, backdrop.Y, backdrop.Z, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit | ClearBufferMask.DepthBufferBit);
        if (snapshot is { Width: > 0 }) DrawPicture(snapshot, width, height);

        _target.BeginPanels();
        _hud.Paint(snapshot, View, showsHelp);
        _panels.Flush(width, height);
    }

    /// <summary>Copies the last frame to the window.</summary>
    public void Present() => _target.Present();

    /// <summary>The last frame, (height, width, 3) bytes in B G R, rows top to bottom.</summary>
    public byte[] Read(out int width, out int height)
    {
        (width, height) = (_target.Width, _target.Height);
        return _target.Read();
    }

    public void Dispose()
    {
        _panels.Dispose();
        _axes.Dispose();
        _video.Dispose();
        _target.Dispose();
    }

    private void DrawPicture(TrackerSnapshot snapshot, int width, int height)
    {
        SetViewport(height);
        _video.Draw();

        _gl.Viewport(0, 0, (uint)width, (uint)height);
        foreach (ref readonly var face in snapshot.Faces) _hud.PaintBox(face, View, snapshot.Width, snapshot.Height);
        _panels.Flush(width, height);

        SetViewport(height);
        foreach (ref readonly var face in snapshot.Faces)
        {
            if (face.IsLost) continue;
            _axes.Draw(AxesGeometry.Of(face, snapshot.Camera), snapshot.Camera, _hud.Scale * 1.3f / View.Scale);
        }
    }

    // OpenGL counts rows from the bottom.
    private void SetViewport(int height) => _gl.Viewport((int)View.X, height - (int)(View.Y + View.Height), (uint)View.Width, (uint)View.Height);
}
