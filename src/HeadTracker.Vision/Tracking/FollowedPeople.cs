using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Response;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Who is followed and where they are in the frame at hand: search, follow, tell who is who.</summary>
/// <remarks>
/// Something that has never been taken for a face has no claim: it is forgotten as soon as it is out of sight, and it keeps nobody from
/// being taken up. Used by one thread; allocates nothing in steady state.
/// </remarks>
/// <param name="detector">Stays the caller's.</param>
/// <param name="options">How faces are followed.</param>
/// <param name="shaper">Gives each new one a filter.</param>
internal sealed class FollowedPeople(IFaceDetector detector, TrackerOptions options, PoseShaper shaper)
{
    /// <summary>The most faces of which one is to be chosen.</summary>
    private const int MostCandidates = 4;

    private readonly List<FollowedPerson> _people = new(8);
    private readonly List<FaceDetection> _found = new(32);
    private int _sinceSearch;

    public List<FollowedPerson>.Enumerator GetEnumerator() => _people.GetEnumerator();

    /// <summary>Whether faces may be followed by their picture: a pose that comes from the detector's points is only as new as they are.</summary>
    public bool FollowsPictures { get; set; }

    /// <summary>Gives everyone who is seen in this frame their new box.</summary>
    public void Locate(BgrImage image, TimeSpan time, TrackingResult result)
    {
        ForgetLongLost(time);
        var search = _people.Count == 0 || ++_sinceSearch >= options.DetectEvery;
        foreach (var person in _people)
        {
            search |= person.LastSure is not null && (person.IsDoubtful || !person.IsSeen);
            person.IsSeen = false;
        }

        if (search || !FollowAll(image, time, result, byPicture: true)) Search(image, time, result);
        RememberPictures(image, result.Searched);
    }

    /// <summary>
    /// Where one face is followed: of several that are seen, the largest that is believed to be one stays alone; while none is, the largest
    /// comes first.
    /// </summary>
    public void Choose()
    {
        if (options.AllFaces) return;
        var best = -1;
        for (var i = 0; i < _people.Count; i++)
        {
            if (_people[i].IsSeen && (best < 0 || IsBefore(_people[i], _people[best]))) best = i;
        }

        if (best < 0) return;
        (_people[0], _people[best]) = (_people[best], _people[0]);
        if (_people[0].IsSure) _people.RemoveRange(1, _people.Count - 1);
    }

    private static bool IsBefore(FollowedPerson a, FollowedPerson b) =>
        a.IsSure != b.IsSure ? a.IsSure : a.Face.Box.Area > b.Face.Box.Area;

    private void Search(BgrImage image, TimeSpan time, TrackingResult result)
    {
        (result.Searched, result.Looked) = (true, true);
        _sinceSearch = 0;
        detector.Detect(image, _found);
        DropTaken();
        FaceAssociation.Assign(_people, _found, time);

        // What a search of the whole frame misses (a small face, a profile), a look at its old place may still find.
        FollowAll(image, time, result, byPicture: false);
        AddNew(time);
    }

    private void ForgetLongLost(TimeSpan now)
    {
        for (var i = _people.Count - 1; i >= 0; i--)
        {
            var person = _people[i];
            if (person.LastSure is null ? !person.IsSeen : now - person.LastSeen > TrackerOptions.Patience) _people.RemoveAt(i);
        }
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
        // What is not believed yet has to be looked at.
        if (!FollowsPictures || !person.IsSure || ++person.SinceLook >= options.LookEvery) return false;
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
        if (!options.AllFaces && IsHeld(time)) return;
        DropTaken();
        foreach (var face in _found)
        {
            if (!options.AllFaces && _people.Count == MostCandidates) return;
            var person = new FollowedPerson(shaper.NewFilter());
            person.See(face, time);
            _people.Add(person);
        }
    }

    /// <summary>Whether somebody is followed, or was a moment ago: nobody else is taken up then.</summary>
    private bool IsHeld(TimeSpan now)
    {
        foreach (var person in _people)
        {
            if (person.LastSure is { } sure && now - sure <= TrackerOptions.Patience) return true;
        }

        return false;
    }
}
