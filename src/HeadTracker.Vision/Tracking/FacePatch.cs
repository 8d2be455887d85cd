using System.Numerics;
using System.Numerics.Tensors;
using HeadTracker.Contract;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>Follows the picture of a face for the few frames between two looks of the detector, at a hundredth of a network's price.</summary>
/// <remarks>
/// Inverse-compositional alignment (Baker and Matthews, IJCV 2004) of a small patch T under shift t and growth s, u in [-1, 1]²:
/// <code>minimise Σ w(u)·(T(u + t + s·u) - I(c + h·u))²,   then   h ← h / (1 + s),   c ← c - h·t</code>
/// Patches have weighted mean 0 and deviation 1, so that light and exposure drop out; w fades towards the corners, where the
/// background is. T comes from the last look and not from the frame before: errors do not add up. When the patch does not fit any
/// more (the head turned, a hand came before it, it is gone), nothing is guessed. Not thread-safe; allocates nothing.
/// </remarks>
internal sealed class FacePatch
{
    private const int Side = 32, Iterations = 8;

    /// <summary>Side of the patch in sides of the face's box.</summary>
    private const float Reach = 1.1f;

    /// <summary>Least correlation with the patch of the last look: above it a face has neither turned far nor been covered.</summary>
    private const float LeastLikeness = 0.85f;

    /// <summary>A shift below this share of the half side is found: a fifth of a pixel in a face of 100.</summary>
    private const float Precision = 0.004f;

    /// <summary>Grey levels of contrast below which there is nothing to hold on to.</summary>
    private const float LeastContrast = 3;

    private static readonly PixelNormalizer Levels = new(ChannelOrder.Bgr, [0, 0, 0], [1 / 255f, 1 / 255f, 1 / 255f]);
    private static readonly float[] Weights = NewWeights();

    private readonly FaceCrop _crop = new(Side, Side);
    private readonly float[] _planes = new float[3 * Side * Side];
    private readonly float[] _template = new float[Side * Side];
    private readonly float[] _slopeX = new float[Side * Side];
    private readonly float[] _slopeY = new float[Side * Side];
    private readonly float[] _slopeOut = new float[Side * Side];
    private Matrix4x4 _inverseHessian;
    private FaceBox _region;
    private bool _isUsable;

    /// <summary>How well the last fit fits: weighted correlation with the patch, at most 1.</summary>
    public float Likeness { get; private set; }

    /// <summary>The face looks like this now.</summary>
    public void Remember(BgrImage image, FaceBox box)
    {
        _region = box.ToSquare().Scaled(Reach);
        _isUsable = Sample(image, _region);
        if (!_isUsable) return;
        Patch.CopyTo(_template);
        _isUsable = PrepareSlopes();
    }

    /// <summary>Finds the face again.</summary>
    /// <param name="image">A later frame.</param>
    /// <param name="last">Its box in the frame before.</param>
    /// <param name="box">Moved and grown with the picture.</param>
    /// <returns>False when the picture does not fit: let the detector look.</returns>
    public bool TryFollow(BgrImage image, FaceBox last, out FaceBox box)
    {
        box = default;
        if (!_isUsable || !Align(image, out var found)) return false;
        var growth = found.Width / _region.Width;
        box = FaceBox.FromCenter(last.Center + found.Center - _region.Center, growth * last.Width, growth * last.Height);
        _region = found;
        return true;
    }

    /// <summary>The green plane: most of the light, and none of the other two's noise.</summary>
    private Span<float> Patch => _planes.AsSpan(Side * Side, Side * Side);

    /// <summary>The blue plane, which nothing reads, is room for what lies between.</summary>
    private Span<float> Scratch => _planes.AsSpan(0, Side * Side);

