using HeadTracker.Capture;
using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

/// <summary>Known poses before a plain grey picture, and where their axes must show.</summary>
internal static class Scenes
{
    public static readonly EulerAngles[] Poses =
    [
        new(0, 0, 0), new(30, 0, 0), new(-30, 0, 0), new(0, 25, 0), new(0, -25, 0), new(0, 0, 30), new(0, 0, -30),
        new(60, 10, -15), new(-70, -20, 10), new(20, -40, 35), new(-45, 30, -45), new(85, 5, 5),
    ];

    public static DrawnFace Face(EulerAngles angles, FaceBox box, Vector3? translation = null) =>
        new(1, box, new HeadPose(angles.ToRotation(), translation, default, 0.9f), angles);

    public static unsafe TrackerSnapshot Snapshot(Pool<TrackerSnapshot> pool, PinholeCamera camera, params ReadOnlySpan<DrawnFace> faces)
    {
        var pixels = new byte[camera.Width * camera.Height * 3];
        pixels.AsSpan().Fill(96);
        var snapshot = pool.Rent();
        fixed (byte* p = pixels) snapshot.CopyImage((nint)p, camera.Width * 3, camera.Width, camera.Height);
        snapshot.Camera = camera;
        snapshot.Hud = new HudState { State = WindowState.Tracking, FramesPerSecond = 30, Provider = "CPU" };
        foreach (ref readonly var face in faces) snapshot.AddFace(face);
        return snapshot;
    }

    /// <summary>Checks every axis's tip in a picture that shows the face at a scale, and says how far the worst one is off.</summary>
    public static float WorstTip(Picture picture, DrawnFace face, PinholeCamera camera, Func<Vector2, Vector2> toPicture)
    {
        var axes = AxesGeometry.Of(face, camera);
        var origin = toPicture(camera.Project(axes.Origin));
        var worst = 0f;
        for (var axis = PoseAxis.X; axis <= PoseAxis.Z; axis++)
        {
            var end = toPicture(camera.Project(axes.Tip(axis)));
            var length = Vector2.Distance(end, origin);
            // Seen end on, an axis has no direction on the picture, and one that points away lies behind the others.
            if (length < 40) continue;
            var direction = (end - origin) / length;
            Assert.True(picture.ShowsNear(axis, end - direction * 4, 3), $"{axis} of {face.Angles} does not show at {end}.");
            worst = MathF.Max(worst, MathF.Abs(picture.Reach(axis, origin, direction, 4) - length));
        }

        return worst;
    }
}
