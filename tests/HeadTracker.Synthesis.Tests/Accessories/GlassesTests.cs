using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Accessories;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Scenes;
using HeadTracker.Tests;

namespace HeadTracker.Synthesis.Tests.Accessories;

public class GlassesTests
{
    [SharedFact(TestScenes.Avatars)]
    public void Glasses_change_the_eyes_and_masks_the_mouth_and_nothing_else()
    {
        var person = TestScenes.Valid.Original(TestScenes.Valid.Names[^1]);
        var poser = new HeadPoser();
        var pose = new BodyPose(Quaternion.Identity, Quaternion.Identity, new Vector3(0, 0, -0.8f));
        var surfaces = poser.Pose(person, Expression.Neutral, pose);
        Matrix4x4.Invert(poser.HeadToCamera, out var toRest);
        var skull = Skull.Of(person);
        var face = new FaceFrame(
            Array.ConvertAll(poser.Landmarks, p => Vector3.Transform(p, toRest)), skull.Crown, skull.HalfWidth, skull.Back, Array.ConvertAll(surfaces[0].Positions, p => Vector3.Transform(p, toRest)));
        var camera = new PinholeCamera(160, 160, 420);
        var points = Array.ConvertAll(poser.Landmarks, camera.Project);
        var bare = Render(surfaces, camera);

        for (var seed = 0; seed < 6; seed++)
        {
            var worn = Render([.. surfaces, .. Glasses.Make(face, new Random(seed), dark: seed % 2 == 0, poser.HeadToCamera)], camera);
            var changed = Changed(bare, worn);
            var eyes = FaceBox.FromEdges(points[0].X - 12, points[19].Y - 14, points[16].X + 12, points[30].Y + 8);
            Assert.True(changed.Count > 60, $"glasses {seed} change {changed.Count} pixels");
            Assert.All(changed, p => Assert.True(p.X >= eyes.X && p.X <= eyes.Right && p.Y >= eyes.Y && p.Y <= eyes.Bottom, $"glasses {seed} change {p}"));
            Assert.Contains(SegmentationClass.Accessory, worn.Segmentation);

            worn = Render([.. surfaces, .. FaceMask.Make(face, new Random(seed), poser.HeadToCamera)], camera);
            changed = Changed(bare, worn);
            Assert.All(changed, p => Assert.True(p.Y > points[0].Y - 12 && p.Y < points[8].Y + 14, $"mask {seed} changes {p}"));
            var mouth = (points[51] + points[57]) / 2;
            Assert.Equal(SegmentationClass.Accessory, worn.Segmentation[(int)mouth.Y * 160 + (int)mouth.X]);
        }
    }

    private static RenderedFrame Render(IReadOnlyList<Surface> surfaces, PinholeCamera camera)
    {
        var lights = new LightRig(TestScenes.Sky(), Quaternion.Identity, Vector3.One, null);
        var frame = new RenderedFrame(camera.Width, camera.Height);
        new FrameRenderer().Render(new Scene(camera, surfaces, lights, new EnvironmentBackground(lights, 0.1f), new Vector3(0, 0, -0.8f)), frame);
        return frame;
    }

    private static List<(int X, int Y)> Changed(RenderedFrame a, RenderedFrame b) =>
        [.. Enumerable.Range(0, a.Radiance.Length).Where(i => (a.Radiance[i] - b.Radiance[i]).Length() > 0.02f).Select(i => (i % a.Width, i / a.Width))];
}
