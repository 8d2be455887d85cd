using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Data.Readers;

namespace HeadTracker.Training.Quantisation;

/// <summary>Labelled faces as network input.</summary>
/// <param name="Images">Count · (3, InputSize, InputSize), cropped and normalised as the model's contract says.</param>
/// <param name="Angles">Their labels.</param>
/// <param name="InputSize">Side in pixels.</param>
public sealed record CalibrationFaces(float[] Images, IReadOnlyList<EulerAngles> Angles, int InputSize)
{
    public int Count => Angles.Count;

    /// <summary>Values of one face.</summary>
    public int FaceLength => 3 * InputSize * InputSize;

    /// <summary>Takes faces at equal distances out of several sets and deals them out: to calibrate with, and to check with.</summary>
    /// <param name="datasets">As on the command line, [KIND:]PATH[,boxes=FILE][,labels=FILE].</param>
    /// <param name="contract">Of the model.</param>
    /// <param name="perSet">Faces of each part from each set; fewer where a set has fewer.</param>
    /// <exception cref="UserErrorException">A set cannot be read.</exception>
    public static (CalibrationFaces Calibration, CalibrationFaces Check) Read(IEnumerable<string> datasets, PoseModelContract contract, int perSet)
    {
        var parts = new[] { (Images: new List<float[]>(), Angles: new List<EulerAngles>()), (Images: [], Angles: []) };
        var crop = new FaceCrop(contract.InputSize, contract.InputSize);
        foreach (var reference in datasets)
        {
            using var whole = DatasetReference.Parse(reference).Open();
            var faces = whole.WithinRange(contract.Yaw.Range).Faces;
            var count = Math.Min(2 * perSet, faces.Count);
            for (var i = 0; i < count; i++)
            {
                var face = faces[(int)((long)i * faces.Count / count)];
                using var photo = whole.Photos.Load(face.Image);
                var image = new float[3 * contract.InputSize * contract.InputSize];
                crop.Sample(photo.AsBgr(), contract.Crop.RegionFor(face.Box), contract.Normalizer, image);
                parts[i % 2].Images.Add(image);
                parts[i % 2].Angles.Add(face.Angles);
            }
        }

        if (parts[1].Images.Count == 0) throw new UserErrorException("The calibration sets hold fewer than two faces; give larger ones.");
        CalibrationFaces Join(int part) => new([.. parts[part].Images.SelectMany(image => image)], parts[part].Angles, contract.InputSize);
        return (Join(0), Join(1));
    }
}
