using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>Pixels and poses under flip, rotation and box shift.</summary>
public sealed class GeometricTests
{
    private static readonly Vector3[] Landmarks = [new(0, 0, 0.1f), new(-0.04f, 0.03f, 0.06f), new(0.04f, 0.03f, 0.06f), new(0.02f, -0.05f, 0.05f)];

    public static TheoryData<float, float, float, bool, float> Poses => new()
    {
        { 0, 0, 0, false, 12 }, { 30, 20, -10, false, 15 }, { -65, 15, 25, false, -14 },
        { 40, -25, 5, true, 0 }, { -75, 30, -20, true, 13 }, { 10, 45, 40, true, -15 },
    };

    /// <summary>Points on a head, projected, must land where the image's change carries the old projections.</summary>
    [Theory]
    [MemberData(nameof(Poses))]
    public void The_new_pose_projects_landmarks_to_where_their_pixels_went(float yaw, float pitch, float roll, bool flip, float rotation)
    {
        var before = new EulerAngles(yaw, pitch, roll);
        var transform = new GeometricTransform(flip, rotation);
        var after = transform.Apply(before);

        foreach (var landmark in Landmarks)
        {
            // Orthographic; y down. A mirrored image shows a mirrored head.
            var mirrored = flip ? landmark with { X = -landmark.X } : landmark;
            var was = Project(before, landmark);
            var expected = Vector2.Transform(flip ? was with { X = -was.X } : was, Matrix3x2.CreateRotation(rotation * MathF.PI / 180));
            var actual = Project(after, mirrored);
            Assert.InRange(Vector2.Distance(expected, actual), 0, 1e-5f);
        }

        static Vector2 Project(EulerAngles angles, Vector3 point)
        {
            var p = Vector3.Transform(point, angles.ToRotation());
            return new(p.X, -p.Y);
        }
    }

    [Fact]
    public void Turning_a_frontal_head_clockwise_adds_to_its_roll()
    {
        var turned = new GeometricTransform(Flip: false, 12).Apply(new EulerAngles(0, 0, 5));
        Assert.Equal(17, turned.Roll, 3);
        var flipped = new GeometricTransform(Flip: true, 0).Apply(new EulerAngles(40, -10, 5));
        Assert.Equal((-40, -10, -5), (MathF.Round(flipped.Yaw, 3), MathF.Round(flipped.Pitch, 3), MathF.Round(flipped.Roll, 3)));
    }

    /// <summary>At 85° of yaw a turn by φ moves pitch by atan(tan φ · tan 85°): 72° for 15°. Faded, it is a turn by φ · cos 85° = 1.3°, hence 14.7°.</summary>
    [Theory]
    [InlineData(0, 15, 15)]
    [InlineData(60, 15, 7.5)]
    [InlineData(85, 15, 1.307)]
    [InlineData(-95, 15, 1.307)]
    public void A_fading_rotation_leaves_a_profile_its_pitch_and_roll(float yaw, float most, float faded)
    {
        var head = new EulerAngles(yaw, 0, 0);
        var options = new AugmentationOptions { Rotation = most };
        float widest = 0, pitch = 0, wild = 0;
        for (var i = 0L; i < 400; i++)
        {
            var plain = GeometricTransform.Draw(new SeededRandom(1, i), options, head.ToRotation());
            var fading = GeometricTransform.Draw(new SeededRandom(1, i), options with { RotationFades = true }, head.ToRotation());
            // The same draw, shrunk; nothing else changes.
            Assert.Equal(plain with { Rotation = 0 }, fading with { Rotation = 0 });
            Assert.Equal(plain.Rotation * MathF.Abs(MathF.Cos(yaw * MathF.PI / 180)), fading.Rotation, 3);
            widest = MathF.Max(widest, MathF.Abs(fading.Rotation));
            pitch = MathF.Max(pitch, MathF.Abs(fading.Apply(head).Pitch));
            wild = MathF.Max(wild, MathF.Abs(plain.Apply(head).Pitch));
        }

        Assert.InRange(widest, 0.97f * faded, faded);
        Assert.InRange(pitch, 0, most + 0.1f);
        if (MathF.Abs(yaw) > 80) Assert.True(wild > 70, $"turned in full the pitch moves by {wild}° only");
    }

