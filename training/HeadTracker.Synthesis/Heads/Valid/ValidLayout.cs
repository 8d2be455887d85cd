using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>
/// One numbering of vertices for all VALID heads: that of one reference avatar, without what no portrait shows (from the chest
/// down, forearms, hands). Other avatars' vertices are found by their texture coordinate, which all share.
/// </summary>
internal sealed class ValidLayout
{
    private const float BelowHead = 0.42f;
    private const float Steps = ValidLandmarks.Steps;

    private ValidLayout(string mesh, int[] kept, Topology topology, Vector3[] reference)
    {
        Mesh = mesh;
        Kept = kept;
        Topology = topology;
        Reference = reference;
    }

    /// <summary>Name of the mesh.</summary>
    public string Mesh { get; }

    /// <summary>The reference avatar's vertices that are kept.</summary>
    public int[] Kept { get; }

    public Topology Topology { get; }

    /// <summary>Where the reference has them, relative to its head joint; tells apart vertices of one texture coordinate.</summary>
    public Vector3[] Reference { get; }

    /// <param name="avatar">The reference.</param>
    /// <param name="mesh">Which of its meshes.</param>
    public static ValidLayout Of(ValidAvatar avatar, ValidMesh mesh)
    {
        var head = avatar.Skeleton.PositionOf("Head");
        var names = avatar.Skeleton.Names;
        var unseen = Enumerable.Range(0, mesh.Positions.Length).Select(v => mesh.Positions[v].Y < head.Y - BelowHead || IsForearm(mesh, v, names)).ToArray();
        var number = new int[mesh.Positions.Length];
        Array.Fill(number, -1);
        var kept = new List<int>();
        var indices = new List<int>();
        for (var t = 0; t < mesh.Indices.Length; t += 3)
        {
            if (unseen[mesh.Indices[t]] || unseen[mesh.Indices[t + 1]] || unseen[mesh.Indices[t + 2]]) continue;
            for (var k = 0; k < 3; k++)
            {
                var v = mesh.Indices[t + k];
                if (number[v] < 0)
                {
                    number[v] = kept.Count;
                    kept.Add(v);
                }

                indices.Add(number[v]);
            }
        }

        var topology = new Topology([.. indices], [.. kept.Select(v => mesh.TextureCoordinates[v])]);
        return new ValidLayout(mesh.Name, [.. kept], topology, [.. kept.Select(v => mesh.Positions[v] - head)]);
    }

    /// <summary>For every kept vertex, the vertex of another avatar's mesh that is the same.</summary>
    /// <exception cref="InvalidDataException">A vertex has no match: the avatar has another layout.</exception>
    public int[] Match(ValidAvatar avatar, ValidMesh mesh)
    {
        var head = avatar.Skeleton.PositionOf("Head");
        var byCoordinate = new Dictionary<(int, int), List<int>>();
        for (var v = 0; v < mesh.TextureCoordinates.Length; v++)
        {
            var key = Key(mesh.TextureCoordinates[v]);
            if (!byCoordinate.TryGetValue(key, out var list)) byCoordinate[key] = list = [];
            list.Add(v);
        }

        var matched = new int[Kept.Length];
        for (var i = 0; i < matched.Length; i++)
        {
            if (!byCoordinate.TryGetValue(Key(Topology.TextureCoordinates[i]), out var candidates))
            {
                throw new InvalidDataException($"{avatar.Name}: mesh {Mesh} has not the texture layout that VALID avatars share.");
            }

            var wanted = Reference[i] + head;
            matched[i] = candidates.MinBy(v => Vector3.DistanceSquared(mesh.Positions[v], wanted));
        }

        return matched;
    }

    private static (int, int) Key(Vector2 uv) => ((int)MathF.Round(uv.X * Steps), (int)MathF.Round(uv.Y * Steps));

    private static bool IsForearm(ValidMesh mesh, int vertex, IReadOnlyList<string> names)
    {
        var sum = 0f;
        for (var k = 0; k < 4; k++)
        {
            var name = names[mesh.Joints[4 * vertex + k]];
            if (name.Contains("ForeArm", StringComparison.Ordinal) || name.Contains("Hand", StringComparison.Ordinal)
                || name.Contains("Finger", StringComparison.Ordinal)) sum += mesh.Weights[vertex][k];
        }

        return sum > 0.3f;
    }
}
