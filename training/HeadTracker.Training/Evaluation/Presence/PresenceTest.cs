using HeadTracker.Capture;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Presence;

/// <summary>How often the tracker said what about one kind of clips.</summary>
/// <param name="Kind">What the clips show.</param>
/// <param name="Clips">How many there were.</param>
/// <param name="ClipsTracking">Those in which a face was believed in any frame.</param>
/// <param name="Frames">All their frames.</param>
/// <param name="Tracking">Frames with a face whose pose is believed, and sent.</param>
/// <param name="Unsure">Frames with something that may be a face.</param>
public sealed record PresenceFigures(string Kind, int Clips, int ClipsTracking, int Frames, int Tracking, int Unsure);

/// <summary>Whether the tracker believes in faces where there are some and in none where there are none, on films and on pictures made into clips.</summary>
/// <param name="model">Name or file of the pose model.</param>
/// <param name="framesPerPicture">Frames of a picture's clip.</param>
public sealed class PresenceTest(string model, int framesPerPicture) : IDisposable
{
    private readonly Engines _engines = Engines.Open(model, Engines.DefaultDetector, Inference.ExecutionProvider.Cpu, threads: 1);
    private readonly Pool<Frame> _frames = Frame.NewPool();
    private readonly TrackingResult _result = new();

    /// <summary>Plays every file to a tracker of its own.</summary>
    /// <param name="kind">What the files show.</param>
    /// <param name="files">Pictures and films.</param>
    /// <param name="turn">How the pictures are turned first; films stay as they are, and are left out when they would have to be turned.</param>
    /// <param name="progress">Told how many files are done.</param>
    public PresenceFigures Run(string kind, IReadOnlyList<string> files, RotateFlags? turn, Action<int> progress)
    {
        var figures = new PresenceFigures(kind, 0, 0, 0, 0, 0);
        for (var i = 0; i < files.Count; i++)
        {
            if (!ImageFile.IsImage(files[i]))
            {
                if (turn is not null) continue;
                using var film = new VideoFileSource(files[i]);
                figures = Play(film, figures);
            }
            else
            {
                using var picture = ImageFile.Read(files[i]);
                if (turn is { } flags) Cv2.Rotate(picture, picture, flags);
                using var clip = new StillClip(picture, Path.GetFileName(files[i]), framesPerPicture);
                figures = Play(clip, figures);
            }

            progress(i + 1);
        }

        return figures;
    }

    /// <summary>Closes the networks.</summary>
    public void Dispose()
    {
        _frames.Dispose();
        _engines.Dispose();
    }

    private PresenceFigures Play(IFrameSource source, PresenceFigures figures)
    {
        var tracker = new FaceTracker(_engines.Detector, _engines.Estimator, new TrackerOptions());
        var (frames, tracking, unsure) = (0, 0, 0);
        while (true)
        {
            using var frame = _frames.Rent();
            if (!source.TryRead(frame, CancellationToken.None)) break;
            tracker.Process(frame.Pixels, frame.Timestamp, _result);
            frames++;
            if (_result.State == TrackingState.Tracking) tracking++;
            else if (_result.State == TrackingState.Unsure) unsure++;
        }

        return figures with
        {
            Clips = figures.Clips + 1,
            ClipsTracking = figures.ClipsTracking + (tracking > 0 ? 1 : 0),
            Frames = figures.Frames + frames,
            Tracking = figures.Tracking + tracking,
            Unsure = figures.Unsure + unsure,
        };
    }
}
