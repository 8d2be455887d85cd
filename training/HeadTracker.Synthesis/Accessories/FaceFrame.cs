using System.Numerics;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>Where things are on one face, in its rest frame: what accessories are fitted to.</summary>
/// <param name="Landmarks">68 points in metres, as posed, brought back to the rest frame.</param>
/// <param name="Crown">The highest point of the skull.</param>
/// <param name="HalfWidth">Half the skull's width above the ears.</param>
/// <param name="Back">z of the skull's rearmost point.</param>
/// <param name="Skin">Vertices of the skin as posed, rest frame.</param>
public sealed record FaceFrame(IReadOnlyList<Vector3> Landmarks, Vector3 Crown, float HalfWidth, float Back, IReadOnlyList<Vector3> Skin)
{
    private const int Sectors = 72;
    private const int Layers = 60;
    private const float LayerHeight = 0.004f;
    private float[]? _reach;

    /// <summary>A point moved away from the head's vertical axis until it is at least <paramref name="clearance"/> off the skin.</summary>
    public Vector3 OffSkin(Vector3 point, float clearance)
    {
        _reach ??= MeasureReach();
        var radius = MathF.Sqrt(point.X * point.X + point.Z * point.Z);
        var wanted = clearance;
        var (sector, layer) = Cell(point);
        for (var s = -1; s <= 1; s++)
        {
            for (var l = Math.Max(layer - 1, 0); l <= Math.Min(layer + 1, Layers - 1); l++)
            {
                wanted = MathF.Max(wanted, _reach[(sector + s + Sectors) % Sectors * Layers + l] + clearance);
            }
        }

        return radius >= wanted || radius < 1e-4f ? point : new Vector3(point.X * wanted / radius, point.Y, point.Z * wanted / radius);
    }

    // How far the skin reaches from the vertical axis through the head joint, by direction and height.
    private float[] MeasureReach()
    {
        var cells = new float[Sectors * Layers];
        foreach (var p in Skin)
        {
            var (sector, layer) = Cell(p);
            ref var cell = ref cells[sector * Layers + layer];
            cell = MathF.Max(cell, MathF.Sqrt(p.X * p.X + p.Z * p.Z));
        }

        for (var sector = 0; sector < Sectors; sector++) FillGaps(cells.AsSpan(sector * Layers, Layers));
        return cells;
    }

    // Coarse meshes have no vertex in some layers; the skin there lies between those above and below.
    private static void FillGaps(Span<float> layers)
    {
        var last = -1;
        for (var layer = 0; layer < layers.Length; layer++)
        {
            if (layers[layer] == 0) continue;
            if (last >= 0)
            {
                for (var gap = last + 1; gap < layer; gap++) layers[gap] = layers[last] + (layers[layer] - layers[last]) * (gap - last) / (layer - last);
            }

            last = layer;
        }
    }

    private (int Sector, int Layer) Cell(Vector3 p) => (
        (int)((MathF.Atan2(p.X, p.Z) / (2 * MathF.PI) + 0.5f) * Sectors) % Sectors,
        Math.Clamp((int)((p.Y - Landmarks[8].Y) / LayerHeight) + Layers / 3, 0, Layers - 1));

    /// <summary>Centre of the eye on the picture's left at zero pose (the person's right), metres.</summary>
    public Vector3 LeftEye => Mean(36, 6);

    /// <summary>Centre of the other eye.</summary>
    public Vector3 RightEye => Mean(42, 6);

    /// <summary>The nose's bridge, where glasses rest.</summary>
    public Vector3 Bridge => Vector3.Lerp(Landmarks[27], Landmarks[28], 0.45f);

    /// <summary>In front of the ear on the picture's left.</summary>
    public Vector3 LeftEar => Landmarks[0] + new Vector3(-0.004f, 0.004f, -0.022f);

    public Vector3 RightEar => Landmarks[16] + new Vector3(0.004f, 0.004f, -0.022f);

    private Vector3 Mean(int first, int count)
    {
        var sum = Vector3.Zero;
        for (var i = first; i < first + count; i++) sum += Landmarks[i];
        return sum / count;
    }
}
