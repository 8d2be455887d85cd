using System.Diagnostics;
using System.Runtime.InteropServices;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Response;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Follows faces through frames: search or follow, tell who is who, estimate, filter.</summary>
/// <remarks>
/// A pose network says nothing about where the face will be next, so in between two searches a face is followed: by its own picture
/// (<see cref="FacePatch"/>) in most frames, and by the detector on the surroundings of its last box (<see cref="IFaceDetector.TryFollow"/>)
/// every <see cref="TrackerOptions.LookEvery"/> frames, or as soon as the picture does not fit any more. So a face that is gone or covered is
/// said to be lost by the detector, in the frame in which its picture changed. Estimators that live on the detector's points need it in
/// every frame. The whole frame is searched when no face is followed, when one gets out of sight or its pose becomes doubtful, and
/// every <see cref="TrackerOptions.DetectEvery"/> frames. Used by one thread, except for <see cref="Recentre"/> and
/// <see cref="Shaping"/>. Allocates nothing in steady state.
/// Owns neither detector nor estimator.
/// </remarks>
public sealed class FaceTracker(IFaceDetector detector, IPoseEstimator estimator, TrackerOptions options)
{
    private readonly List<FollowedPerson> _people = new(8);
    private readonly List<FaceDetection> _found = new(32);
    private readonly List<FaceDetection> _seen = new(8);
    private readonly PoseShaper _shaper = new();
    private HeadPose[] _poses = new HeadPose[8];
    private int _nextId = 1;
    private int _sinceSearch;

    /// <summary>Filter, recentring and response; others count from the next frame. Any thread may set it.</summary>
    public PoseShaping Shaping
    {
        get => _shaper.Shaping;
        set => _shaper.Shaping = value;
    }

    /// <summary>Makes the next pose of "the" face zero. Any thread may call it.</summary>
    public void Recentre() => _shaper.Recentre();

    /// <param name="image">The frame.</param>
    /// <param name="time">When it was taken; must not go back.</param>
    /// <param name="result">Filled anew.</param>
    public void Process(BgrImage image, TimeSpan time, TrackingResult result)
    {
        result.Clear();
        result.Timestamp = time;
        var start = Stopwatch.GetTimestamp();
        var inNetwork = detector.NetworkTime;
        ForgetLongLost(time);
        Locate(image, time, result);
        RememberPictures(image, result.Searched);
        var located = Stopwatch.GetTimestamp();
        result.Detection = Stopwatch.GetElapsedTime(start, located);
        result.Networks = detector.NetworkTime - inNetwork;

        CollectSeen(result);
        result.State = _seen.Count > 0 ? TrackingState.Tracking : _nextId > 1 ? TrackingState.Lost : TrackingState.Searching;
        if (_seen.Count == 0) return;

        if (_poses.Length < _seen.Count) _poses = new HeadPose[2 * _seen.Count];
        inNetwork = estimator.NetworkTime;
        var camera = PinholeCamera.FromDiagonalFieldOfView(image.Width, image.Height, options.FieldOfView);
        estimator.Estimate(image, CollectionsMarshal.AsSpan(_seen), camera, time, _poses);
        var estimated = Stopwatch.GetTimestamp();
        result.Estimation = Stopwatch.GetElapsedTime(located, estimated);
        result.Networks += estimator.NetworkTime - inNetwork;

        ShapePoses(time, result);
        result.Filtering = Stopwatch.GetElapsedTime(estimated);
    }

    private void ForgetLongLost(TimeSpan now)
    {
        for (var i = _people.Count - 1; i >= 0; i--)
        {
            if (now - _people[i].LastSeen > TrackerOptions.Patience) _people.RemoveAt(i);
        }
    }

