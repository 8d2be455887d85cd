using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>
/// A smooth displacement of space that carries given points to given places: radial basis functions with φ(r) = r (the biharmonic
/// spline of three dimensions) and an affine part, which far from all points is all that remains to be felt.
/// </summary>
public sealed class PointWarp
{
    private readonly Vector3[] _centers;
    private readonly Matrix<double> _coefficients;

    /// <param name="from">Points, not all in one plane.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="stiffness">0 hits every place exactly; larger values give way to noise, in units of the points' distances.</param>
    public PointWarp(IReadOnlyList<Vector3> from, IReadOnlyList<Vector3> to, double stiffness)
    {
        _centers = [.. from];
        var count = _centers.Length;
        var system = Matrix<double>.Build.Dense(count + 4, count + 4);
        var target = Matrix<double>.Build.Dense(count + 4, 3);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++) system[i, j] = (_centers[i] - _centers[j]).Length();
            // φ(r) = r is conditionally negative definite: smoothing takes away from the diagonal.
            system[i, i] -= stiffness;
            for (var axis = 0; axis < 3; axis++)
            {
                system[i, count + axis] = system[count + axis, i] = _centers[i][axis];
                target[i, axis] = to[i][axis] - from[i][axis];
            }

            system[i, count + 3] = system[count + 3, i] = 1;
        }

        _coefficients = system.LU().Solve(target);
    }

    public Vector3 Apply(Vector3 point)
    {
        Vector3 RowOf(int row) => new((float)_coefficients[row, 0], (float)_coefficients[row, 1], (float)_coefficients[row, 2]);

        var count = _centers.Length;
        var moved = point + RowOf(count) * point.X + RowOf(count + 1) * point.Y + RowOf(count + 2) * point.Z + RowOf(count + 3);
        for (var i = 0; i < count; i++) moved += RowOf(i) * (point - _centers[i]).Length();
        return moved;
    }
}
