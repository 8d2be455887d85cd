using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>Head pose by a network that sees a crop about each face: crop → normalise → network → decode, for all faces in one run.</summary>
/// <remarks>
/// The network judges the head against the view ray through the crop; the pose is the camera's (see <see cref="ViewRay"/>). Confidence
/// is 1 / (1 + (s / s₀)²), with s the mean standard deviation of its bin distributions in degrees, 0 where there are none. Translation comes
/// from the box (<see cref="FaceOutline"/>).
/// </remarks>
public abstract class CropNetworkEstimator : IPoseEstimator
{
    /// <summary>Faces of one run; more go in several.</summary>
    private const int LargestBatch = 8;

    /// <summary>Elements of one run's input, unless a single face has more: 64 MB.</summary>
    private const int LargestInput = 1 << 24;

    /// <summary>s₀: spread of confidence one half, in degrees; a network that knows nothing spreads over 57°.</summary>
    private const float HalfConfidenceSpread = 12;

    private readonly OnnxSession _session;
    private readonly string _inputName;
    private readonly int _side;
    private readonly PixelNormalizer _normalizer;
    private readonly FaceCrop _crop;
    private readonly float[] _input;

    /// <summary>Entry n - 1 runs n faces; made when first needed.</summary>
    private readonly OnnxBinding?[] _bindings;

    /// <param name="session">The model, checked; owned from here on.</param>
    /// <param name="inputName">Its one input's name.</param>
    /// <param name="inputSize">Side of that in pixels.</param>
    /// <param name="normalizer">From the crop's bytes to the input.</param>
    private protected CropNetworkEstimator(OnnxSession session, string inputName, int inputSize, PixelNormalizer normalizer)
    {
        (_session, _inputName, _side, _normalizer) = (session, inputName, inputSize, normalizer);
        var batch = session.Inputs[0].Shape[0] == 1 ? 1 : Math.Clamp(LargestInput / FaceLength, 1, LargestBatch);
        _crop = new FaceCrop(inputSize, inputSize);
        _input = new float[batch * FaceLength];
        _bindings = new OnnxBinding?[batch];
    }

    /// <inheritdoc/>
    public string Name => Path.GetFileNameWithoutExtension(_session.FilePath);

    /// <inheritdoc/>
    public string Provider => _session.Provider.DisplayName();

    /// <inheritdoc/>
    public TimeSpan NetworkTime
    {
        get
        {
            var sum = TimeSpan.Zero;
            foreach (var binding in _bindings) sum += binding?.Spent ?? TimeSpan.Zero;
            return sum;
        }
    }

    /// <summary>Providers that were tried before <see cref="Provider"/>.</summary>
    public IReadOnlyList<ProviderRefusal> Refusals => _session.Refusals;

    /// <inheritdoc/>
    public bool UsesPixels => true;

    /// <summary>Faces of one run at most.</summary>
    private protected int Batch => _bindings.Length;

    /// <summary>Elements of one face's input.</summary>
    private int FaceLength => 3 * _side * _side;

    /// <inheritdoc/>
    public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
    {
        for (var first = 0; first < faces.Length; first += _bindings.Length)
        {
            var count = Math.Min(_bindings.Length, faces.Length - first);
            EstimateBatch(image, faces.Slice(first, count), camera, timestamp, poses[first..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var binding in _bindings) binding?.Dispose();
        _session.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The part of the frame that the network sees for a face box.</summary>
    private protected abstract FaceBox RegionFor(FaceBox box);

    /// <summary>Where a run of so many faces writes.</summary>
    private protected abstract IEnumerable<BoundTensor> OutputsFor(int count);

    /// <summary>What the last run says about a face: its rotation against the view ray through its crop.</summary>
    /// <param name="face">Its place in the run.</param>
    /// <param name="spread">Degrees; 0 where the network tells none.</param>
    private protected abstract Quaternion Decode(int face, out float spread);

    private void EstimateBatch(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
    {
        for (var i = 0; i < faces.Length; i++)
        {
            _crop.Sample(image, RegionFor(faces[i].Box), _normalizer, _input.AsSpan(i * FaceLength, FaceLength));
        }

        (_bindings[faces.Length - 1] ??= Bind(faces.Length)).Run();
        for (var i = 0; i < faces.Length; i++)
        {
            var seenInCrop = Decode(i, out var spread);
            var relative = spread / HalfConfidenceSpread;
            poses[i] = new HeadPose(
                ViewRay.ToCamera(seenInCrop, camera, faces[i].Box.CenterPixel),
                FaceOutline.Locate(faces[i].Box, seenInCrop, camera),
                timestamp,
                1 / (1 + relative * relative));
        }
    }

    private OnnxBinding Bind(int count) =>
        _session.Bind([new BoundTensor(_inputName, _input.AsMemory(0, count * FaceLength), count, 3, _side, _side)], OutputsFor(count));
}
