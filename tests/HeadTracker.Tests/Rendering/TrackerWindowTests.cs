using HeadTracker.Attention;
using HeadTracker.Capture;
using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Geometry;
using HeadTracker.Rendering;
using HeadTracker.Tracking;
using OpenCvSharp;
using HeadTracker.Rendering.Glfw;
using Silk.NET.OpenGL;

namespace HeadTracker.Tests.Rendering;

[Collection("window")]
public class TrackerWindowTests(WindowFixture fixture)
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(640, 480);
    private static readonly FaceBox MiddleBox = new(240, 150, 160, 190);

    private readonly Pool<TrackerSnapshot> _pool = TrackerSnapshot.NewPool();

    // A window as wide as the picture asks, one with bars beside it, one with bars above it, one that enlarges it.
    [DisplayFact]
    public void Axes_end_where_the_camera_projects_their_tips_in_windows_of_any_shape() => fixture.Use(640, 480, (window, slot) =>
    {
        foreach (var (width, height) in new[] { (640, 480), (1100, 480), (640, 900), (1440, 1080) })
        {
            WindowFixture.Resize(window, width, height);
            foreach (var pose in Scenes.Poses)
            {
                var face = Scenes.Face(pose, MiddleBox);
                var picture = Show(window, slot, face);
                var worst = Scenes.WorstTip(picture, face, Camera, window.View.Map);
                Assert.True(worst < 3, $"{pose} in {width} x {height}: a tip is {worst:0.0} pixels off.");
            }
        }
    });

    [DisplayFact]
    public void Perspective_follows_the_translation() => fixture.Use(640, 480, (window, slot) =>
    {
        foreach (var place in new Vector3[] { new(-0.12f, -0.1f, -0.5f), new(0.1f, -0.12f, -0.7f), new(0, 0, -0.3f) })
        {
            var center = Camera.Project(place);
            var face = Scenes.Face(new EulerAngles(35, -20, 15), FaceBox.FromCenter(center, 110, 130), place);
            var worst = Scenes.WorstTip(Show(window, slot, face), face, Camera, window.View.Map);
            Assert.True(worst < 3, $"{place}: a tip is {worst:0.0} pixels off.");
        }
    });

    [DisplayFact]
    public void The_axis_that_points_at_the_viewer_hides_the_others_and_the_one_behind_is_hidden() => fixture.Use(640, 480, (window, slot) =>
    {
        var towards = Scenes.Face(default, MiddleBox);
        var axes = AxesGeometry.Of(towards, Camera);
        var origin = window.View.Map(Camera.Project(axes.Origin));
        var picture = Show(window, slot, towards);
        origin = window.View.Map(Camera.Project(axes.Origin));
        // The blue cone covers where the red and the green shaft begin.
        Assert.True(picture.Shows(PoseAxis.Z, (int)origin.X + 4, (int)origin.Y));
        Assert.True(picture.Shows(PoseAxis.Z, (int)origin.X, (int)origin.Y + 4));

        var away = Scenes.Face(new EulerAngles(180, 0, 0), MiddleBox);
        picture = Show(window, slot, away);
        var red = Vector2.Normalize(window.View.Map(Camera.Project(AxesGeometry.Of(away, Camera).Tip(PoseAxis.X))) - origin);
        Assert.True(picture.Shows(PoseAxis.X, (int)(origin.X + red.X * 6), (int)(origin.Y + red.Y * 6)));
    });

    [DisplayFact]
    public void A_warning_of_driver_monitoring_is_a_banner_and_a_frame_and_goes_with_it() => fixture.Use(1280, 720, (window, slot) =>
    {
        var status = new AttentionStatus(GazeState.Away, 40, 0, TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(4), TimeSpan.Zero);
        var face = Scenes.Face(new EulerAngles(40, 0, 0), MiddleBox);
        var warned = Show(window, slot, hud => hud with { Attention = status, FullBuffer = 2, Warning = AttentionWarning.LongDistraction }, face);
        Assert.True(Alarm(warned, 500, 16, 280, 64) > 4000);
        Assert.True(Alarm(warned, 160, 400, 6, 200) > 1000);
        var watched = Show(window, slot, hud => hud with { Attention = status, FullBuffer = 2 }, face);
        Assert.Equal(0, Alarm(watched, 500, 16, 280, 64));
        // The panel under the pose, and nothing there when the demo is off.
        Assert.True(Ink(watched) > Ink(Show(window, slot, face)) + 300);

        static int Alarm(Picture picture, int x, int y, int width, int height) =>
            picture.Count(x, y, width, height, c => c is { Red: > 220, Green: < 110, Blue: < 110 });
        static int Ink(Picture picture) => picture.Count(16, 232, 228, 112, c => c is { Red: > 180, Green: > 150 });
    });

    [DisplayFact]
    public void Panels_show_what_the_snapshot_says() => fixture.Use(1280, 720, (window, slot) =>
    {
        var picture = Show(window, slot, Scenes.Face(new EulerAngles(12, 0, 0), MiddleBox));
        var before = Ink(picture);
        Assert.InRange(before, 300, 20_000);
        var after = Ink(Show(window, slot, Scenes.Face(new EulerAngles(-48.8f, 0, 0), MiddleBox)));
        Assert.NotEqual(before, after);

        // Bright type in the panel at the top left.
        static int Ink(Picture picture) => picture.Count(16, 16, 228, 200, c => c is { Red: > 180, Green: > 180, Blue: > 180 });
    });

    [DisplayFact]
    public void OpenGL_has_nothing_to_complain_about() => fixture.Use(800, 600, (window, slot) =>
    {
        var gl = GL.GetApi(GlfwWindow.AddressOf);
        Show(window, slot);
        Show(window, slot, Scenes.Face(new EulerAngles(20, 10, 5), MiddleBox), Scenes.Face(default, new FaceBox(-50, -50, 120, 120)));
        WindowFixture.Resize(window, 500, 700);
        Show(window, slot, WindowState.NoSignal);
        window.Press(WindowKey.H);
        Show(window, slot, Scenes.Face(default, new FaceBox(-500, 100, 80, 80)));
        Assert.Equal(GLEnum.NoError, gl.GetError());
    });

    [DisplayFact]
    public void A_lost_face_has_no_axes_and_its_state_is_seen_from_afar() => fixture.Use(1280, 960, (window, slot) =>
    {
        var picture = Show(window, slot, WindowState.Lost, Scenes.Face(new EulerAngles(20, 10, 0), MiddleBox) with { HasNoPose = true });
        Assert.Equal(0, AxisPixels(picture));
        var (red, green, blue) = picture.At(2, 480);
        Assert.True(red > 200 && green > 150 && blue < 80, $"The frame is ({red}, {green}, {blue}), not amber.");

        picture = Show(window, slot, WindowState.NoSignal);
        (red, green, blue) = picture.At(2, 480);
        Assert.True(red > 200 && green < 120 && blue < 120, $"The frame is ({red}, {green}, {blue}), not red.");

        picture = Show(window, slot, WindowState.Tracking, Scenes.Face(new EulerAngles(20, 10, 0), MiddleBox));
        Assert.True(AxisPixels(picture) > 500);
        Assert.Equal((96, 96, 96), picture.At(2, 480));

        static int AxisPixels(Picture picture) =>
            Enumerable.Range(400, 480).Sum(x => Enumerable.Range(250, 450).Count(y => picture.Shows(PoseAxis.Y, x, y) || picture.Shows(PoseAxis.Z, x, y)));
    });

    [DisplayFact]
    public void Keys_ask_for_commands_and_help_lies_over_the_picture() => fixture.Use(1280, 720, (window, slot) =>
    {
        var asked = new List<TrackerCommand>();
        window.CommandRequested += asked.Add;
        foreach (var key in new[] { WindowKey.R, WindowKey.F, WindowKey.S, WindowKey.Space, WindowKey.X, WindowKey.H }) window.Press(key);
        Assert.Equal([TrackerCommand.Recentre, TrackerCommand.NextFilter, TrackerCommand.Screenshot, TrackerCommand.TogglePause], asked);
        Assert.True(window.ShowsHelp);
        var withHelp = Show(window, slot);
        window.Press(WindowKey.H);
        Assert.False(window.ShowsHelp);
        var without = Show(window, slot);
        Assert.True(withHelp.Count(430, 200, 420, 320, c => c.Red > 180) > without.Count(430, 200, 420, 320, c => c.Red > 180) + 500);

        Assert.False(window.NativeWindow.IsClosing);
        window.Press(WindowKey.Escape);
        Assert.Equal(TrackerCommand.Quit, asked[^1]);
        Assert.True(window.NativeWindow.IsClosing);
    });

    // The system's part of the way is X11's and GLFW's; elsewhere the handlers' test above has to do.
    [DisplayFact]
    public void Keys_typed_on_the_window_arrive_as_commands() => fixture.Use(640, 480, (window, _) =>
    {
        if (!OperatingSystem.IsLinux()) return;
        var asked = new List<TrackerCommand>();
        window.CommandRequested += asked.Add;
        foreach (var symbol in "rf h") TypedKeys.Type(window.NativeWindow, symbol);
        for (var i = 0; i < 100 && !window.ShowsHelp; i++)
        {
            window.NativeWindow.DoEvents();
            Thread.Sleep(5);
        }

        Assert.True(window.ShowsHelp);
        Assert.Equal([TrackerCommand.Recentre, TrackerCommand.NextFilter, TrackerCommand.TogglePause], asked);
        const int Escape = 0xFF1B;
        TypedKeys.Type(window.NativeWindow, Escape);
        window.NativeWindow.WaitsForEvents = true;
        window.Run();
        Assert.Equal(TrackerCommand.Quit, asked[^1]);
    });

    [DisplayFact]
    public void A_frame_allocates_nothing_and_is_drawn_only_when_something_changed() => fixture.Use(640, 480, (window, slot) =>
    {
        var pixels = GC.AllocateArray<byte>(Camera.Width * Camera.Height * 3, pinned: true);
        for (var i = 0; i < 40; i++) ShowNext(i);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 40; i++) ShowNext(i);
        }));
        Assert.False(window.Update());

        // All that the application's side does per frame is measured too.
        void ShowNext(int i)
        {
            var snapshot = _pool.Rent();
            snapshot.CopyImage(Marshal.UnsafeAddrOfPinnedArrayElement(pixels, 0), Camera.Width * 3, Camera.Width, Camera.Height);
            snapshot.Camera = Camera;
            snapshot.AddFace(Scenes.Face(new EulerAngles(i, -i, i), MiddleBox));
            snapshot.Hud = new HudState
            {
                State = WindowState.Tracking,
                FramesPerSecond = 20 + i,
                DroppedFrames = i,
                Timings = new StageTimings(i * 0.1f, i, 0.5f * i, float.NaN, 2 * i),
                Source = "Caméra d’Éléonore – 会議室の録画カメラ",
                Notice = "Größe.mp4",
            };
            slot.Put(snapshot);
            window.NativeWindow.DoEvents();
            if (!window.Update()) throw new InvalidOperationException("A new snapshot was not drawn.");
        }
    });

    [DisplayFact]
    public void Every_snapshot_goes_back_to_its_pool()
    {
        fixture.Use(640, 480, (window, slot) =>
        {
            for (var i = 0; i < 5; i++) slot.Put(Scenes.Snapshot(_pool, Camera));
            Assert.True(window.Update());
            Assert.Equal(1, _pool.Outstanding);
            slot.Put(Scenes.Snapshot(_pool, Camera));
        });
        Assert.Equal(0, _pool.Outstanding);
    }

    [DisplayFact]
    public void Run_sleeps_until_something_is_published_and_ends_when_closed_from_another_thread() => fixture.Use(640, 480, (window, slot) =>
    {
        window.NativeWindow.WaitsForEvents = true;
        using var drawn = new SemaphoreSlim(0);
        window.Drawn += () => drawn.Release();
        var inTime = true;
        var others = new Thread(() =>
        {
            for (var i = 0; i < 5; i++)
            {
                slot.Put(Scenes.Snapshot(_pool, Camera));
                inTime &= drawn.Wait(5000);
            }

            window.Close();
        });
        others.Start();
        window.Run();
        others.Join();
        Assert.True(inTime, "A snapshot was published and not drawn.");
        Assert.InRange(drawn.CurrentCount, 0, 5);
    });

    [DisplayFact]
    public void A_screenshot_is_what_the_window_shows() => fixture.Use(640, 480, (window, slot) =>
    {
        var shown = Show(window, slot, Scenes.Face(new EulerAngles(20, 10, 5), MiddleBox));
        var path = Path.Combine(Path.GetTempPath(), $"headtracker-{Guid.NewGuid():N}.png");
        try
        {
            window.SaveScreenshot(path);
            using var saved = Cv2.ImRead(path);
            Assert.Equal((640, 480), (saved.Width, saved.Height));
            var pixel = saved.At<Vec3b>(240, 320);
            Assert.Equal(shown.At(320, 240), (pixel.Item2, pixel.Item1, pixel.Item0));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<UserErrorException>(() => window.SaveScreenshot("/nowhere/at/all/shot.png"));
    });

    [DisplayFact]
    public void P_hides_the_panels_and_brings_them_back() => fixture.Use(1280, 720, (window, slot) =>
    {
        var face = Scenes.Face(new EulerAngles(12, 0, 0), MiddleBox);
        Assert.True(Ink(Show(window, slot, face)) > 1000);
        window.Press(WindowKey.P);
        Assert.False(window.ShowsPanels);
        Assert.Equal(0, Ink(Show(window, slot, face)));
        window.Press(WindowKey.P);
        Assert.True(Ink(Show(window, slot, face)) > 1000);

        static int Ink(Picture picture) => picture.Count(16, 16, 130, 230, Bright) + picture.Count(1134, 16, 130, 300, Bright);
        static bool Bright((int Red, int Green, int Blue) c) => c is { Red: > 140, Green: > 140, Blue: > 140 };
    });

    [DisplayFact]
    public void A_panel_leaves_its_corner_to_a_face_and_comes_back() => fixture.Use(1280, 720, (window, slot) =>
    {
        // The picture is 960 wide in the middle: its upper left lies under the pose panel.
        var corner = Scenes.Face(default, new FaceBox(0, 0, 140, 150));
        var (above, below) = Places(Show(window, slot, Scenes.Face(default, MiddleBox)));
        Assert.True(above > 100 && below == 0, $"{above} and {below}");
        (above, below) = Places(Show(window, slot, corner));
        Assert.True(above == 0 && below > 100, $"{above} and {below}");
        (above, _) = Places(Show(window, slot, Scenes.Face(default, MiddleBox)));
        Assert.True(above > 100);

        // Beside the picture, where the panel's left part lies whatever is drawn on the picture.
        static (int Above, int Below) Places(Picture picture) => (Ink(picture, 16), Ink(picture, 440));
        static int Ink(Picture picture, int y) => picture.Count(20, y, 130, 200, c => c is { Red: > 140, Green: > 140, Blue: > 140 });
    });

    [DisplayFact]
    public void A_pause_and_the_end_are_not_shown_as_tracking() => fixture.Use(1280, 720, (window, slot) =>
    {
        var face = Scenes.Face(default, MiddleBox);
        Assert.True(Green(Show(window, slot, face)) > 30);
        Assert.Equal(0, Green(Show(window, slot, hud => hud with { IsPaused = true }, face)));
        Assert.Equal(0, Green(Show(window, slot, hud => hud with { IsEnded = true }, face)));

        // The state's dot and name in the head of the pose panel.
        static int Green(Picture picture) => picture.Count(20, 20, 140, 30, c => c is { Red: < 110, Green: > 180, Blue: < 190 });
    });

    [DisplayFact]
    public void Several_faces_have_their_numbers_and_one_has_none() => fixture.Use(1280, 720, (window, slot) =>
    {
        var (near, far) = (Scenes.Face(default, MiddleBox), Scenes.Face(default, new FaceBox(450, 200, 90, 100)) with { Id = 7 });
        Assert.Equal(0, Ink(Show(window, slot, near)));
        Assert.True(Ink(Show(window, slot, near, far)) > 10);

        // Above the upper left corner of the first face's box, at 1.5 framebuffer pixels per pixel.
        static int Ink(Picture picture) => picture.Count(522, 196, 40, 25, c => c is { Red: > 180, Green: > 180, Blue: > 180 });
    });

    private Picture Show(TrackerWindow window, Handover<TrackerSnapshot> slot, params ReadOnlySpan<DrawnFace> faces) =>
        Show(window, slot, WindowState.Tracking, faces);

    private Picture Show(TrackerWindow window, Handover<TrackerSnapshot> slot, WindowState state, params ReadOnlySpan<DrawnFace> faces) =>
        Show(window, slot, hud => hud with { State = state }, faces);

    private Picture Show(TrackerWindow window, Handover<TrackerSnapshot> slot, Func<HudState, HudState> change, params ReadOnlySpan<DrawnFace> faces)
    {
        var snapshot = Scenes.Snapshot(_pool, Camera, faces);
        snapshot.Hud = change(snapshot.Hud);
        slot.Put(snapshot);
        window.NativeWindow.DoEvents();
        Assert.True(window.Update());
        return new Picture(window.ReadPixels(out var width, out var height), width, height);
    }
}
