using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class FaceSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("faces").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Packed_sets_load_one_after_another_with_their_labels()
    {
        using var first = Tiny.Faces(5, seed: 1);
        using var second = Tiny.Faces(3, seed: 2);
        string[] paths = [Tiny.Pack(first, _folder, "a", aspect: 0.8f), Tiny.Pack(second, _folder, "b")];

        using var set = FaceSet.Load("both", paths, 32, CPU);

        Assert.Equal((8, 8, 32), (set.Count, set.Margin, set.InputSize));
        Assert.True(Tiny.Images(set)[..5].eq(Tiny.Images(first)).all().item<bool>());
        Assert.True(Tiny.Images(set)[5..].eq(Tiny.Images(second)).all().item<bool>());
        Assert.Equal(second.Rotations, set.Rotations.Skip(5));
        Assert.Equal(0.8f, set.Aspects[0], 5);
        Assert.Equal(1, set.Aspects[7], 5);
    }

    [Fact]
    public void A_limit_takes_samples_from_all_over_the_set()
    {
        using var faces = Tiny.Faces(10);
        using var set = FaceSet.Load("few", [Tiny.Pack(faces, _folder, "a")], 32, CPU, limit: 4);
        Assert.Equal([faces.Rotations[0], faces.Rotations[2], faces.Rotations[5], faces.Rotations[7]], set.Rotations);
    }

    [Fact]
    public void Few_subjects_are_those_a_set_names_first()
    {
        using var faces = Tiny.Faces(8);
        var path = Tiny.Pack(faces, _folder, "people", identities: ["Ada", "", "Bob", "Ada", "Cy", "Bob", "Ada", "Cy"]);
        AssertRows([0, 3, 6], subjects: 1);
        AssertRows([0, 2, 3, 5, 6], subjects: 2);
        AssertRows([0, 2, 3, 4, 5, 6, 7], subjects: 3);
        // The limit chooses among what is left.
        AssertRows([0, 3], subjects: 2, limit: 2);
        Assert.Contains("knows 3 people where the experiment asks for 4",
            Assert.Throws<UserErrorException>(() => FaceSet.Load("x", [path], 32, CPU, subjects: 4)).Message);

        void AssertRows(int[] rows, int subjects, int? limit = null)
        {
            using var set = FaceSet.Load("few", [path], 32, CPU, limit, subjects);
            Assert.Equal(rows.Select(row => faces.Rotations[row]), set.Rotations);
        }
    }

    [Fact]
    public void Sets_that_do_not_fit_are_refused_in_a_sentence()
    {
        using var faces = Tiny.Faces(2);
        using var wider = Tiny.Faces(2, margin: 4);
        var (a, b) = (Tiny.Pack(faces, _folder, "a"), Tiny.Pack(wider, _folder, "b"));
        Assert.Contains("pack it again with that size", Assert.Throws<UserErrorException>(() => FaceSet.Load("x", [a], 64, CPU)).Message);
        Assert.Contains("different margins", Assert.Throws<UserErrorException>(() => FaceSet.Load("x", [a, b], 32, CPU)).Message);
        Assert.Contains("does not exist", Assert.Throws<UserErrorException>(() => FaceSet.Load("x", [a + "x"], 32, CPU)).Message);
        Assert.Contains("No packed set", Assert.Throws<UserErrorException>(() => FaceSet.Load("x", [], 32, CPU)).Message);
    }

    [Fact]
    public void A_batchs_labels_follow_its_images()
    {
        using var scope = NewDisposeScope();
        using var faces = Tiny.Faces(6);
        var plain = FaceBatch.Plain(faces, faces.Images.Take([4, 1]));
        var expected = EulerAngles.FromRotation(faces.Rotations[4]);
        Assert.Equal([expected.Yaw, expected.Pitch, expected.Roll], plain.Degrees[0].data<float>().ToArray());
        Assert.True(plain.Images[1].eq(Tiny.Images(faces)[1, 8..40, 8..40].permute(2, 0, 1)).all().item<bool>());

        // Flips alone: every image is the plain one or its mirror, and its yaw says which.
        var options = AugmentationOptions.None with { Flip = 0.5f };
        var flipped = FaceBatch.Draw(faces, faces.Images.Take([4, 4, 4, 4, 4, 4, 4, 4]), options, new SeededRandom(3));
        var mirrored = 0;
        for (var i = 0; i < 8; i++)
        {
            var isMirror = flipped.Images[i].eq(plain.Images[0].flip(2)).all().item<bool>();
            mirrored += isMirror ? 1 : 0;
            Assert.Equal(isMirror ? -expected.Yaw : expected.Yaw, flipped.Degrees[i, 0].item<float>(), 3);
        }

        Assert.InRange(mirrored, 1, 7);
    }

    /// <summary>A label's own numbers are what a network learns, mirrored one by one; a turned image brings the triple that goes on from them.</summary>
    [Fact]
    public void Labelled_angles_are_learnt_as_they_are()
    {
        var pair = PoseConventions.AnglesFromEthXGaze(theta: 20 * MathF.PI / 180, phi: 60 * MathF.PI / 180);
        var rotation = PoseConventions.FromEthXGaze(theta: 20 * MathF.PI / 180, phi: 60 * MathF.PI / 180);
        var zoomed = GeometricTransform.Identity with { Scale = 1.1f };
        Assert.Equal(20, zoomed.Apply(pair, rotation).Pitch, 1e-4f);
        Assert.Equal(60, zoomed.Apply(pair, rotation).Yaw, 1e-4f);
        Assert.Equal(-60, (zoomed with { Flip = true }).Apply(pair, rotation).Yaw, 1e-4f);

        // 95° of pitch stays beyond 90°, where the rotation's own triple would fold back.
        var down = new EulerAngles(10, 95, 5);
        var turned = new GeometricTransform(Flip: false, Rotation: 4);
        var angles = turned.Apply(down, down.ToRotation());
        Assert.InRange(angles.Pitch, 90, 100);
        Assert.True(Rotations.AngleBetween(angles.ToRotation(), turned.Apply(down.ToRotation())) < 0.1f);
        Assert.True(MathF.Abs(EulerAngles.FromRotation(turned.Apply(down.ToRotation())).Pitch) <= 90);
    }

    [Fact]
    public void Scores_are_against_the_labels_own_numbers()
    {
        using var scope = NewDisposeScope();
        using var faces = Tiny.Faces(1);
        using var labelled = new FaceSet(
            "x", new ResidentImages(Tiny.Images(faces)), 32, faces.Rotations, faces.Weights, faces.Aspects) { Angles = [new(-351, 95, 0)] };
        var errors = PoseErrors.Of([new(9, 85, 0)], labelled);
        Assert.Equal((360, 10, 0), (errors.Yaw, errors.Pitch, errors.Roll));
        Assert.Equal([-351, 95, 0], FaceBatch.Plain(labelled, labelled.Images.Take([0])).Degrees.data<float>().ToArray());
    }

    [Fact]
    public void Padding_widens_a_batch_by_what_was_stored_around_the_box()
    {
        using var scope = NewDisposeScope();
        using var faces = Tiny.Faces(3);
        var wide = FaceBatch.Plain(faces, faces.Images.Take([0, 2]), padding: 5);
        Assert.Equal([2, 3, 42, 42], wide.Images.shape);
        Assert.True(wide.Images[.., .., 5..37, 5..37].eq(FaceBatch.Plain(faces, faces.Images.Take([0, 2])).Images).all().item<bool>());
    }
}
