using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using MathNet.Numerics.LinearAlgebra;
using Unknowns = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace HeadTracker.Training.Labelling;

/// <summary>
/// Finds the pose of a face from its 68 landmarks: the rotation, size, place and shape that lay a <see cref="LandmarkShapeModel"/>
/// over the points, first as a scaled orthographic camera sees it, then with perspective. Thread-safe.
/// </summary>
/// <remarks>
/// With X = R·(mean + Σ aⱼ·modeⱼ), landmark i is expected at
/// <code>pᵢ = t + s·(Xᵢ, -Yᵢ) / (1 - k·Zᵢ)</code>
/// Levenberg–Marquardt minimises Σ wᵢ|pᵢ - qᵢ|²/(s·σ)² + Σ aⱼ² + ((k - k₀)/σₖ)², with Geman–McClure weights wᵢ, so that single
/// misplaced points do not count. Jaw points count less: annotators mark the visible outline, which is not one place of the head.
/// </remarks>
public sealed class LandmarkFitter(LandmarkShapeModel model)
{
    private const int PoseParameters = 7, Kappa = 6;
    private const int JawPoints = 17;
    private const double JawWeight = 0.25;

    /// <summary>σ: how far landmarks lie from where the model can put them, in its units.</summary>
    private const double Noise = 0.05;

    /// <summary>k₀ and σₖ: half a face (7 cm) seen from 1 m, within a factor of about two.</summary>
    private const double ExpectedPerspective = 0.07, PerspectiveSpread = 0.03;

    private const int Iterations = 25;

    /// <param name="points">68 landmarks in image pixels (y down).</param>
    /// <exception cref="ArgumentException">Not 68 points.</exception>
    public LandmarkFit Fit(IReadOnlyList<Vector2> points)
    {
        if (points.Count != LandmarkBox.PointCount) throw new ArgumentException($"{points.Count} points instead of {LandmarkBox.PointCount}.", nameof(points));
        var state = Start(points);
        Refine(state, points, perspective: false);
        Refine(state, points, perspective: true);
        return new LandmarkFit(state.Rotation, (float)state.Scale, state.Center, (float)state.Perspective, state.Coefficients, Residual(state, points));
    }

    /// <summary>Where a fit puts the landmarks in the image.</summary>
    public Vector2[] Project(LandmarkFit fit)
    {
        var shape = model.Shape(fit.Coefficients);
        return [.. shape.Select(point => ProjectPoint(Vector3.Transform(point, fit.Rotation), fit.Scale, fit.Center, fit.Perspective))];
    }

    /// <summary>The best affine camera for the mean face, made a rotation and a scale.</summary>
    private State Start(IReadOnlyList<Vector2> points)
    {
        var design = Matrix<double>.Build.Dense(points.Count, 4, (i, j) => j == 3 ? 1 : model.Mean[i][j]);
        var target = Matrix<double>.Build.Dense(points.Count, 2, (i, j) => j == 0 ? points[i].X : -points[i].Y);
        var affine = design.QR().Solve(target);
        var svd = affine.SubMatrix(0, 3, 0, 2).Transpose().Svd();
        var rows = svd.U * Matrix<double>.Build.DenseIdentity(2, 3) * svd.VT;
        var x = new Vector3((float)rows[0, 0], (float)rows[0, 1], (float)rows[0, 2]);
        var y = new Vector3((float)rows[1, 0], (float)rows[1, 1], (float)rows[1, 2]);
        var z = Vector3.Cross(x, y);
        return new State
        {
            Rotation = Rotations.FromMatrix([x.X, x.Y, x.Z, y.X, y.Y, y.Z, z.X, z.Y, z.Z]),
            Scale = (svd.S[0] + svd.S[1]) / 2,
            Center = new Vector2((float)affine[3, 0], -(float)affine[3, 1]),
            Coefficients = new double[model.Modes.Count],
        };
    }

