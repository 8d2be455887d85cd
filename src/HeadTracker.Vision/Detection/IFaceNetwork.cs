using HeadTracker.Contract;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>A detection network with its own boxes, before search strategy and the canonical box come in.</summary>
/// <remarks>Ownership and threads as in <see cref="IFaceDetector"/>, which owns it.</remarks>
internal interface IFaceNetwork : IDisposable
{
    string Name { get; }

    string Provider { get; }

    /// <summary>As <see cref="Inference.INetworkStage.NetworkTime"/>.</summary>
    TimeSpan NetworkTime { get; }

    /// <summary>Side of the square input in pixels.</summary>
    int InputSize { get; }

    /// <summary>Side of the view in which the network places points best, in sides of the canonical box.</summary>
    float ViewScale { get; }

    /// <summary>Runs once over a square of the image and adds all that scores at least the threshold, overlapping or not.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="region">A square of it, in pixels; it may reach beyond the frame.</param>
    /// <param name="threshold">Least score, 0 to 1.</param>
    /// <param name="candidates">Appended to, in any order, in image pixels, with the network's own boxes.</param>
    void Run(BgrImage image, FaceBox region, float threshold, List<FaceDetection> candidates);

    /// <summary>From the network's points to the canonical box (see <see cref="FaceDetection.Box"/>).</summary>
    CanonicalBox CanonicalBox { get; }
}
