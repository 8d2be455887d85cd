using System.Numerics;
using System.Text.Json;

namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>How MakeHuman's skeleton holds the base mesh, brought down to torso, two necks and head, and where its joints are.</summary>
/// <param name="Bones">Per base vertex, weights of torso, lower neck, upper neck and head.</param>
/// <param name="Arms">Per base vertex, weight of the left and the right arm from the shoulder joint on.</param>
/// <param name="Joints">By name ("head____head" is the head bone's near end), the base vertices whose mean is the joint.</param>
internal sealed record MakeHumanSkinning(Vector4[] Bones, Vector2[] Arms, IReadOnlyDictionary<string, int[]> Joints)
{
    private enum Group
    {
        Torso,
        LowerNeck,
        UpperNeck,
        Head,
    }

    public static MakeHumanSkinning Load(string path, int vertices)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var bones = root.GetProperty("bones").EnumerateArray().ToArray();
        var names = bones.Select(b => b.GetProperty("name").GetString()!).ToArray();
        var parents = bones.Select(b => b.GetProperty("parent").GetInt32()).ToArray();
        var groups = Enumerable.Range(0, names.Length).Select(b => GroupOf(b, names, parents)).ToArray();
        var arms = Enumerable.Range(0, names.Length).Select(b => ArmOf(b, names, parents)).ToArray();

        var perVertex = root.GetProperty("influencesPerVertex").GetInt32();
        var indices = root.GetProperty("skinIndices").EnumerateArray().Select(i => i.GetInt32()).ToArray();
        var weights = root.GetProperty("skinWeights").EnumerateArray().Select(w => w.GetSingle()).ToArray();
        var grouped = new Vector4[vertices];
        var arm = new Vector2[vertices];
        for (var v = 0; v < vertices; v++)
        {
            var sum = 0f;
            for (var k = 0; k < perVertex; k++)
            {
                var (bone, weight) = (indices[v * perVertex + k], weights[v * perVertex + k]);
                grouped[v][(int)groups[bone]] += weight;
                arm[v] += arms[bone] * weight;
                sum += weight;
            }

            // Vertices that nothing holds are helpers around the body.
            grouped[v] = sum > 0 ? grouped[v] / sum : Vector4.UnitX;
            if (sum > 0) arm[v] /= sum;
        }

        var joints = root.GetProperty("metadata").GetProperty("joint_pos_idxs").EnumerateObject()
            .ToDictionary(j => j.Name, j => j.Value.EnumerateArray().Select(i => i.GetInt32()).ToArray(), StringComparer.Ordinal);
        return new MakeHumanSkinning(grouped, arm, joints);
    }

    /// <summary>Where a joint is in a mesh of the base topology.</summary>
    public Vector3 Joint(string name, ReadOnlySpan<Vector3> positions)
    {
        var sum = Vector3.Zero;
        foreach (var vertex in Joints[name]) sum += positions[vertex];
        return sum / Joints[name].Length;
    }

    // A bone belongs to the nearest of its ancestors that bends: all bones of the face hang on the head.
    private static Group GroupOf(int bone, string[] names, int[] parents)
    {
        for (var b = bone; b >= 0; b = parents[b])
        {
            var name = names[b].Split("____")[0];
            if (name == "head") return Group.Head;
            if (name is "neck03") return Group.UpperNeck;
            if (name is "neck01" or "neck02") return Group.LowerNeck;
        }

        return Group.Torso;
    }

    private static Vector2 ArmOf(int bone, string[] names, int[] parents)
    {
        for (var b = bone; b >= 0; b = parents[b])
        {
            if (names[b].StartsWith("upperarm01.L", StringComparison.Ordinal)) return Vector2.UnitX;
            if (names[b].StartsWith("upperarm01.R", StringComparison.Ordinal)) return Vector2.UnitY;
        }

        return Vector2.Zero;
    }
}