    private void Refine(State state, IReadOnlyList<Vector2> points, bool perspective)
    {
        if (perspective) state.Perspective = ExpectedPerspective;
        var damping = 1e-3;
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var weights = Weights(state, points);
            var (hessian, gradient, cost) = Linearise(state, points, weights, perspective);
            for (var i = 0; i < hessian.RowCount; i++) hessian[i, i] *= 1 + damping;
            var step = hessian.Cholesky().Solve(gradient);
            var next = state.Moved(step);
            var (_, _, nextCost) = Linearise(next, points, weights, perspective);
            if (nextCost < cost)
            {
                state.CopyFrom(next);
                damping = Math.Max(damping / 5, 1e-9);
                if (cost - nextCost < 1e-9 * cost) break;
            }
            else
            {
                damping *= 10;
                if (damping > 1e6) break;
            }
        }
    }

    private double[] Weights(State state, IReadOnlyList<Vector2> points)
    {
        var distances = Distances(state, points);
        return [.. distances.Select((distance, i) =>
        {
            var ratio = distance / (3 * Noise);
            var robust = 1 / ((1 + ratio * ratio) * (1 + ratio * ratio));
            return (i < JawPoints ? JawWeight : 1) * robust;
        })];
    }

    /// <summary>Distances in units of the model.</summary>
    private double[] Distances(State state, IReadOnlyList<Vector2> points)
    {
        var shape = model.Shape(state.Coefficients);
        return [.. shape.Select((point, i) =>
            (double)(ProjectPoint(Vector3.Transform(point, state.Rotation), (float)state.Scale, state.Center,
                (float)state.Perspective) - points[i]).Length() / state.Scale)];
    }

    private float Residual(State state, IReadOnlyList<Vector2> points)
    {
        var weights = Weights(state, points);
        var distances = Distances(state, points);
        // Capped at three σ per point, so that one lost point raises the residual without ruling it.
        double sum = 0, total = 0;
        for (var i = 0; i < distances.Length; i++)
        {
            var capped = Math.Min(distances[i], 6 * Noise);
            var weight = i < JawPoints ? JawWeight : 1;
            sum += weight * capped * capped;
            total += weight;
        }

        return (float)Math.Sqrt(sum / total);
    }

    /// <summary>Gauss–Newton's normal equations H·δ = g at a state, and the cost there.</summary>
    private (Matrix<double> Hessian, Unknowns Gradient, double Cost) Linearise(State state, IReadOnlyList<Vector2> points, double[] weights, bool perspective)
    {
        var modes = model.Modes.Count;
        var count = PoseParameters + modes;
        var hessian = Matrix<double>.Build.Dense(count, count);
        var gradient = Unknowns.Build.Dense(count);
        var shape = model.Shape(state.Coefficients);
        var rows = new double[2][] { new double[count], new double[count] };
        var cost = 0.0;
        for (var i = 0; i < points.Count; i++)
        {
            var turned = Vector3.Transform(shape[i], state.Rotation);
            var depth = 1 / (1 - state.Perspective * turned.Z);
            var predicted = ProjectPoint(turned, (float)state.Scale, state.Center, (float)state.Perspective);
            var dx = (points[i].X - predicted.X) / (state.Scale * Noise);
            var dy = (points[i].Y - predicted.Y) / (state.Scale * Noise);
            cost += weights[i] * (dx * dx + dy * dy);

            // Everything in units of scale·σ. A left rotation by w moves the turned point by w × X.
            for (var axis = 0; axis < 3; axis++) Fill(rows, axis, Vector3.Cross(Unit(axis), turned), turned, depth, state.Perspective);
            rows[0][3] = turned.X * depth / Noise;
            rows[1][3] = -turned.Y * depth / Noise;
            (rows[0][4], rows[1][4]) = (1 / Noise, 0);
            (rows[0][5], rows[1][5]) = (0, 1 / Noise);
            rows[0][Kappa] = perspective ? turned.X * turned.Z * depth * depth / Noise : 0;
            rows[1][Kappa] = perspective ? -turned.Y * turned.Z * depth * depth / Noise : 0;
            for (var mode = 0; mode < modes; mode++)
            {
                Fill(rows, PoseParameters + mode, Vector3.Transform(model.Modes[mode][i], state.Rotation), turned, depth, state.Perspective);
            }

            for (var a = 0; a < count; a++)
            {
                gradient[a] += weights[i] * (rows[0][a] * dx + rows[1][a] * dy);
                for (var b = 0; b <= a; b++) hessian[a, b] += weights[i] * (rows[0][a] * rows[0][b] + rows[1][a] * rows[1][b]);
            }
        }

        for (var mode = 0; mode < modes; mode++)
        {
            hessian[PoseParameters + mode, PoseParameters + mode] += 1;
            gradient[PoseParameters + mode] -= state.Coefficients[mode];
            cost += state.Coefficients[mode] * state.Coefficients[mode];
        }

        var kappa = perspective ? (state.Perspective - ExpectedPerspective) / PerspectiveSpread : 0;
        hessian[Kappa, Kappa] += 1 / (PerspectiveSpread * PerspectiveSpread);
        gradient[Kappa] -= kappa / PerspectiveSpread;
        cost += kappa * kappa;

        for (var a = 0; a < count; a++)
        {
            for (var b = a + 1; b < count; b++) hessian[a, b] = hessian[b, a];
        }

        return (hessian, gradient, cost);
    }

    /// <summary>d(projection)/d(parameter) for a parameter that moves the turned point by <paramref name="motion"/>.</summary>
    private static void Fill(double[][] rows, int parameter, Vector3 motion, Vector3 turned, double depth, double perspective)
    {
        var stretch = perspective * depth * depth * motion.Z;
        rows[0][parameter] = (motion.X * depth + turned.X * stretch) / Noise;
        rows[1][parameter] = -(motion.Y * depth + turned.Y * stretch) / Noise;
    }

    private static Vector3 Unit(int axis) => axis switch
    {
        0 => Vector3.UnitX,
        1 => Vector3.UnitY,
        _ => Vector3.UnitZ,
    };

    private static Vector2 ProjectPoint(Vector3 turned, float scale, Vector2 center, float perspective)
    {
        var depth = scale / (1 - perspective * turned.Z);
        return center + new Vector2(turned.X * depth, -turned.Y * depth);
    }

    private sealed class State
    {
        public required Quaternion Rotation { get; set; }

        public required double Scale { get; set; }

        public required Vector2 Center { get; set; }

        public double Perspective { get; set; }

        public required double[] Coefficients { get; set; }

        /// <summary>The state after a step: rotation vector, log scale, place in units of the scale, perspective, shape.</summary>
        public State Moved(Unknowns step)
        {
            var coefficients = (double[])Coefficients.Clone();
            for (var i = 0; i < coefficients.Length; i++) coefficients[i] += step[PoseParameters + i];
            return new State
            {
                Rotation = Quaternion.Normalize(Rotations.Exp(new Vector3((float)step[0], (float)step[1], (float)step[2])) * Rotation),
                Scale = Scale * Math.Exp(Math.Clamp(step[3], -1, 1)),
                Center = Center + (float)Scale * new Vector2((float)step[4], (float)step[5]),
                Perspective = Math.Clamp(Perspective + step[Kappa], 0, 0.3),
                Coefficients = coefficients,
            };
        }

        public void CopyFrom(State other) =>
            (Rotation, Scale, Center, Perspective, Coefficients) = (other.Rotation, other.Scale, other.Center, other.Perspective, other.Coefficients);
    }
}