    /// <summary>Marks the people who are seen in this frame and gives them their new boxes.</summary>
    private void Locate(BgrImage image, TimeSpan time, TrackingResult result)
    {
        var search = _people.Count == 0 || ++_sinceSearch >= options.DetectEvery;
        foreach (var person in _people)
        {
            search |= person.IsDoubtful || !person.IsSeen;
            person.IsSeen = false;
        }

        if (!search && FollowAll(image, time, result, byPicture: true)) return;
        (result.Searched, result.Looked) = (true, true);
        _sinceSearch = 0;
        detector.Detect(image, _found);
        DropTaken();
        FaceAssociation.Assign(_people, _found, time);

        // What a search of the whole frame misses (a small face, a profile), a look at its old place may still find.
        FollowAll(image, time, result, byPicture: false);
        AddNew(time);
    }

    /// <summary>Looks for everyone not yet seen at their old place.</summary>
    /// <returns>Whether all are seen now.</returns>
    private bool FollowAll(BgrImage image, TimeSpan time, TrackingResult result, bool byPicture)
    {
        var all = true;
        foreach (var person in _people)
        {
            if (person.IsSeen) continue;
            if (byPicture && TryFollowPicture(image, person, time)) continue;
            result.Looked = true;
            if (detector.TryFollow(image, person.Face.Box, out var face) && !IsTaken(face.Box)) person.See(face, time);
            else all = false;
        }

        return all;
    }

    private bool TryFollowPicture(BgrImage image, FollowedPerson person, TimeSpan time)
    {
        if (!FollowsPictures || ++person.SinceLook >= options.LookEvery) return false;
        if (!person.Patch.TryFollow(image, person.Face.Box, out var box) || IsTaken(box)) return false;
        person.Carry(box, time);
        return true;
    }

    /// <summary>Takes new patches of the faces that the detector has just looked at.</summary>
    private void RememberPictures(BgrImage image, bool searched)
    {
        foreach (var person in _people)
        {
            if (!person.IsSeen || person.IsCarried || !FollowsPictures) continue;
            // After a search all have the same age; their next looks are spread over the frames.
            person.SinceLook = searched ? person.Id % options.LookEvery : 0;
            person.Patch.Remember(image, person.Face.Box);
        }
    }

    /// <summary>A pose that comes from the detector's points is only as new as they are.</summary>
    private bool FollowsPictures => options.LookEvery > 1 && estimator.UsesPixels;

    /// <summary>Whether another person has this face already: two must never end up on one.</summary>
    private bool IsTaken(FaceBox box)
    {
        foreach (var person in _people)
        {
            if (person.IsSeen && person.Face.Box.IntersectionOverUnion(box) > 0.5f) return true;
        }

        return false;
    }

    /// <summary>Takes out of what was found the faces that somebody has already.</summary>
    private void DropTaken()
    {
        for (var i = _found.Count - 1; i >= 0; i--)
        {
            if (IsTaken(_found[i].Box)) _found.RemoveAt(i);
        }
    }

    private void AddNew(TimeSpan time)
    {
        if (options.AllFaces)
        {
            DropTaken();
            foreach (var face in _found) Add(face, time);
        }
        else if (_people.Count == 0 && _found.Count > 0)
        {
            var largest = _found[0];
            foreach (var face in _found)
            {
                if (face.Box.Area > largest.Box.Area) largest = face;
            }

            Add(largest, time);
        }
    }

    private void Add(in FaceDetection face, TimeSpan time)
    {
        var person = new FollowedPerson(_nextId++, _shaper.NewFilter());
        person.See(face, time);
        _people.Add(person);
    }

    private void CollectSeen(TrackingResult result)
    {
        _seen.Clear();
        foreach (var person in _people)
        {
            if (person.IsSeen) _seen.Add(person.Face);
            else result.Lost.Add(new LostFace(person.Id, person.Face.Box));
        }
    }

    private void ShapePoses(TimeSpan time, TrackingResult result)
    {
        _shaper.Begin(time);
        var index = 0;
        foreach (var person in _people)
        {
            if (!person.IsSeen) continue;
            ref readonly var measured = ref _poses[index++];
            person.Note(measured.Confidence);
            var (pose, recentred, output) = _shaper.Shape(person.Filter, measured);
            result.Faces.Add(new FacePose(person.Id, person.Face.Box, person.Face.Score, measured, pose, recentred) { Output = output });
        }
    }
}
