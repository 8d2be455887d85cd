using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>Puts simple solids together into one surface. Triangles run anticlockwise seen from outside.</summary>
public sealed class MeshBuilder
{
    private readonly List<Vector3> _positions = [];
    private readonly List<Vector3> _normals = [];
    private readonly List<Vector2> _textureCoordinates = [];
    private readonly List<int> _indices = [];

    /// <summary>Whether nothing has been added yet.</summary>
    public bool IsEmpty => _indices.Count == 0;

    /// <summary>A grid of points, smooth across its cells; its front is where v grows down and u to the right.</summary>
    /// <param name="columns">Points across.</param>
    /// <param name="rows">Points down.</param>
    /// <param name="point">Position for u and v from 0 to 1.</param>
    public void AddGrid(int columns, int rows, Func<float, float, Vector3> point)
    {
        var first = _positions.Count;
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var (u, v) = (c / (columns - 1f), r / (rows - 1f));
                _positions.Add(point(u, v));
                _textureCoordinates.Add(new Vector2(u, v));
                _normals.Add(Vector3.Zero);
            }
        }

        for (var r = 0; r < rows - 1; r++)
        {
            for (var c = 0; c < columns - 1; c++)
            {
                var a = first + r * columns + c;
                AddTriangle(a, a + columns, a + 1);
                AddTriangle(a + 1, a + columns, a + columns + 1);
            }
        }

        FinishNormals(first);
    }

    /// <summary>An ellipsoid.</summary>
    /// <param name="centre">Its centre.</param>
    /// <param name="radii">Along the axes of <paramref name="turn"/>.</param>
    /// <param name="turn">Turns it about its centre.</param>
    public void AddEllipsoid(Vector3 centre, Vector3 radii, Quaternion turn) =>
        AddGrid(17, 11, (u, v) =>
        {
            var (sinU, cosU) = MathF.SinCos(u * 2 * MathF.PI);
            var (sinV, cosV) = MathF.SinCos(v * MathF.PI);
            return centre + Vector3.Transform(new Vector3(sinV * sinU, cosV, sinV * cosU) * radii, turn);
        });

    /// <summary>A round tube along a path, with its own radius at every point and rounded ends.</summary>
    public void AddTube(IReadOnlyList<Vector3> path, Func<float, float> radius, int sides = 8)
    {
        var points = new List<(Vector3 Centre, float Radius)>();
        var start = Vector3.Normalize(path[0] - path[1]);
        var end = Vector3.Normalize(path[^1] - path[^2]);
        for (var i = 0; i <= 2; i++)
        {
            var (sine, cosine) = MathF.SinCos(i * MathF.PI / 6);
            points.Add((path[0] + start * radius(0) * cosine, MathF.Max(radius(0) * sine, 1e-5f)));
        }

        for (var i = 0; i < path.Count; i++) points.Add((path[i], radius(i / (path.Count - 1f))));
        for (var i = 2; i >= 0; i--)
        {
            var (sine, cosine) = MathF.SinCos(i * MathF.PI / 6);
            points.Add((path[^1] + end * radius(1) * cosine, MathF.Max(radius(1) * sine, 1e-5f)));
        }

        // One frame is carried along, so that the tube does not twist.
        var axes = new (Vector3 Right, Vector3 Up)[points.Count];
        var right = Vector3.Normalize(Vector3.Cross(MathF.Abs(start.Y) > 0.9f ? Vector3.UnitX : Vector3.UnitY, -start));
        for (var i = 0; i < points.Count; i++)
        {
            var along = Vector3.Normalize(points[Math.Min(i + 1, points.Count - 1)].Centre - points[Math.Max(i - 1, 0)].Centre);
            right = Vector3.Normalize(right - along * Vector3.Dot(right, along));
            axes[i] = (right, Vector3.Cross(along, right));
        }

        AddGrid(sides + 1, points.Count, (u, v) =>
        {
            var i = (int)MathF.Round(v * (points.Count - 1));
            var (sine, cosine) = MathF.SinCos(-u * 2 * MathF.PI);
            return points[i].Centre + (axes[i].Right * cosine + axes[i].Up * sine) * points[i].Radius;
        });
    }

    /// <summary>A box about a centre.</summary>
    public void AddBox(Vector3 centre, Vector3 halfSize, Quaternion turn)
    {
        Span<Vector3> axes = [Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ];
        for (var face = 0; face < 6; face++)
        {
            var normal = axes[face / 2] * (face % 2 == 0 ? 1 : -1);
            var right = axes[(face / 2 + 1) % 3];
            var up = Vector3.Cross(normal, right);
            AddGrid(6, 6, (u, v) => centre + Vector3.Transform((normal + right * (2 * u - 1) - up * (2 * v - 1)) * halfSize, turn));
        }
    }

    /// <summary>What was added, moved by a transform without shear.</summary>
    public Surface Build(Matrix4x4 transform, Material material) => new(
        new Topology([.. _indices], [.. _textureCoordinates]),
        [.. _positions.Select(p => Vector3.Transform(p, transform))],
        [.. _normals.Select(n => Vector3.Normalize(Vector3.TransformNormal(n, transform)))],
        null,
        [material]);

    private void AddTriangle(int a, int b, int c)
    {
        _indices.AddRange([a, b, c]);
        var normal = Vector3.Cross(_positions[b] - _positions[a], _positions[c] - _positions[a]);
        _normals[a] += normal;
        _normals[b] += normal;
        _normals[c] += normal;
    }

    // Points that lie on each other (the seam of a closed grid, its poles) share their normal.
    private void FinishNormals(int first)
    {
        var sums = new Dictionary<(int, int, int), Vector3>();
        for (var i = first; i < _positions.Count; i++)
        {
            var key = Key(_positions[i]);
            sums[key] = sums.GetValueOrDefault(key) + _normals[i];
        }

        for (var i = first; i < _positions.Count; i++)
        {
            var sum = sums[Key(_positions[i])];
            _normals[i] = sum.LengthSquared() > 0 ? Vector3.Normalize(sum) : Vector3.UnitZ;
        }
    }

    private static (int, int, int) Key(Vector3 p) => ((int)MathF.Round(p.X * 1e5f), (int)MathF.Round(p.Y * 1e5f), (int)MathF.Round(p.Z * 1e5f));
}
