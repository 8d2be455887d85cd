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
    private readonly RvcPoseEstimator network;
    private readonly EnsembleGrid grid;
    private readonly (int X, int Y)[] offsets;
    private readonly FaceDetection[] boxes;
    private readonly HeadPose[] poses;

    /// <param name="network">Owned from here on.</param>
    /// <param name="grid">The boxes.</param>
    public EnsembleAdapter(RvcPoseEstimator network, EnsembleGrid grid)
    {
        this.network = network;
        this.grid = grid;
        offsets = [.. grid.Offsets];
        boxes = new FaceDetection[grid.Count];
        poses = new HeadPose[grid.Count];
    }

    public string Name => $"{network.Name}, {grid}";

    /// <summary>Splits <c>MODEL,p=7,s=7</c>; without the ending there is no grid.</summary>
    /// <exception cref="UserErrorException">The stride does not divide the padding.</exception>
    public static (string Model, EnsembleGrid? Grid) Parse(string text) => Ending().Match(text) is { Success: true } match
        ? (text[..match.Index], new EnsembleGrid(int.Parse(match.Groups["s"].Value), int.Parse(match.Groups["p"].Value)).Validated())
        : (text, null);

    public Quaternion? Estimate(Mat photo, FaceBox box)
    {
        var region = network.Contract.Crop.RegionFor(box);
        var (stepX, stepY) = (region.Width / network.Contract.InputSize, region.Height / network.Contract.InputSize);
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = new FaceDetection(box.Shifted((offsets[i].X - grid.Padding) * stepX, (offsets[i].Y - grid.Padding) * stepY), 1, default);
        }

        var camera = CropCamera.Of(photo, box);
        network.Estimate(photo.AsBgr(), boxes, camera, TimeSpan.Zero, poses);
        float yaw = 0, pitch = 0, roll = 0;
        for (var i = 0; i < poses.Length; i++)
        {
            var angles = EulerAngles.FromRotation(ViewRay.ToCrop(poses[i].Rotation, camera, boxes[i].Box.CenterPixel));
            yaw += angles.Yaw;
            pitch += angles.Pitch;
            roll += angles.Roll;
        }

        return new EulerAngles(yaw / poses.Length, pitch / poses.Length, roll / poses.Length).ToRotation();
    }

    public void Dispose() => network.Dispose();

    [GeneratedRegex(",p=(?<p>[0-9]{1,9}),s=(?<s>[0-9]{1,9})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Ending();
}
