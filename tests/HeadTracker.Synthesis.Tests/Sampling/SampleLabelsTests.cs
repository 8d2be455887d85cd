using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Tests;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Tests.Sampling;

public sealed class SampleLabelsTests
{
    private const int Size = 96;

    private static readonly RenderOptions Options = new(42) { FrameSize = Size, SamplesPerPerson = 4 };
    private static readonly LabelGrid Whole = new(Size, (_, _) => new FaceBox(0, 0, Size, Size));

    [SharedFact(TestScenes.Avatars)]
    public void Labels_agree_with_the_picture_and_leave_it_as_it_is()
    {
        var renderer = new SampleRenderer(TestScenes.Assets, Options);
        for (var i = 0; i < 8; i++)
        {
            using var plain = renderer.Render(i, withMaps: true);
            using var sample = renderer.Render(i, labels: Whole);
            Assert.Null(plain.Labels);
            Assert.Equal(0, Cv2.Norm(plain.Picture, sample.Picture));

            var (truth, labels) = (sample.Truth, sample.Labels!);
            var same = labels.Parts.Zip(plain.Segmentation!, (part, shown) => FaceParts.ClassOf(part) == shown);
            Assert.InRange(same.Count(alike => alike), 0.97 * Size * Size, Size * Size);

            // Depth is that of the picture, along the ray to the face instead of the axis, which differ little in one crop.
            var distance = truth.FaceCentre.Length();
            for (var p = 0; p < labels.Parts.Length; p++)
            {
                if (labels.Parts[p] == FacePart.Background) continue;
                Assert.Equal(1, labels.Normals[p].Length(), 1e-3f);
                Assert.InRange(labels.Depth[p] * truth.FaceSize, -0.45f, 1f);
            }

            // A landmark that is seen lies where depth says: not 1.5 cm before or behind it, but at contours, where the next cell is far behind.
            var off = Enumerable.Range(17, 51).Where(k => labels.Visible[k]).Select(k => Off(truth, labels, k, distance)).ToList();
            Assert.True(off.Count(metres => metres > 0.015f) <= off.Count / 5, $"sample {i}: {off.Count(metres => metres > 0.015f)} of {off.Count}");
        }
    }

    [SharedFact(TestScenes.Avatars)]
    public void Skin_is_split_by_the_landmarks_about_it()
    {
        var person = TestScenes.Valid.Original("Asian_F_2_Default");
        var parts = person.TriangleParts[0].Value;
        foreach (var (landmark, expected) in new[]
        {
            (2, FacePart.JawRight), (14, FacePart.JawLeft), (19, FacePart.BrowRight), (24, FacePart.BrowLeft), (31, FacePart.NoseRight),
            (35, FacePart.NoseLeft), (37, FacePart.LidRight), (44, FacePart.LidLeft), (48, FacePart.LipsRight), (54, FacePart.LipsLeft),
        })
        {
            var corner = Array.IndexOf(person.Parts[0].Topology.Indices, person.Landmarks[landmark]);
            Assert.Equal(expected, parts[corner / 3]);
        }

        Assert.Contains(FacePart.Neck, parts);
        var eyes = person.Parts.Index().Where(part => part.Item.Eye != EyeSide.None).ToDictionary(part => part.Item.Eye, part => part.Index);
        Assert.All(person.TriangleParts[eyes[EyeSide.Left]].Value, part => Assert.Equal(FacePart.EyeLeft, part));
        Assert.All(person.TriangleParts[eyes[EyeSide.Right]].Value, part => Assert.Equal(FacePart.EyeRight, part));
    }

    [SharedFact(TestScenes.Avatars)]
    public void Attributes_say_what_was_drawn()
    {
        var renderer = new SampleRenderer(TestScenes.Assets, Options with { FrameSize = 32, Seed = 5 });
        var all = new List<FaceAttributes>();
        for (var i = 0; i < 60; i++)
        {
            using var sample = renderer.Render(i);
            var (attributes, made) = (sample.Truth.Attributes, sample.Truth.Provenance.Split(' '));
            for (var thing = FaceAttribute.Glasses; thing <= FaceAttribute.Thing; thing++)
                Assert.Equal(made.Contains($"{thing}".ToLowerInvariant()), attributes[thing]);
            // VALID's avatars carry their sex in their names; nobody says how old they are.
            Assert.Equal(made[0].Contains("_M_", StringComparison.Ordinal), attributes[FaceAttribute.Male]);
            Assert.Null(attributes[FaceAttribute.Old]);
            Assert.Equal("sky", sample.Truth.Scene);
            Assert.Equal(0UL, attributes.Set & ~attributes.Known);
            Assert.False(attributes[FaceAttribute.GazeLeft] == true && attributes[FaceAttribute.GazeRight] == true);
            all.Add(attributes);
        }

        foreach (var usual in new[] { FaceAttribute.MouthOpen, FaceAttribute.GazeLeft, FaceAttribute.LitFromRight, FaceAttribute.Male })
            Assert.InRange(all.Count(attributes => attributes[usual] == true), 1, 50);
    }

    /// <summary>Metres between a landmark's depth and that of the cell it falls into.</summary>
    private static float Off(SampleTruth truth, SampleLabels labels, int landmark, float distance)
    {
        var toView = Quaternion.Conjugate(ViewRay.RotationTo(truth.FaceCentre));
        var own = -Vector3.Transform(truth.LandmarkPoints[landmark], toView).Z - distance;
        var (x, y) = ((int)MathF.Round(truth.Landmarks[landmark].X), (int)MathF.Round(truth.Landmarks[landmark].Y));
        return MathF.Abs(labels.Depth[y * Size + x] * truth.FaceSize - own);
    }
}