    private bool Align(BgrImage image, out FaceBox found)
    {
        found = _region;
        for (var i = 0; i < Iterations; i++)
        {
            if (!Sample(image, found)) return false;
            var step = Step();
            if (!(step.Length() < 0.5f)) return false;
            var half = found.Width / 2 / (1 + step.Z);
            found = FaceBox.FromCenter(found.Center - half * new Vector2(step.X, step.Y), 2 * half, 2 * half);
            if (step.LengthSquared() > Precision * Precision) continue;
            // Both have deviation 1.
            Likeness = WeightedProduct(Patch, _template);
            return Likeness > LeastLikeness && MathF.Abs(found.Width / _region.Width - 1) < 0.2f
                && Vector2.Distance(found.Center, _region.Center) < _region.Width / 2;
        }

        return false;
    }

    /// <summary>Takes the patch and gives it weighted mean 0 and deviation 1.</summary>
    private bool Sample(BgrImage image, FaceBox place)
    {
        // Two source rows per row of the patch are enough: of a large face only every n-th is read. Row r's centre is at n·r + ½.
        var n = Math.Max(1, (int)(place.Height / (2 * Side)));
        var rows = new BgrImage(image.Data, image.Width, image.Height / n, n * image.Stride);
        _crop.Sample(rows, place with { Y = (place.Y - 0.5f) / n + 0.5f, Height = place.Height / n }, Levels, _planes);
        var patch = Patch;
        TensorPrimitives.Subtract(patch, TensorPrimitives.Dot<float>(patch, Weights), patch);
        var variance = WeightedProduct(patch, patch);
        if (!(variance > LeastContrast * LeastContrast)) return false;
        TensorPrimitives.Multiply(patch, 1 / MathF.Sqrt(variance), patch);
        return true;
    }

    /// <summary>Gradients of the template by t and s, and their Hessian's inverse.</summary>
    private bool PrepareSlopes()
    {
        const float perUnit = Side / 4f; // central difference over two pixels of 2 / Side each
        var (xx, yy, ss) = (0f, 0f, 0f);
        var (xy, xs, ys) = (0f, 0f, 0f);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var i = y * Side + x;
                var gx = perUnit * (_template[y * Side + Math.Min(Side - 1, x + 1)] - _template[y * Side + Math.Max(0, x - 1)]);
                var gy = perUnit * (_template[Math.Min(Side - 1, y + 1) * Side + x] - _template[Math.Max(0, y - 1) * Side + x]);
                var gs = CoordinateOf(x) * gx + CoordinateOf(y) * gy;
                var weight = Weights[i];
                (xx, yy, ss) = (xx + weight * gx * gx, yy + weight * gy * gy, ss + weight * gs * gs);
                (xy, xs, ys) = (xy + weight * gx * gy, xs + weight * gx * gs, ys + weight * gy * gs);
                (_slopeX[i], _slopeY[i], _slopeOut[i]) = (weight * gx, weight * gy, weight * gs);
            }
        }

        return Matrix4x4.Invert(new Matrix4x4(xx, xy, xs, 0, xy, yy, ys, 0, xs, ys, ss, 0, 0, 0, 0, 1), out _inverseHessian);
    }

    /// <summary>(t, s) of one Gauss-Newton step.</summary>
    private Vector3 Step()
    {
        TensorPrimitives.Subtract(Patch, _template, Scratch);
        ReadOnlySpan<float> error = Scratch;
        var slope = new Vector3(
            TensorPrimitives.Dot<float>(_slopeX, error), TensorPrimitives.Dot<float>(_slopeY, error), TensorPrimitives.Dot<float>(_slopeOut, error));
        return Vector3.TransformNormal(slope, _inverseHessian);
    }

    /// <summary>Σ w·a·b.</summary>
    private float WeightedProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        TensorPrimitives.Multiply(a, b, Scratch);
        return TensorPrimitives.Dot<float>(Scratch, Weights);
    }

    private static float CoordinateOf(int index) => (index + 0.5f) * 2 / Side - 1;

    private static float[] NewWeights()
    {
        var weights = new float[Side * Side];
        for (var i = 0; i < weights.Length; i++)
        {
            var (x, y) = (CoordinateOf(i % Side), CoordinateOf(i / Side));
            weights[i] = MathF.Max(0, 1 - x * x - y * y);
        }

        TensorPrimitives.Divide(weights, TensorPrimitives.Sum<float>(weights), weights);
        return weights;
    }
}
