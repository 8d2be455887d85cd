using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>What a network says about a set of faces, to hold one form of it against another.</summary>
/// <param name="Degrees">Yaw, pitch, roll of one face after the other.</param>
internal sealed record PoseProbe(float[] Degrees)
{
    public static PoseProbe Of(ModelProto model, PoseModelContract contract, CalibrationFaces faces)
    {
        var degrees = new float[3 * faces.Count];
        RvcDecoder[] decoders = [.. contract.Heads.Select(bins => new RvcDecoder(bins, contract.Output))];
        using var run = new NetworkRun(model);
        run.Over(faces, PoseModelContract.OutputNames, (head, first, values) =>
        {
            var bins = contract.Heads[head].Count;
            var scores = values.ToArray();
            for (var face = 0; face < scores.Length / bins; face++)
                degrees[3 * (first + face) + head] = decoders[head].Decode(scores.AsSpan(face * bins, bins)).Degrees;
        });
        return new PoseProbe(degrees);
    }

    /// <summary>Mean absolute difference of the angles, in degrees.</summary>
    public float DifferenceFrom(PoseProbe other) => Degrees.Zip(other.Degrees, (a, b) => MathF.Abs(a - b)).Average();

    /// <summary>Mean absolute error against the labels, in degrees.</summary>
    public float ErrorOn(CalibrationFaces faces) =>
        Degrees.Select((value, i) =>
            MathF.Abs(value - (i % 3 == 0 ? faces.Angles[i / 3].Yaw : i % 3 == 1 ? faces.Angles[i / 3].Pitch : faces.Angles[i / 3].Roll))).Average();
}
