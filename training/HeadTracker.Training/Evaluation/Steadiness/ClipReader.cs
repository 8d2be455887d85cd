using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Training.Evaluation.Adapters;

namespace HeadTracker.Training.Evaluation.Steadiness;

/// <summary>Asks models about the people of video clips, all on the same boxes: those of the runtime's detector in each frame.</summary>
public static class ClipReader
{
    /// <summary>Least overlap of a face with where it was a frame before.</summary>
    private const float SameFace = 0.3f;

    /// <param name="clip">A video file. Everyone in its first frame is followed to the first frame that does not show them.</param>
    /// <param name="firstPerson">Number of the first person in it.</param>
    /// <param name="models">Frames in which one of them finds no face are left out for all.</param>
    /// <exception cref="UserErrorException">The clip cannot be read, or nobody is in its first frame.</exception>
    public static IReadOnlyList<ClipPose> Read(string clip, int firstPerson, IReadOnlyList<IPoseAdapter> models)
    {
        using var detector = FaceDetectors.Create(new DetectorOptions());
        using var source = new VideoFileSource(clip);
        var frames = Frame.NewPool();
        var faces = new List<FaceDetection>();
        var people = new Dictionary<int, FaceBox>();
        var poses = new List<ClipPose>();
        for (var first = true; ; first = false)
        {
            using var frame = frames.Rent();
            if (!source.TryRead(frame, CancellationToken.None)) break;
            detector.Detect(frame.Pixels, faces);
            if (first)
            {
                foreach (var face in faces.OrderBy(face => face.Box.X)) people[firstPerson + people.Count] = face.Box;
                if (people.Count == 0) throw new UserErrorException($"{clip} shows no face in its first frame; cut it so that it begins with one.");
            }

            foreach (var (person, last) in people.ToList())
            {
                var now = faces.Select(face => face.Box).DefaultIfEmpty().MaxBy(box => box.IntersectionOverUnion(last));
                if (now.IntersectionOverUnion(last) < SameFace)
                {
                    people.Remove(person);
                    continue;
                }

                people[person] = now;
                var answers = models.Select(model => model.Estimate(frame.Image, now)).ToList();
                if (answers.TrueForAll(answer => answer is not null))
                {
                    poses.Add(new ClipPose(person, frame.Timestamp, [.. answers.Select(answer => answer!.Value)]));
                }
            }
        }

        return poses;
    }
}