    [Fact]
    public void Nothing_changes_without_a_transform()
    {
        using var scope = NewDisposeScope();
        var stored = Pictures.Make(2, 48);
        var plain = GeometricSampler.Sample(stored, [GeometricTransform.Identity, GeometricTransform.Identity], [1, 1], side: 32, padding: 2);
        Assert.True(plain.eq(stored[.., .., 6..42, 6..42]).all().item<bool>());
        // The sampling path gives the same bytes when only the other image moves.
        var one = GeometricSampler.Sample(stored, [GeometricTransform.Identity, new(Flip: true, 0)], [1, 1], side: 32, padding: 2);
        Assert.True(one[0].eq(plain[0]).all().item<bool>());
        Assert.True(one[1].eq(plain[1].flip(2)).all().item<bool>());
    }

    [Fact]
    public void Sampling_equals_OpenCVs_warp_image_by_image()
    {
        using var scope = NewDisposeScope();
        const int stored = 64, side = 40;
        var images = Pictures.Make(4, stored);
        GeometricTransform[] transforms = [new(false, 15), new(true, -11), new(false, 7, 0.1f, -0.05f, 1.1f), new(true, 14, -0.08f, 0.1f, 0.9f)];
        float[] aspects = [1, 0.75f, 1, 1.3f];

        var expected = Pictures.OneByOne(images, (rgb, i) =>
        {
            var (transform, aspect) = (transforms[i], aspects[i]);
            var result = new Mat(side, side, MatType.CV_8UC3);
            using var mapX = new Mat(side, side, MatType.CV_32FC1);
            using var mapY = new Mat(side, side, MatType.CV_32FC1);
            var (sin, cos) = MathF.SinCos(transform.Rotation * MathF.PI / 180);
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    // From the new box's pixel into the photo's proportions, turned back, mirrored back, into the stored crop.
                    var u = ((x + 0.5f - side / 2f) * transform.Scale + transform.ShiftX * side) * aspect;
                    var v = (y + 0.5f - side / 2f) * transform.Scale + transform.ShiftY * side;
                    var (backX, backY) = (u * cos + v * sin, -u * sin + v * cos);
                    if (transform.Flip) backX = -backX;
                    mapX.Set(y, x, backX / aspect + stored / 2f - 0.5f);
                    mapY.Set(y, x, backY + stored / 2f - 0.5f);
                }
            }

            Cv2.Remap(rgb, result, mapX, mapY, InterpolationFlags.Linear, BorderTypes.Replicate);
            result.CopyTo(rgb);
        });

        // OpenCV interpolates in steps of 1/32 of a pixel.
        Pictures.AssertClose(expected, GeometricSampler.Sample(images, transforms, aspects, side), mean: 0.6, worst: 4, outliers: 0.005);
    }

    /// <summary>
    /// Of the papers' stages none turns and shifts: what they reach at both ends of the turn, with the ensemble's padding, or of the zoom lies in the
    /// margin that is asked of a pack. What a photo shows further out makes no difference.
    /// </summary>
    [Theory]
    [InlineData(15, 0, 15, 44)]
    [InlineData(15, 0, 0, 26)]
    [InlineData(0, 0.2f, 0, 23)]
    public void No_pixel_of_a_papers_stage_comes_from_beyond_its_margin(float rotation, float zoom, int padding, int expected)
    {
        using var scope = NewDisposeScope();
        const int side = 224, wide = 60;
        var options = AugmentationOptions.None with { Rotation = rotation, BoxScale = zoom };
        var margin = options.MarginOf(side, padding);
        Assert.Equal(expected, margin);
        var images = Pictures.Make(4, side + 2 * wide);
        GeometricTransform[] ends =
        [
            new(false, rotation, Scale: 1 + zoom), new(false, -rotation, Scale: 1 + zoom), new(true, rotation, Scale: 1 + zoom),
            new(true, -rotation, Scale: 1 + zoom),
        ];
        // A byte's last step may go either way, since positions are shares of the stored side; a repeated pixel of these pictures is off by more.
        Assert.InRange(LargestChange(margin), 0, 1);
        Assert.InRange(LargestChange(margin - 2), 5, 255);

        int LargestChange(int stored) => (Sampled(stored) - Sampled(wide)).abs().max().item<int>();

        Tensor Sampled(int stored)
        {
            var cut = images.narrow(2, wide - stored, side + 2 * stored).narrow(3, wide - stored, side + 2 * stored);
            return GeometricSampler.Sample(cut, ends, [1, 1, 1, 1], side, padding).to(ScalarType.Int32);
        }
    }

    [Fact]
    public void Rotating_by_15_degrees_reaches_11_percent_beyond_the_box()
    {
        Assert.Equal(0.1124f, new AugmentationOptions().MarginShare, 3);
        Assert.Equal(0, AugmentationOptions.None.MarginShare, 5);
    }
}
