using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Tests;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Tests.Sampling;

public sealed class ClipRendererTests
{
    private const int Size = 96;

    private static readonly RenderOptions Options = new(7) { FrameSize = Size, SamplesPerPerson = 3 };
    private static readonly LabelGrid Whole = new(Size / 2, (_, _) => new FaceBox(0, 0, Size, Size));

    [SharedFact(TestScenes.Avatars)]
    public void A_number_gives_the_same_frame_with_and_without_labels()
    {
        var renderer = new ClipRenderer(TestScenes.Assets, Options);
        using var plain = renderer.Render(4);
        using var labelled = new ClipRenderer(TestScenes.Assets, Options).Render(4, Whole);
        Assert.Null(plain.Labels);
        Assert.Equal(0, Cv2.Norm(plain.Picture, labelled.Picture));
        Assert.Equal(4, labelled.Truth.Index);
        using var other = renderer.Render(2);
        Assert.NotEqual(other.Truth.IdentityId, labelled.Truth.IdentityId);
    }

    /// <summary>The face's landmarks, which are points of the skin, move as the cells do that show them.</summary>
    [SharedFact(TestScenes.Avatars)]
    public void Motion_is_that_of_the_landmarks_and_nothing_in_a_still_clip()
    {
        var script = new ClipScript("turn", Size, Size, 25, Rests: false, Acts: false, [new(0, -20, 0, 0, 0.4f), new(1, 20, 0, 0, 0.4f)]);
        var clip = new RenderedClip(script, TestScenes.Valid.Original("Asian_F_2_Default"), TestScenes.Sky(), seed: 1);
        using var now = clip.Render(10, Whole, later: 15);
        using var then = clip.Render(15);
        var (labels, near) = (now.Labels!, 0);
        for (var k = 17; k < 68; k++)
        {
            if (!labels.Visible[k]) continue;
            var at = now.Truth.Landmarks[k] + new Vector2(0.5f);
            if (labels.Motion![(int)(at.Y / 2) * Whole.Side + (int)(at.X / 2)] is not { } motion) continue;
            if (Vector2.Distance(then.Truth.Landmarks[k] - now.Truth.Landmarks[k], motion) < 1) near++;
        }

        // Cells at contours show something else.
        Assert.InRange(near, 35, 51);
        Assert.All(labels.Parts.Zip(labels.Motion!).Where(cell => cell.First == FacePart.Background), cell => Assert.Equal(Vector2.Zero, cell.Second));

        using var still = clip.Render(10, Whole, later: 10);
        Assert.All(still.Labels!.Motion!, cell => Assert.Equal(Vector2.Zero, cell));
    }
}
