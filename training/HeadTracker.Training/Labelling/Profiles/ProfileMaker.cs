using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>How photos are turned into profiles.</summary>
public sealed record ProfileOptions
{
    /// <summary>Degrees of yaw from one picture to the next.</summary>
    public float Step { get; init; } = 10;

    /// <summary>Where turning ends, degrees of yaw.</summary>
    public float Limit { get; init; } = 90;

    /// <summary>Fits of less confidence are not turned: their depth would be wrong.</summary>
    public float LeastConfidence { get; init; } = 0.4f;

    /// <summary>Largest share of a face that may be smeared.</summary>
    public float MostStretched { get; init; } = 0.3f;

    /// <summary>Largest pitch and roll in degrees.</summary>
    public float MostTilt { get; init; } = 70;
}

/// <summary>One picture made of a photo.</summary>
/// <param name="Photo">8-bit BGR; owned by who receives it.</param>
/// <param name="Face">Its label; named after the photo and the step.</param>
public sealed record ProfilePicture(Mat Photo, LabelledFace Face);

/// <summary>Makes of a photo with 68 landmarks a row of pictures in which the head turns on to the side. Thread-safe.</summary>
public sealed class ProfileMaker(HeadTemplate template, LandmarkShapeModel model, ProfileOptions options)
{
    /// <summary>Labels of turned photos count less: their far cheek and hair are made up.</summary>
    private const float Weight = 0.7f;

    private readonly LandmarkFitter _fitter = new(model);

    /// <summary>
    /// The pictures of one photo, from its own yaw outwards: turned the other way, parts would come to light that the photo does not
    /// show. Empty when the fit is poor; the report says why.
    /// </summary>
    /// <param name="photo">8-bit BGR.</param>
    /// <param name="name">Its name.</param>
    /// <param name="landmarks">68 points in it.</param>
    /// <param name="label">A better pose than the fit's, which then serves for the depth alone; null to take the fit's.</param>
    /// <param name="report">Told what is left out.</param>
    public IReadOnlyList<ProfilePicture> Make(Mat photo, string name, IReadOnlyList<Vector2> landmarks, LabelledFace? label, ReadReport report)
    {
        var fit = _fitter.Fit(landmarks);
        if (fit.Confidence < options.LeastConfidence)
        {
            lock (report) report.Drop(name, $"with a fit of confidence below {options.LeastConfidence}");
            return [];
        }

        var shape = model.Shape(fit.Coefficients);
        var rotation = new ProfileRotation(DepthImage.Of(photo.Width, photo.Height, template, fit, shape, landmarks));
        var yaw = EulerAngles.FromRotation(fit.Rotation).Yaw;
        // What is right for the photo is right for each turn of it: both lie in the head's frame.
        var correction = label is null ? Quaternion.Identity : Quaternion.Conjugate(fit.Rotation) * label.Rotation;
        var direction = yaw < 0 ? -1 : 1;
        var pictures = new List<ProfilePicture>();
        for (var turn = options.Step; MathF.Abs(yaw) + turn <= options.Limit; turn += options.Step)
        {
            var turned = rotation.Turn(photo, fit, shape, direction * turn);
            if (turned.Stretched > options.MostStretched)
            {
                turned.Image.Dispose();
                lock (report) report.Drop($"{name} by {direction * turn}°", $"with more than {options.MostStretched:P0} of the face smeared");
                continue;
            }

            var face = new LabelledFace($"{name}@{direction * turn}", turned.Box, Quaternion.Normalize(turned.Rotation * correction))
            {
                Weight = Weight * (label?.Weight ?? fit.Confidence),
                Identity = Path.GetFileNameWithoutExtension(name),
            };
            // Near ±90° of yaw a small error of the label is a large one of pitch and roll.
            if (MathF.Abs(face.Angles.Yaw) > Protocol.Range || MathF.Max(MathF.Abs(face.Angles.Pitch), MathF.Abs(face.Angles.Roll)) > options.MostTilt)
            {
                turned.Image.Dispose();
                lock (report) report.Drop(face.Image, $"with a pitch or roll beyond {options.MostTilt}° or a yaw beyond {Protocol.Range}°");
                continue;
            }

            pictures.Add(new ProfilePicture(turned.Image, face));
        }

        return pictures;
    }
}
