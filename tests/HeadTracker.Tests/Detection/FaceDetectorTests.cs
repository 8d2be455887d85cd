using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Tests.Support;
using OpenCvSharp;

namespace HeadTracker.Tests.Detection;

/// <summary>Real photos, in which people counted the faces.</summary>
public sealed class FaceDetectorTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 4)]
    public void Finds_every_face_of_the_sample_photos_and_nothing_else(int sample, int count)
    {
        using var photo = Photo.Sample(sample);
        using var detector = FaceDetectors.Create("blazeface", ExecutionProvider.Cpu);
        var faces = new List<FaceDetection>();
        detector.Detect(photo.Image, faces);
        Assert.Equal(count, faces.Count);
        Assert.Equal(faces.OrderByDescending(f => f.Score), faces);
        Assert.All(faces, face =>
        {
            Assert.True(face.Keypoints.RightEye.X < face.Keypoints.LeftEye.X);
            Assert.True(face.Box.Width is > 100 and < 300, $"{face.Box}");
        });
    }

    [Fact]
    public void Photos_are_searched_for_faces_of_thirty_pixels()
    {
        const int width = 1920, height = 1080;
        using var photo = Photo.Sample(3);
        using var detector = FaceDetectors.Create(new DetectorOptions { Provider = ExecutionProvider.Cpu, Thorough = true, MinimumScore = 0.8f });
        var faces = new List<FaceDetection>();
        detector.Detect(photo.Image, faces);
        var scale = 30 / faces.Min(face => face.Box.Width);
        using var small = new Mat();
        Cv2.Resize(photo.Pixels, small, default, scale, scale, InterpolationFlags.Area);
        using var picture = new Mat(height, width, MatType.CV_8UC3, Scalar.All(128));
        using (var corner = new Mat(picture, new Rect(width - small.Width - 40, height - small.Height - 30, small.Width, small.Height))) small.CopyTo(corner);

        detector.Detect(picture.AsBgr(), faces);

        Assert.Equal(3, faces.Count);
        Assert.InRange(faces.Min(face => face.Box.Width), 24, 36);
    }

    [Fact]
    public void Without_a_second_look_a_faces_score_is_what_the_least_score_is_compared_with()
    {
        using var photo = Photo.Sample(1);
        var scores = Scores(0.3f, lookAgain: false);
        var best = scores[0];
        Assert.Single(Scores(best - 1e-4f, lookAgain: true));
        Assert.Empty(Scores(best + 1e-4f, lookAgain: true));

        List<float> Scores(float least, bool lookAgain)
        {
            using var detector = FaceDetectors.Create(new DetectorOptions
            {
                Provider = ExecutionProvider.Cpu, MinimumScore = least, CloserViews = 0, LookAgain = lookAgain,
            });
            var faces = new List<FaceDetection>();
            detector.Detect(photo.Image, faces);
            return [.. faces.Select(face => face.Score)];
        }
    }

    [Theory]
    [InlineData("blazeface-back")]
    [InlineData("blazeface-front")]
    public void Follows_a_face_that_moves_and_says_when_it_is_gone(string model)
    {
        using var photo = Photo.Sample(6);
        using var detector = FaceDetectors.Create(model, ExecutionProvider.Cpu);
        using var finder = FaceDetectors.Create("blazeface", ExecutionProvider.Cpu);
        var faces = new List<FaceDetection>();
        finder.Detect(photo.Image, faces);
        foreach (var face in faces)
        {
            Assert.True(detector.TryFollow(photo.Image, face.Box.Shifted(0.25f * face.Box.Width, -0.2f * face.Box.Height), out var found));
            Assert.True(found.Box.IntersectionOverUnion(face.Box) > 0.75f, $"{found.Box} for {face.Box}");
        }

        Assert.False(detector.TryFollow(photo.Image, new FaceBox(900, 1250, 200, 200), out _));
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public void Finds_tilted_faces(int degrees)
    {
        using var photo = Photo.Sample(3);
        using var tilted = new Mat();
        using var turn = Cv2.GetRotationMatrix2D(new Point2f(1070 + 118, 291 + 112), degrees, 1);
        Cv2.WarpAffine(photo.Pixels, tilted, turn, photo.Pixels.Size());
        AssertFindsAt(tilted, new FaceBox(1071, 291, 237, 224), "blazeface");
    }

    [Fact]
    public void Finds_a_face_cut_off_by_the_image_s_edge()
    {
        // The woman on the right; the image now ends a quarter into her face.
        using var photo = Photo.Sample(3);
        using var cut = new Mat(photo.Pixels, new Rect(1320, 200, 300, 600));
        AssertFindsAt(cut, new FaceBox(1464 - 1320, 375 - 200, 203, 197), "blazeface");
    }

    [Fact]
    public void Finds_a_face_that_fills_the_image()
    {
        using var photo = Photo.Sample(3);
        using var close = new Mat(photo.Pixels, new Rect(580, 385, 215, 215));
        AssertFindsAt(close, new FaceBox(591 - 580, 399 - 385, 198, 193), "blazeface");
    }

    [Fact]
    public void Finds_a_face_too_small_for_the_whole_image_in_a_tile()
    {
        // A face of about 40 pixels in 2400 x 1350: four pixels of the front network's input.
        using var photo = Photo.Sample(3);
        using var small = new Mat();
        Cv2.Resize(photo.Pixels, small, new Size(384, 270), 0, 0, InterpolationFlags.Area);
        using var large = new Mat(1350, 2400, MatType.CV_8UC3, new Scalar(90, 100, 110));
        using (var corner = new Mat(large, new Rect(1900, 950, 384, 270))) small.CopyTo(corner);
        AssertFindsAt(large, new FaceBox(1900 + 1071 / 5f, 950 + 291 / 5f, 237 / 5f, 224 / 5f), "blazeface");
    }

    [Fact]
    public void A_thorough_search_finds_the_small_face_beside_the_large_one()
    {
        using var photo = Photo.Sample(3);
        using var scene = new Mat(1350, 2400, MatType.CV_8UC3, new Scalar(90, 100, 110));
        using var small = new Mat();
        Cv2.Resize(photo.Pixels, small, new Size(384, 270), 0, 0, InterpolationFlags.Area);
        using (var corner = new Mat(scene, new Rect(1900, 950, 384, 270))) small.CopyTo(corner);
        using (var left = new Mat(scene, new Rect(0, 0, 800, 1350)))
        using (var woman = new Mat(photo.Pixels, new Rect(300, 0, 800, 1350))) woman.CopyTo(left);

        using var quick = FaceDetectors.Create(new DetectorOptions { Provider = ExecutionProvider.Cpu });
        using var thorough = FaceDetectors.Create(new DetectorOptions { Provider = ExecutionProvider.Cpu, Thorough = true });
        var faces = new List<FaceDetection>();
        quick.Detect(View(scene), faces);
        var before = faces.Count;
        thorough.Detect(View(scene), faces);
        Assert.True(faces.Count > before, $"{before} quick, {faces.Count} thorough");
        Assert.Contains(faces, f => f.Box.IntersectionOverUnion(new FaceBox(1900 + 1071 / 5f, 950 + 291 / 5f, 237 / 5f, 224 / 5f)) > 0.5f);
    }

    [Fact]
    public void A_search_for_cameras_takes_a_few_views_at_a_time_until_each_has_had_its_turn()
    {
        using var scene = new Mat(720, 1280, MatType.CV_8UC3, new Scalar(90, 100, 110));
        var faces = new List<FaceDetection>();
        var everything = new RecordingNetwork();
        using (var photos = new FaceDetector(everything, new DetectorOptions())) photos.Detect(View(scene), faces);

        var network = new RecordingNetwork();
        using var camera = new FaceDetector(network, new DetectorOptions { CloserViews = 3, CloserScore = 0.8f });
        var calls = (everything.Looks.Count - 1 + 2) / 3;
        for (var i = 0; i < calls; i++)
        {
            camera.Detect(View(scene), faces);
            Assert.Equal(4 * (i + 1), network.Looks.Count);
            // The whole image is looked at every time, and what is found farther down has to be surer.
            Assert.Equal(SearchViews.Whole(View(scene)), network.Looks[4 * i].View);
            Assert.Equal([0.5f, 0.8f, 0.8f, 0.8f], network.Looks.Skip(4 * i).Select(look => look.Threshold));
        }

        Assert.True(everything.Looks.Count > 12);
        Assert.Equal(everything.Looks.Select(look => look.View).ToHashSet(), network.Looks.Select(look => look.View).ToHashSet());
    }

    private sealed class RecordingNetwork : IFaceNetwork
    {
        public List<(FaceBox View, float Threshold)> Looks { get; } = [];

        public string Name => "recording";

        public string Provider => "none";

        public TimeSpan NetworkTime => TimeSpan.Zero;

        public int InputSize => 128;

        public float ViewScale => 3;

        public CanonicalBox CanonicalBox => CanonicalBox.BlazeFaceBack;

        public void Run(BgrImage image, FaceBox region, float threshold, List<FaceDetection> candidates) => Looks.Add((region, threshold));

        public void Dispose()
        {
        }
    }

    [Fact]
    public void Finds_nothing_where_there_is_nothing()
    {
        using var noise = new Mat(480, 640, MatType.CV_8UC3);
        Noise.Fill(noise, seed: 1);
        using var detector = FaceDetectors.Create("blazeface", ExecutionProvider.Cpu);
        var faces = new List<FaceDetection> { default };
        detector.Detect(View(noise), faces);
        Assert.Empty(faces);
    }

    [Fact]
    public void Allocates_nothing_in_steady_state()
    {
        using var photo = Photo.Sample(6);
        using var detector = FaceDetectors.Create(new DetectorOptions { Model = "blazeface-front", Provider = ExecutionProvider.Cpu, Thorough = true });
        var faces = new List<FaceDetection>(32);
        for (var i = 0; i < 2; i++) detector.Detect(photo.Image, faces);
        var last = faces[0].Box;
        detector.TryFollow(photo.Image, last, out _);

        Assert.Equal(0, Allocations.Of(() =>
        {
            detector.Detect(photo.Image, faces);
            for (var i = 0; i < 10; i++) detector.TryFollow(photo.Image, last, out _);
        }));
    }

    private static void AssertFindsAt(Mat image, FaceBox expected, string model)
    {
        using var detector = FaceDetectors.Create(model, ExecutionProvider.Cpu);
        var faces = new List<FaceDetection>();
        detector.Detect(View(image), faces);
        Assert.True(faces.Any(f => f.Box.IntersectionOverUnion(expected) >= 0.5f),
            $"no face at {expected} among {string.Join("; ", faces.Select(f => f.Box))}");
    }

    private static BgrImage View(Mat mat) => new(mat.Data, mat.Width, mat.Height, (int)mat.Step());
}
