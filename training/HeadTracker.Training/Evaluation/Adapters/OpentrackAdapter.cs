using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Training.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>opentrack's head pose network. Input (1, 1, 129, 129) grey, byte/255 - 0.5; one of its outputs is a quaternion x, y, z, w.</summary>
public sealed class OpentrackAdapter : IPoseAdapter
{
    private const int Side = 129;

    /// <summary>Relative to the tight box of the landmarks, chosen as for <see cref="FsaNetAdapter"/> among scales 0.95 … 1.35.</summary>
    private const float Scale = 1.25f, ShiftUp = 0.05f;

    private readonly CroppedNetwork _network;
    private readonly int _quaternion;
    private readonly FaceCrop _crop = new(Side, Side);
    private readonly byte[] _pixels = new byte[3 * Side * Side];

    /// <param name="name">For tables.</param>
    /// <param name="session">A model that <see cref="Recognises"/> accepts; owned from here on.</param>
    public OpentrackAdapter(string name, OnnxSession session)
    {
        Name = name;
        _network = new CroppedNetwork(session, [1, 1, Side, Side], [.. session.Outputs.Select(output => (output.Name, ShapeOf(output)))]);
        _quaternion = session.Outputs.ToList().FindIndex(IsQuaternion);
    }

    public string Name { get; }

    public static bool Recognises(OnnxSession model) => model.Inputs is [var image] && image.Fits(1, 1, Side, Side) && model.Outputs.Any(IsQuaternion);

    public Quaternion? Estimate(Mat photo, FaceBox box)
    {
        var region = box.ToSquare().Shifted(0, -ShiftUp * box.Height).Scaled(Scale);
        _crop.SampleBytes(photo.AsBgr(), region, _pixels);
        for (var i = 0; i < _network.Input.Length; i++)
        {
            var grey = 0.114f * _pixels[3 * i] + 0.587f * _pixels[3 * i + 1] + 0.299f * _pixels[3 * i + 2];
            _network.Input[i] = grey / 255 - 0.5f;
        }

        _network.Run();
        var q = _network.Outputs[_quaternion];
        return PoseConventions.FromOpentrack(q[0], q[1], q[2], q[3]);
    }

    public void Dispose() => _network.Dispose();

    private static bool IsQuaternion(OnnxTensor output) => output.Name.Contains("quat", StringComparison.Ordinal);

    private static long[] ShapeOf(OnnxTensor output) => [.. output.Shape.Select(side => (long)Math.Max(1, side))];
}
