using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>One detection per face out of many overlapping ones. Not thread-safe; allocates nothing once its buffer has grown.</summary>
internal sealed class OverlapSuppression
{
    private static readonly Comparison<FaceDetection> BestFirst = (a, b) => b.Score.CompareTo(a.Score);

    private readonly List<FaceDetection> _rest = new(64);

    /// <summary>
    /// BlazeFace's blending (arXiv 1907.05047, §4): the best candidate and all that overlap it become one, whose box and points
    /// are their mean, weighted by score; its score is the best one's. Faces keep still that way where picking the best would
    /// jump from anchor to anchor.
    /// </summary>
    /// <param name="candidates">Any order; sorted here, best first.</param>
    /// <param name="overlap">Least intersection over union of two detections of one face.</param>
    /// <param name="faces">Appended to, best first.</param>
    public void Blend(List<FaceDetection> candidates, float overlap, List<FaceDetection> faces)
    {
        CollectionsMarshal.AsSpan(candidates).Sort(BestFirst);
        while (candidates.Count > 0)
        {
            var best = candidates[0];
            var sum = default(WeightedSum);
            _rest.Clear();
            sum.Add(best);
            for (var i = 1; i < candidates.Count; i++)
            {
                if (best.Box.IntersectionOverUnion(candidates[i].Box) >= overlap) sum.Add(candidates[i]);
                else _rest.Add(candidates[i]);
            }

            faces.Add(sum.Mean(best.Score));
            candidates.Clear();
            candidates.AddRange(_rest);
        }
    }

    /// <summary>Drops every detection that overlaps a better one, as faces seen in two views of the image do.</summary>
    /// <param name="faces">Any order; sorted here, best first.</param>
    /// <param name="overlap">
    /// Least share of the smaller box that lies in the larger one. Not intersection over union: a face cut off by the edge of a
    /// view has a small box inside the whole face's.
    /// </param>
    public static void DropCovered(List<FaceDetection> faces, float overlap)
    {
        CollectionsMarshal.AsSpan(faces).Sort(BestFirst);
        for (var i = faces.Count - 1; i > 0; i--)
        {
            for (var better = 0; better < i; better++)
            {
                if (CoveredShare(faces[i].Box, faces[better].Box) < overlap) continue;
                faces.RemoveAt(i);
                break;
            }
        }
    }

    private static float CoveredShare(FaceBox a, FaceBox b)
    {
        var width = MathF.Min(a.Right, b.Right) - MathF.Max(a.X, b.X);
        var height = MathF.Min(a.Bottom, b.Bottom) - MathF.Max(a.Y, b.Y);
        return width <= 0 || height <= 0 ? 0 : width * height / MathF.Min(a.Area, b.Area);
    }

    private struct WeightedSum
    {
        private float _weight;
        private Vector4 _box;
        private Vector2 _rightEye, _leftEye, _nose, _mouth, _rightEar, _leftEar;
        private KeypointModel _model;

        public void Add(in FaceDetection face)
        {
            var w = face.Score;
            _weight += w;
            _box += w * new Vector4(face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height);
            _rightEye += w * face.Keypoints.RightEye;
            _leftEye += w * face.Keypoints.LeftEye;
            _nose += w * face.Keypoints.NoseTip;
            _mouth += w * face.Keypoints.Mouth;
            _rightEar += w * face.Keypoints.RightEar;
            _leftEar += w * face.Keypoints.LeftEar;
            _model = face.Keypoints.Model;
        }

        public readonly FaceDetection Mean(float score)
        {
            var mean = _box / _weight;
            return new FaceDetection(
                new FaceBox(mean.X, mean.Y, mean.Z, mean.W),
                score,
                new FaceKeypoints(_rightEye / _weight, _leftEye / _weight, _nose / _weight, _mouth / _weight, _rightEar / _weight, _leftEar / _weight, _model));
        }
    }
}
