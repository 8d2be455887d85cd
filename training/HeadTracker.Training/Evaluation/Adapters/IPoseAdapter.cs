using System.Numerics;
using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>A head pose model, ours or foreign, behind one question. Not thread-safe; disposed by who made it.</summary>
public interface IPoseAdapter : IDisposable
{
    /// <summary>For tables: the file's name, or "landmarks".</summary>
    string Name { get; }

    /// <summary>The head's rotation, head → camera, in the frame of <see cref="HeadPose"/>; null when the model finds no face there.</summary>
    /// <param name="photo">8-bit BGR.</param>
    /// <param name="box">The canonical face box in image pixels.</param>
    Quaternion? Estimate(Mat photo, FaceBox box);
}
