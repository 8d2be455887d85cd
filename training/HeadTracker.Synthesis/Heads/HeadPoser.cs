using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads;

/// <summary>Where a person is in one picture.</summary>
/// <param name="Torso">Rotation torso → camera.</param>
/// <param name="Head">Rotation head → camera.</param>
/// <param name="FaceCentre">Where the centre of the face is, metres, camera frame.</param>
public readonly record struct BodyPose(Quaternion Torso, Quaternion Head, Vector3 FaceCentre);

/// <summary>Moves a person's meshes into the camera frame. Keeps buffers for the person posed last; use one per thread.</summary>
public sealed class HeadPoser
{
    private const float VolumeShare = 0.65f;
    private Person? _person;
    private Surface[] _surfaces = [];
    private Vector3[] _sums = [];

    /// <summary>The 68 landmarks of the face as posed last, metres, camera frame.</summary>
    public Vector3[] Landmarks { get; } = new Vector3[68];

    /// <summary>Rest frame → camera frame of what moves with the head, as posed last.</summary>
    public Matrix4x4 HeadToCamera { get; private set; }

    /// <summary>Poses a person. The surfaces stay valid until the next call.</summary>
    public IReadOnlyList<Surface> Pose(Person who, Expression expression, in BodyPose pose)
    {
        Prepare(who);
        var weights = expression.MorphWeights(who);
        var turn = Quaternion.Normalize(Quaternion.Conjugate(pose.Torso) * pose.Head);
        var bend = who.Rig.Bend(turn);
        var toCamera = Matrix4x4.CreateFromQuaternion(pose.Torso);
        var centre = Vector3.Transform(Vector3.Transform(who.FaceCentre, bend.Head), toCamera);
        toCamera *= Matrix4x4.CreateTranslation(pose.FaceCentre - centre);
        HeadToCamera = bend.Head * toCamera;
        var bones = new[] { bend.Torso * toCamera, bend.LowerNeck * toCamera, bend.UpperNeck * toCamera, HeadToCamera };

        for (var i = 0; i < _surfaces.Length; i++)
        {
            var part = who.Parts[i];
            var positions = _surfaces[i].Positions;
            part.Rest.CopyTo(positions, 0);
            for (var m = 0; m < weights.Length; m++)
            {
                if (weights[m] != 0) part.Morphs[m]?.AddTo(positions, weights[m]);
            }

            if (part.Eye != EyeSide.None) TurnEye(positions, expression.Gaze);
            Skin(positions, part.Bones, bones);
            ComputeNormals(part, _surfaces[i]);
        }

        for (var i = 0; i < Landmarks.Length; i++) Landmarks[i] = _surfaces[0].Positions[who.Landmarks[i]];
        return _surfaces;
    }

    private void Prepare(Person who)
    {
        if (ReferenceEquals(who, _person)) return;
        _person = who;
        _surfaces = [.. who.Parts.Select((p, i) =>
            new Surface(p.Topology, new Vector3[p.Rest.Length], new Vector3[p.Rest.Length], p.Openness, p.Materials) { Parts = who.TriangleParts[i] })];
        _sums = new Vector3[who.Parts.Max(p => p.Rest.Length)];
    }

    private static void TurnEye(Vector3[] positions, Quaternion gaze)
    {
        var (low, high) = (positions[0], positions[0]);
        foreach (var p in positions)
        {
            low = Vector3.Min(low, p);
            high = Vector3.Max(high, p);
        }

        var centre = (low + high) / 2;
        for (var i = 0; i < positions.Length; i++) positions[i] = centre + Vector3.Transform(positions[i] - centre, gaze);
    }

    private static void Skin(Vector3[] positions, Vector4[] weights, Matrix4x4[] bones)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            var w = weights[i];
            if (w.W > 0.999f)
            {
                positions[i] = Vector3.Transform(positions[i], bones[3]);
                continue;
            }

            var sum = Vector3.Zero;
            for (var b = 0; b < 4; b++)
            {
                if (w[b] > 0) sum += Vector3.Transform(positions[i], bones[b]) * w[b];
            }

            positions[i] = sum;
        }
    }

    private void ComputeNormals(HeadPart part, Surface surface)
    {
        var (positions, normals, welded, indices) = (surface.Positions, surface.Normals, part.Welded, part.Topology.Indices);
        Array.Clear(_sums, 0, positions.Length);
        for (var t = 0; t < indices.Length; t += 3)
        {
            var (i, j, k) = (indices[t], indices[t + 1], indices[t + 2]);
            // Twice the triangle's area long, so that large triangles count for more.
            var normal = Vector3.Cross(positions[j] - positions[i], positions[k] - positions[i]);
            _sums[welded[i]] += normal;
            _sums[welded[j]] += normal;
            _sums[welded[k]] += normal;
        }

        var volume = part.VolumeCentre is { } c ? Vector3.Transform(c, HeadToCamera) : (Vector3?)null;
        for (var i = 0; i < normals.Length; i++)
        {
            var sum = _sums[welded[i]];
            var length = sum.Length();
            var normal = length > 1e-12f ? sum / length : Vector3.UnitZ;
            if (volume is { } from)
            {
                var outwards = Vector3.Normalize(positions[i] - from);
                if (Vector3.Dot(outwards, normal) < 0) normal = -normal;
                normal = Vector3.Normalize(Vector3.Lerp(normal, outwards, VolumeShare));
            }

            normals[i] = normal;
        }
    }
}
