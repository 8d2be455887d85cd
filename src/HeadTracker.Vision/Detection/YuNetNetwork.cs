using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Detection;

/// <summary>YuNet (Wu et al., Machine Intelligence Research 2023), from a model file that the user names.</summary>
/// <remarks>
/// Input (1, 3, S, S) BGR, 0 to 255. One prior per cell of strides 8, 16 and 32, at the cell's corner (c, r). Outputs per stride, with
/// N = (S / stride)²: class and object probability (1, N, 1), box (1, N, 4) as offset in strides and log of size in strides, five
/// points (1, N, 10) as offsets in strides: right eye, left eye, nose tip, right and left corner of the mouth.
/// </remarks>
internal sealed class YuNetNetwork : IFaceNetwork
{
    /// <summary>Side for models that leave theirs open.</summary>
    private const int DefaultInputSize = 640;

    private static readonly int[] Strides = [8, 16, 32];
    private static readonly PixelNormalizer Bytes = new(ChannelOrder.Bgr, [0, 0, 0], [1 / 255f, 1 / 255f, 1 / 255f]);

    private readonly OnnxSession _session;
    private readonly OnnxBinding _binding;
    private readonly FaceCrop _crop;
    private readonly float[] _input;
    private readonly Layer[] _layers;

    /// <param name="session">A model that <see cref="Recognises"/> accepts; owned from here on.</param>
    public YuNetNetwork(OnnxSession session)
    {
        _session = session;
        InputSize = session.Inputs[0].Shape[2] > 0 ? session.Inputs[0].Shape[2] : DefaultInputSize;
        _input = new float[3 * InputSize * InputSize];
        _crop = new FaceCrop(InputSize, InputSize);
        _layers = [.. Strides.Select(stride => new Layer(stride, InputSize / stride))];
        _binding = session.Bind(
            [new BoundTensor(session.Inputs[0].Name, _input, 1, 3, InputSize, InputSize)],
            _layers.SelectMany(layer => layer.Outputs));
    }

    public string Name => $"YuNet {InputSize}";

    public string Provider => _session.Provider.DisplayName();

    public TimeSpan NetworkTime => _binding.Spent;

    public int InputSize { get; }

    public float ViewScale => 4;

    /// <summary>Whether a model's tensors are YuNet's, with a square input.</summary>
    public static bool Recognises(OnnxSession model)
    {
        if (model.Inputs is not [var image] || !image.Fits(1, 3, -1, -1) || image.Shape[2] != image.Shape[3]) return false;
        if (image.Shape[2] > 0 && image.Shape[2] % Strides[^1] != 0) return false;
        foreach (var stride in Strides)
        {
            var cells = image.Shape[2] > 0 ? image.Shape[2] / stride : -1;
            foreach (var tensor in new Layer(stride, Math.Max(cells, 1)).Outputs)
            {
                var count = cells > 0 ? cells * cells : -1;
                var output = model.Outputs.FirstOrDefault(o => o.Name == tensor.Name);
                if (output is null || !output.Fits(1, count, (int)tensor.Shape[2])) return false;
            }
        }

        return model.Outputs.Count == 4 * Strides.Length;
    }

    public void Run(BgrImage image, FaceBox region, float threshold, List<FaceDetection> candidates)
    {
        _crop.Sample(image, region, Bytes, _input, CropBorder.Black);
        _binding.Run();
        foreach (var layer in _layers)
        {
            for (var i = 0; i < layer.Class.Length; i++)
            {
                var score = ScoreOf(layer.Class[i], layer.Object[i]);
                if (score < threshold) continue;
                var cell = new Vector2(i % layer.Cells, i / layer.Cells);
                candidates.Add(Decode(score, layer.Box.AsSpan(4 * i, 4), layer.Points.AsSpan(10 * i, 10), cell, layer.Stride, InputSize, region));
            }
        }
    }

    /// <summary>Geometric mean of the two probabilities.</summary>
    internal static float ScoreOf(float classScore, float objectScore) => MathF.Sqrt(Math.Clamp(classScore, 0, 1) * Math.Clamp(objectScore, 0, 1));

    /// <summary>One prior's output in image pixels.</summary>
    internal static FaceDetection Decode(float score, ReadOnlySpan<float> box, ReadOnlySpan<float> points, Vector2 cell, int stride, int inputSize,
        FaceBox region)
    {
        var corner = new Vector2(region.X, region.Y);
        var scale = new Vector2(region.Width, region.Height) * stride / inputSize;
        var center = corner + (cell + new Vector2(box[0], box[1])) * scale;
        var size = new Vector2(MathF.Exp(box[2]), MathF.Exp(box[3])) * scale;
        var keypoints = new FaceKeypoints(
            Point(points, 0, cell, corner, scale),
            Point(points, 2, cell, corner, scale),
            Point(points, 4, cell, corner, scale),
            (Point(points, 6, cell, corner, scale) + Point(points, 8, cell, corner, scale)) / 2,
            FaceKeypoints.Missing,
            FaceKeypoints.Missing,
            KeypointModel.YuNet);
        return new FaceDetection(FaceBox.FromCenter(center, size.X, size.Y), score, keypoints);
    }

    public CanonicalBox CanonicalBox => CanonicalBox.YuNet;

    public void Dispose()
    {
        _binding.Dispose();
        _session.Dispose();
    }

    // Boxes count from the pixels' edges, points from their centres.
    private static Vector2 Point(ReadOnlySpan<float> values, int at, Vector2 cell, Vector2 corner, Vector2 scale) =>
        corner + (cell + new Vector2(values[at], values[at + 1])) * scale - new Vector2(0.5f);

    /// <summary>The outputs of one stride.</summary>
    private sealed class Layer(int stride, int cells)
    {
        public int Stride => stride;

        public int Cells => cells;

        public float[] Class { get; } = new float[cells * cells];

        public float[] Object { get; } = new float[cells * cells];

        public float[] Box { get; } = new float[cells * cells * 4];

        public float[] Points { get; } = new float[cells * cells * 10];

        public IEnumerable<BoundTensor> Outputs =>
        [
            new($"cls_{stride}", Class, 1, cells * cells, 1),
            new($"obj_{stride}", Object, 1, cells * cells, 1),
            new($"bbox_{stride}", Box, 1, cells * cells, 4),
            new($"kps_{stride}", Points, 1, cells * cells, 10),
        ];
    }
}
