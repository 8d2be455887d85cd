using System.Numerics;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation.Adapters;

namespace HeadTracker.Training.Labelling;

/// <summary>Asks several networks about the faces of photos and keeps what they agree on.</summary>
/// <param name="teachers">At least one; not owned.</param>
/// <param name="trust">One per teacher.</param>
/// <param name="limit">Largest disagreement in degrees.</param>
public sealed class TeacherLabeller(IReadOnlyList<IPoseAdapter> teachers, IReadOnlyList<TeacherTrust> trust, float limit)
{
    /// <summary>Labels the faces that the runtime's detector finds in one photo; what is left out goes into the report.</summary>
    public IReadOnlyList<LabelRow> Label(IPhotoSource photos, PhotoFaces detector, string image, ReadReport report)
    {
        var rows = new List<LabelRow>();
        try
        {
            using var photo = photos.Load(image);
            var found = detector.Find(photo);
            if (found.Count == 0) report.Drop(image, "without a face that the detector finds");
            foreach (var face in found)
            {
                var answers = teachers.Select(teacher => teacher.Estimate(photo, face.Box)).ToList();
                if (answers.Contains(null))
                {
                    report.Drop(image, "with a face that a teacher does not find");
                    continue;
                }

                var consensus = TeacherConsensus.Of([.. answers.Select(answer => answer!.Value)], trust);
                if (consensus.Disagreement > limit) report.Drop(image, $"with teachers more than {limit}° apart");
                else rows.Add(new LabelRow(image, face.Box, consensus.Rotation, consensus.Weight, consensus.Disagreement));
            }
        }
        catch (InvalidDataException e)
        {
            report.Drop(image, $"broken ({e.Message})");
        }

        return rows;
    }
}
