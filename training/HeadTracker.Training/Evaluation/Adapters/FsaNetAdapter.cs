using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Training.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>
/// FSA-Net (Yang et al. 2019): one or more of its networks, their angles averaged. Input (1, 3, 64, 64) BGR, (byte - 127.5)/128;
/// output (1, 3) yaw, pitch, roll in degrees.
/// </summary>
public sealed class FsaNetAdapter : IPoseAdapter
{
    private const int Side = 64;

    /// <summary>
    /// It was trained on detector boxes with a wide margin. Relative to the tight box of the landmarks, of scales 1.2 … 1.6 and
    /// shifts 0 … 0.15 of the height this one had the least mean error on aflw2000-dev and on 600 faces of faces68-*.
    /// </summary>
    private const float Scale = 1.6f, ShiftUp = 0.1f;

    private static readonly PixelNormalizer Normalizer = new(ChannelOrder.Bgr, [0.5f, 0.5f, 0.5f], [128 / 255f, 128 / 255f, 128 / 255f]);
    private readonly List<CroppedNetwork> _networks;
    private readonly FaceCrop _crop = new(Side, Side);

    /// <param name="name">For tables.</param>
    /// <param name="sessions">Models that <see cref="Recognises"/> accepts; owned from here on.</param>
    public FsaNetAdapter(string name, IReadOnlyList<OnnxSession> sessions)
    {
        Name = name;
        _networks = [.. sessions.Select(session => new CroppedNetwork(session, [1, 3, Side, Side], [(session.Outputs[0].Name, [1, 3])]))];
    }

    public string Name { get; }

    public static bool Recognises(OnnxSession model) =>
        model.Inputs is [var image] && image.Fits(1, 3, Side, Side) && model.Outputs is [var angles] && angles.Fits(1, 3);

    public Quaternion? Estimate(Mat photo, FaceBox box)
    {
        var region = box.ToSquare().Shifted(0, -ShiftUp * box.Height).Scaled(Scale);
        var angles = Vector3.Zero;
        foreach (var network in _networks)
        {
            _crop.Sample(photo.AsBgr(), region, Normalizer, network.Input);
            network.Run();
            angles += new Vector3(network.Outputs[0]);
        }

        angles /= _networks.Count;
        return PoseConventions.FromFsaNet(angles.X, angles.Y, angles.Z);
    }

    public void Dispose() => _networks.ForEach(network => network.Dispose());
}
