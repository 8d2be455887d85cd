using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Contract;

/// <summary>Reads a pose from the outputs of a network that a <see cref="ForeignModelContract"/> describes. Not thread-safe.</summary>
public sealed class ForeignPoseDecoder
{
    private const float DegreesPerRadian = 180 / MathF.PI;
    private readonly ForeignModelContract _contract;
    private readonly RvcDecoder? _bins;

    /// <summary>Decodes as this says.</summary>
    public ForeignPoseDecoder(ForeignModelContract contract)
    {
        _contract = contract;
        if (contract.Kind == PoseOutputKind.Bins) _bins = new RvcDecoder(contract.Bins!.Value, contract.BinOutput);
    }

    /// <summary>One face's rotation, against the view ray through its crop.</summary>
    /// <param name="values">The face's numbers of all outputs, one output behind the other; bins are overwritten.</param>
    /// <param name="spread">Mean standard deviation of the three distributions in degrees; 0 where the network tells none.</param>
    public Quaternion Decode(Span<float> values, out float spread)
    {
        spread = 0;
        switch (_contract.Kind)
        {
            case PoseOutputKind.Bins:
                Span<float> degrees = stackalloc float[3];
                var length = values.Length / 3;
                for (var i = 0; i < 3; i++)
                {
                    var angle = _bins!.Decode(values.Slice(i * length, length));
                    degrees[i] = angle.Degrees;
                    spread += angle.Spread / 3;
                }

                return FromAngles(degrees);
            case PoseOutputKind.Angles:
                return FromAngles(values);
            case PoseOutputKind.Matrix:
                return FromMatrix(values);
            default:
                Span<float> matrix = stackalloc float[9];
                Orthogonalise(values, matrix);
                return FromMatrix(matrix);
        }
    }

    private Quaternion FromAngles(ReadOnlySpan<float> values)
    {
        Span<float> degrees = stackalloc float[3];
        for (var i = 0; i < 3; i++) degrees[(int)_contract.Order[i]] = values[i] * (_contract.Radians ? DegreesPerRadian : 1);
        for (var i = 0; i < _contract.Negated.Count; i++) degrees[(int)_contract.Negated[i]] *= -1;
        return new EulerAngles(degrees[0], degrees[1], degrees[2]).ToRotation();
    }

    private Quaternion FromMatrix(ReadOnlySpan<float> rows) => _contract.Matrix switch
    {
        MatrixMeaning.PackedAngles => PoseConventions.FromPackedAngles(rows),
        MatrixMeaning.YDown => PoseConventions.FromOpenCv(rows),
        _ => Rotations.FromMatrix(rows),
    };

    /// <summary>Gram and Schmidt: the first column's direction is kept, the second turned upright to it, the third stands on both.</summary>
    private static void Orthogonalise(ReadOnlySpan<float> columns, Span<float> rows)
    {
        var x = Vector3.Normalize(new Vector3(columns[..3]));
        var z = Vector3.Normalize(Vector3.Cross(x, new Vector3(columns[3..6])));
        var y = Vector3.Cross(z, x);
        (rows[0], rows[1], rows[2]) = (x.X, y.X, z.X);
        (rows[3], rows[4], rows[5]) = (x.Y, y.Y, z.Y);
        (rows[6], rows[7], rows[8]) = (x.Z, y.Z, z.Z);
    }
}
