using System.Globalization;
using System.Numerics;
using System.Text;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>One line of a labels file that <see cref="Data.Readers.CsvReader"/> reads.</summary>
/// <param name="Image">The photo's name in its set.</param>
/// <param name="Box">The canonical face box.</param>
/// <param name="Rotation">Head → camera.</param>
/// <param name="Weight">0 to 1.</param>
/// <param name="Doubt">What the weight was made from: a fit's residual or the teachers' disagreement.</param>
public sealed record LabelRow(string Image, FaceBox Box, Quaternion Rotation, float Weight, float Doubt)
{
    /// <summary>Writes all rows in one step; the angles stand beside the quaternion for people.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void WriteAll(string path, string doubtName, IReadOnlyList<LabelRow> rows)
    {
        var text = new StringBuilder($"file,qw,qx,qy,qz,yaw,pitch,roll,x,y,w,h,weight,{doubtName}\n");
        foreach (var (image, box, q, weight, doubt) in rows)
        {
            var angles = EulerAngles.FromRotation(q);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{CsvTable.Quoted(image)},{q.W:F6},{q.X:F6},{q.Y:F6},{q.Z:F6},{angles.Yaw:F3},{angles.Pitch:F3},{angles.Roll:F3},{box.X:F2},"
                    + $"{box.Y:F2},{box.Width:F2},{box.Height:F2},{weight:F4},{doubt:F4}\n");
        }

        AtomicFile.Write(path, partial => File.WriteAllText(partial, text.ToString()));
    }
}
