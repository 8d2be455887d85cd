using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>What the one body mesh of all VALID avatars shows where: skin, painted hair, clothes; and the face on the texture.</summary>
internal sealed class ValidRegions
{
    private const byte Skin = 0;
    private const byte Scalp = 1;
    private const byte Clothes = 2;

    /// <summary>Where the hairline runs, relative to the head joint in metres: a plane over forehead, temples and nape.</summary>
    private static readonly Vector3 Hairline = new(0, 0.118f, 0.072f);
    private static readonly Vector3 TowardsHair = Vector3.Normalize(new Vector3(0, 0.62f, -0.78f));

    private readonly float[] _face;

    public ValidRegions(ValidLayout body, ValidHead reference)
    {
        var (topology, shape) = (body.Topology, reference.Parts[0]);
        var groups = new byte[topology.TriangleCount];
        for (var t = 0; t < groups.Length; t++)
        {
            var (a, b, c) = (topology.Indices[3 * t], topology.Indices[3 * t + 1], topology.Indices[3 * t + 2]);
            var middle = (shape.Positions[a] + shape.Positions[b] + shape.Positions[c]) / 3;
            var bones = (shape.Bones[a] + shape.Bones[b] + shape.Bones[c]) / 3;
            if (bones.X > 0.75f) groups[t] = Clothes;
            else if (bones.W > 0.9f && Vector3.Dot(middle - Hairline, TowardsHair) > 0 && !IsEar(middle)) groups[t] = Scalp;
            else groups[t] = Skin;
        }

        Body = topology with { Groups = groups };
        _face = DrawFace(topology, shape.Positions);
    }

    /// <summary>The body's topology with its groups.</summary>
    public Topology Body { get; }

    /// <summary>One avatar's texture with a share of another's face, brought to the first one's mean skin colour.</summary>
    public Texture MixFaces(Texture own, Texture other, float share)
    {
        var side = ValidSource.TextureSide;
        var a = own.Pixels;
        var b = other.Pixels;
        Vector4 meanA = Vector4.Zero, meanB = Vector4.Zero;
        for (var i = 0; i < _face.Length; i++)
        {
            if (_face[i] < 0.9f) continue;
            meanA += Unpack(a[i]);
            meanB += Unpack(b[i]);
        }

        var gain = meanA / Vector4.Max(meanB, Vector4.One);
        var pixels = a.ToArray();
        for (var i = 0; i < pixels.Length; i++)
        {
            if (_face[i] == 0) continue;
            var mixed = Vector4.Lerp(Unpack(a[i]), Vector4.Min(Unpack(b[i]) * gain, new Vector4(255)), share * _face[i]);
            pixels[i] = (uint)(mixed.X + 0.5f) | (uint)(mixed.Y + 0.5f) << 8 | (uint)(mixed.Z + 0.5f) << 16 | 0xff000000;
        }

        return new Texture(side, side, pixels);
    }

    private static Vector4 Unpack(uint p) => new(p & 255, p >> 8 & 255, p >> 16 & 255, 255);

    private static bool IsEar(Vector3 p) => MathF.Abs(p.X) > 0.066f && p.Y is > -0.01f and < 0.085f && p.Z is > -0.02f and < 0.045f;

    // The mask is 1 over brows, eyes, nose and mouth and fades out towards hair, ears and neck.
    private static float[] DrawFace(Topology topology, Vector3[] positions)
    {
        var side = ValidSource.TextureSide;
        var buffer = new VisibilityBuffer(side, side);
        for (var t = 0; t < topology.Indices.Length; t += 3)
        {
            var corners = new ScreenVertex[3];
            for (var k = 0; k < 3; k++) corners[k] = ScreenVertex.From(topology.TextureCoordinates[topology.Indices[t + k]] * side, 1);
            Rasterizer.Draw(buffer, t / 3, corners[0], corners[1], corners[2], default(Rasterizer.Solid));
        }

        var mask = new float[side * side];
        var centre = new Vector3(0, 0.03f, 0.115f);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var t = buffer.Triangles[y * buffer.Stride + x];
                if (t == VisibilityBuffer.Nothing) continue;
                var middle = (positions[topology.Indices[3 * t]] + positions[topology.Indices[3 * t + 1]] + positions[topology.Indices[3 * t + 2]]) / 3;
                var d = (middle - centre) / new Vector3(0.062f, 0.082f, 0.095f);
                mask[y * side + x] = Math.Clamp((1.15f - d.Length()) / 0.35f, 0, 1);
            }
        }

        return mask;
    }
}
