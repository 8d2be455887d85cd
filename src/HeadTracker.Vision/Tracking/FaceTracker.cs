using System.Diagnostics;
using System.Runtime.InteropServices;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Response;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Follows faces through frames: search or follow, tell who is who, estimate, judge, filter.</summary>
/// <remarks>
/// A pose network says nothing about where the face will be next, so in between two searches a face is followed: by its own picture
/// (<see cref="FacePatch"/>) in most frames, and by the detector on the surroundings of its last box (<see cref="IFaceDetector.TryFollow"/>)
/// every <see cref="TrackerOptions.LookEvery"/> frames, or as soon as the picture does not fit any more. So a face that is gone or covered is
/// said to be lost by the detector, in the frame in which its picture changed. Estimators that live on the detector's points need it in
/// every frame. The whole frame is searched when no face is followed, when one gets out of sight or its pose becomes doubtful, and
/// every <see cref="TrackerOptions.DetectEvery"/> frames. What may be no face is told as unsure (<see cref="FaceTrust"/>). Used by one thread,
/// except for <see cref="Recentre"/> and <see cref="Shaping"/>. Allocates nothing in steady state.
/// Owns neither detector nor estimator.
/// </remarks>
public sealed class FaceTracker
{
    private readonly IFaceDetector _detector;
    private readonly IPoseEstimator _estimator;
    private readonly TrackerOptions _options;
    private readonly FaceTrust _trust;
    private readonly FollowedPeople _people;
    private readonly List<FaceDetection> _seen = new(8);
    private readonly PoseShaper _shaper = new();
    private HeadPose[] _poses = new HeadPose[8];
    private int _lastId;
    private bool _hasBeenSure;

    /// <param name="detector">Finds faces; stays the caller's.</param>
    /// <param name="estimator">Gives them poses; stays the caller's.</param>
    /// <param name="options">How faces are followed.</param>
    public FaceTracker(IFaceDetector detector, IPoseEstimator estimator, TrackerOptions options)
    {
        (_detector, _estimator, _options) = (detector, estimator, options);
        _trust = new FaceTrust(detector, estimator);
        _people = new FollowedPeople(detector, options, _shaper);
    }

    /// <summary>Filter, recentring and response; others count from the next frame. Any thread may set it.</summary>
    public PoseShaping Shaping
    {
        get => _shaper.Shaping;
        set => _shaper.Shaping = value;
    }

    /// <summary>Makes the next pose of "the" face that is sure zero. Any thread may call it.</summary>
    public void Recentre() => _shaper.Recentre();

    /// <param name="image">The frame.</param>
    /// <param name="time">When it was taken; must not go back.</param>
    /// <param name="result">Filled anew.</param>
    public void Process(BgrImage image, TimeSpan time, TrackingResult result)
    {
        result.Clear();
        (result.Timestamp, result.SendsUnsure) = (time, _shaper.Shaping.SendsUnsure);
        var start = Stopwatch.GetTimestamp();
        var inNetwork = _detector.NetworkTime + _estimator.NetworkTime;
        // A model that is exchanged on the way may be of the other kind.
        _people.FollowsPictures = _options.LookEvery > 1 && _estimator.UsesPixels;
        _people.Locate(image, time, result);
        var located = Stopwatch.GetTimestamp();
        result.Detection = Stopwatch.GetElapsedTime(start, located);

        var isAnySeen = Estimate(image, time);
        var estimated = Stopwatch.GetTimestamp();
        result.Networks = _detector.NetworkTime + _estimator.NetworkTime - inNetwork;
        TellPoses(time, result);
        result.State = StateOf(result, isAnySeen);
        if (isAnySeen) (result.Estimation, result.Filtering) = (Stopwatch.GetElapsedTime(located, estimated), Stopwatch.GetElapsedTime(estimated));
    }

    /// <summary>Estimates and judges everyone who is seen.</summary>
    /// <returns>Whether anyone is.</returns>
    private bool Estimate(BgrImage image, TimeSpan time)
    {
        _seen.Clear();
        foreach (var person in _people)
        {
            if (person.IsSeen) _seen.Add(person.Face);
        }

        if (_seen.Count == 0) return false;
        if (_poses.Length < _seen.Count) _poses = new HeadPose[2 * _seen.Count];
        var camera = PinholeCamera.FromDiagonalFieldOfView(image.Width, image.Height, _options.FieldOfView);
        _estimator.Estimate(image, CollectionsMarshal.AsSpan(_seen), camera, time, _poses);
        var index = 0;
        foreach (var person in _people)
        {
            if (person.IsSeen) person.Judge(_trust, image, camera, _poses[index++]);
        }

        _people.Choose();
        return true;
    }

    private void TellPoses(TimeSpan time, TrackingResult result)
    {
        foreach (var person in _people)
        {
            if (!person.IsSeen)
            {
                if (person.LastSure is not null) result.Lost.Add(new LostFace(person.Id, person.Face.Box));
                continue;
            }

            if (!person.Measured.IsValid || (!_options.AllFaces && result.Faces.Count > 0)) continue;
            if (person.Id == 0) person.Id = ++_lastId;
            if (result.Faces.Count == 0) _shaper.Begin(time, person.IsSure);
            var (pose, recentred, output) = _shaper.Shape(person.Filter, person.Measured, person.IsSure);
            result.Faces.Add(new FacePose(person.Id, person.Face.Box, person.Face.Score, person.Measured, pose, recentred)
            {
                Output = output,
                IsSure = person.IsSure,
            });
        }
    }

    private TrackingState StateOf(TrackingResult result, bool isAnySeen)
    {
        foreach (var face in result.Faces)
        {
            if (!face.IsSure) continue;
            _hasBeenSure = true;
            return TrackingState.Tracking;
        }

        return isAnySeen ? TrackingState.Unsure : _hasBeenSure ? TrackingState.Lost : TrackingState.Searching;
    }
}
