using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>Tells which of the faces found in a frame are the persons followed so far.</summary>
internal static class FaceAssociation
{
    /// <summary>
    /// Gives each person the face that is most likely its own, best pair first, and takes those faces out of the list.
    /// Boxes that overlap count most; a head that jumped is still itself when its centre stayed within its own size.
    /// </summary>
    public static void Assign(List<FollowedPerson> people, List<FaceDetection> faces, TimeSpan time)
    {
        while (true)
        {
            var (best, bestPerson, bestFace) = (0f, -1, -1);
            for (var t = 0; t < people.Count; t++)
            {
                if (people[t].IsSeen) continue;
                for (var f = 0; f < faces.Count; f++)
                {
                    var likeness = Likeness(people[t].Face.Box, CollectionsMarshal.AsSpan(faces)[f].Box);
                    if (likeness > best) (best, bestPerson, bestFace) = (likeness, t, f);
                }
            }

            if (bestPerson < 0) return;
            people[bestPerson].See(faces[bestFace], time);
            faces.RemoveAt(bestFace);
        }
    }

    /// <summary>1 + overlap for boxes that overlap by a fifth, 0 to 1 for boxes that are merely near, 0 for strangers.</summary>
    private static float Likeness(FaceBox a, FaceBox b)
    {
        var overlap = a.IntersectionOverUnion(b);
        if (overlap > 0.2f) return 1 + overlap;
        var size = MathF.Max(MathF.Max(a.Width, a.Height), MathF.Max(b.Width, b.Height));
        var similar = MathF.Min(a.Area, b.Area) > 0.4f * MathF.Max(a.Area, b.Area);
        return similar ? MathF.Max(0, 1 - Vector2.Distance(a.Center, b.Center) / size) : 0;
    }
}
