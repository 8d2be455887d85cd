using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Tests;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class SampleRendererTests
{
    private static readonly RenderOptions Options = new(42) { FrameSize = 96, SamplesPerPerson = 3 };

    [SharedFact(TestScenes.Avatars)]
    public void The_same_seed_gives_the_same_bytes_on_one_thread_and_on_two()
    {
        var one = new SampleRenderer(TestScenes.Assets, Options);
        var expected = Enumerable.Range(0, 8).Select(i => Bytes(one, i)).ToArray();
        var two = new SampleRenderer(TestScenes.Assets, Options);
        var actual = new byte[8][];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => actual[7 - i] = Bytes(two, 7 - i));
        for (var i = 0; i < 8; i++) Assert.Equal(expected[i], actual[i]);
        Assert.NotEqual(expected[0], expected[1]);
        Assert.NotEqual(expected[0], Bytes(new SampleRenderer(TestScenes.Assets, Options with { Seed = 43 }), 0));
    }

    [SharedFact(TestScenes.Avatars)]
    public void A_long_tail_says_whose_picture_each_is()
    {
        var tail = new LongTail(samples: 7, people: 3, alpha: 1);
        var renderer = new SampleRenderer(TestScenes.Assets, Options with { Tail = tail });
        var shown = Enumerable.Range(0, 7).Select(i =>
        {
            using var sample = renderer.Render(i);
            return sample.Truth.IdentityId;
        }).GroupBy(person => person).Select(person => (long)person.Count());
        Assert.Equal(tail.Counts, shown);
    }

    [SharedFact(TestScenes.Avatars)]
    public void Truth_describes_the_picture()
    {
        var renderer = new SampleRenderer(TestScenes.Assets, Options);
        for (var i = 0; i < 6; i++)
        {
            using var sample = renderer.Render(i, withMaps: true);
            var truth = sample.Truth;
            Assert.Equal((96, 96), (sample.Picture.Width, sample.Picture.Height));
            Assert.Equal(truth.Landmarks.Max(p => p.X), truth.LandmarkBox.Right, 1e-3f);
            var share = MathF.Max(truth.LandmarkBox.Width, truth.LandmarkBox.Height) / 96;
            Assert.InRange(share, Options.FaceShare.From - 0.001f, Options.FaceShare.To + 0.001f);
            Assert.InRange(truth.Angles.Yaw, -PoseDensity.LargestYaw - 0.1f, PoseDensity.LargestYaw + 0.1f);
            Assert.Contains(SegmentationClass.Skin, sample.Segmentation!);

            // What is not background is about as far away as the face.
            var near = sample.Depth!.Min();
            Assert.InRange(near, -truth.FaceCentre.Z - 0.5f, -truth.FaceCentre.Z);
            for (var p = 0; p < sample.Depth!.Length; p++)
            {
                Assert.Equal(float.IsInfinity(sample.Depth[p]), sample.Segmentation![p] == SegmentationClass.Background);
            }
        }
    }

    /// <summary>Counted again from the maps: what lies before a landmark is what hides it.</summary>
    [SharedFact(TestScenes.Avatars)]
    public void Faces_behind_hair_and_hands_are_known_to_be_hidden()
    {
        var renderer = new SampleRenderer(TestScenes.Assets, Options with { Seed = 3 });
        var visible = new List<float>();
        for (var i = 0; i < 40; i++)
        {
            using var sample = renderer.Render(i, withMaps: true);
            var hidden = sample.Truth.Landmarks[17..].Count(p =>
                At(sample, p) is SegmentationClass.Hair or SegmentationClass.Occluder or SegmentationClass.Background or SegmentationClass.Clothes);
            Assert.Equal(1 - hidden / 51f, sample.Truth.Visible, 1e-4f);
            visible.Add(sample.Truth.Visible);
        }

        Assert.Contains(visible, share => share > 0.9f);
        Assert.Contains(visible, share => share < 0.7f);

        static SegmentationClass At(Sample sample, System.Numerics.Vector2 p)
        {
            var (x, y) = ((int)MathF.Round(p.X), (int)MathF.Round(p.Y));
            return x is >= 0 and < 96 && y is >= 0 and < 96 ? sample.Segmentation![y * 96 + x] : SegmentationClass.Background;
        }
    }

    [SharedFact(TestScenes.Avatars)]
    public void Validation_people_are_others()
    {
        var names = IdentityPool.ValidationAvatars;
        Assert.True(names.Count >= 6);
        var validation = new SampleRenderer(TestScenes.Assets, Options with { Split = IdentitySplit.Validation, SamplesPerPerson = 1, FrameSize = 32 });
        var training = new SampleRenderer(TestScenes.Assets, Options with { SamplesPerPerson = 1, FrameSize = 32 });
        for (var i = 0; i < 6; i++)
        {
            using var held = validation.Render(i);
            using var used = training.Render(i);
            Assert.All(Avatars(held), a => Assert.Contains(a, names));
            Assert.All(Avatars(used), a => Assert.DoesNotContain(a, names));
            Assert.NotEqual(held.Truth.IdentityId, used.Truth.IdentityId);
        }
    }

    [Fact]
    public void Senseless_options_are_refused()
    {
        Assert.Throws<UserErrorException>(() => (Options with { FrameSize = 4 }).Validate());
        Assert.Throws<UserErrorException>(() => (Options with { FaceShare = (0.6f, 0.3f) }).Validate());
        Assert.Throws<UserErrorException>(() => new SampleRenderer(new SynthesisAssets([], null, null), Options));
    }

    private static IEnumerable<string> Avatars(Sample sample) =>
        sample.Truth.Provenance.Split(' ').Where(w => w.Contains(':', StringComparison.Ordinal))
            .Select(w => w.StartsWith("wig:", StringComparison.Ordinal) ? w[4..] : w.Split(':')[0]);

    private static byte[] Bytes(SampleRenderer renderer, int index)
    {
        using var sample = renderer.Render(index);
        sample.Picture.GetArray(out Vec3b[] pixels);
        return [.. pixels.SelectMany(p => new[] { p.Item0, p.Item1, p.Item2 })];
    }
}
