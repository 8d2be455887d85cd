using System.Numerics;
using System.Text.RegularExpressions;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Training.Objectives;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>
/// The convolutional ensemble over a network of ours (the KD paper's §3.3): the box moved about by pixels of the network's input, and the mean of what it says.
/// Angles are expectations over bins, so their mean is the expectation under the mean probabilities, eq. 6.
/// </summary>
public sealed partial class EnsembleAdapter : IPoseAdapter
{
    private readonly RvcPoseEstimator _network;
    private readonly EnsembleGrid _grid;
    private readonly (int X, int Y)[] _offsets;
    private readonly FaceDetection[] _boxes;
    private readonly HeadPose[] _poses;

    /// <param name="network">Owned from here on.</param>
    /// <param name="grid">The boxes.</param>
    public EnsembleAdapter(RvcPoseEstimator network, EnsembleGrid grid)
    {
        _network = network;
        _grid = grid;
        _offsets = [.. grid.Offsets];
        _boxes = new FaceDetection[grid.Count];
        _poses = new HeadPose[grid.Count];
    }

    public string Name => $"{_network.Name}, {_grid}";

    /// <summary>Splits <c>MODEL,p=7,s=7</c>; without the ending there is no grid.</summary>
    /// <exception cref="UserErrorException">The stride does not divide the padding.</exception>
    public static (string Model, EnsembleGrid? Grid) Parse(string text) => Ending().Match(text) is { Success: true } match
        ? (text[..match.Index], new EnsembleGrid(int.Parse(match.Groups["s"].Value), int.Parse(match.Groups["p"].Value)).Validated())
        : (text, null);

    public Quaternion? Estimate(Mat photo, FaceBox box)
    {
        var region = _network.Contract.Crop.RegionFor(box);
        var (stepX, stepY) = (region.Width / _network.Contract.InputSize, region.Height / _network.Contract.InputSize);
        for (var i = 0; i < _boxes.Length; i++)
        {
            _boxes[i] = new FaceDetection(box.Shifted((_offsets[i].X - _grid.Padding) * stepX, (_offsets[i].Y - _grid.Padding) * stepY), 1, default);
        }

        var camera = CropCamera.Of(photo, box);
        _network.Estimate(photo.AsBgr(), _boxes, camera, TimeSpan.Zero, _poses);
        float yaw = 0, pitch = 0, roll = 0;
        for (var i = 0; i < _poses.Length; i++)
        {
            var angles = EulerAngles.FromRotation(ViewRay.ToCrop(_poses[i].Rotation, camera, _boxes[i].Box.CenterPixel));
            yaw += angles.Yaw;
            pitch += angles.Pitch;
            roll += angles.Roll;
        }

        return new EulerAngles(yaw / _poses.Length, pitch / _poses.Length, roll / _poses.Length).ToRotation();
    }

    public void Dispose() => _network.Dispose();

    [GeneratedRegex(",p=(?<p>[0-9]{1,9}),s=(?<s>[0-9]{1,9})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Ending();
}
