using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Training.Data.Maps;

/// <summary>One sample's record as it is before compression; see <see cref="MapFormat"/>.</summary>
internal static class MapRecord
{
    public const int FactsLength = LandmarksAt + 8 * LandmarkBox.PointCount;

    /// <summary>Bytes per cell of all maps.</summary>
    public const int CellLength = DenseLength + 1;

    private const int DenseLength = 6;
    private const int Dense = 1, WithLandmarks = 2, WithVisible = 4, WithMotion = 8;
    private const int SceneAt = 4, SizeAt = 8, SetAt = 12, KnownAt = 20, VisibleAt = 28, LandmarksAt = 40;

    /// <summary>Pixels; no landmark lies farther out of a stored image.</summary>
    private const float FarthestLandmark = 1 << 20;

    public static byte[] Encode(FaceMaps maps, int side, int scene)
    {
        var cells = maps.Parts is null ? 0 : side * side;
        if (maps.Parts is { } given && (given.Length != cells || maps.Depth.Length != cells || maps.Normals.Length != 3 * cells))
            throw new ArgumentException($"These are no maps of {side} cells a side.", nameof(maps));
        if (maps.Motion is { } moves && moves.Length != side * side) throw new ArgumentException($"This is no motion of {side} cells a side.", nameof(maps));
        var motion = FactsLength + DenseLength * cells;
        var bytes = new byte[motion + (maps.Motion?.Length ?? 0)];
        var flags = (maps.Parts is null ? 0 : Dense) | (maps.Landmarks is null ? 0 : WithLandmarks) | (maps.Visible is null ? 0 : WithVisible)
            | (maps.Motion is null ? 0 : WithMotion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, flags);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SceneAt), scene);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(SizeAt), maps.FaceSize);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SetAt), maps.Attributes.Set);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(KnownAt), maps.Attributes.Known);
        for (var i = 0; i < LandmarkBox.PointCount; i++)
        {
            if (maps.Visible?[i] == true) bytes[VisibleAt + i / 8] |= (byte)(1 << i % 8);
            if (maps.Landmarks is not { } points) continue;
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(LandmarksAt + 8 * i), points[i].X);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(LandmarksAt + 8 * i + 4), points[i].Y);
        }

        MemoryMarshal.AsBytes(maps.Motion.AsSpan()).CopyTo(bytes.AsSpan(motion));
        if (maps.Parts is not { } parts) return bytes;
        MemoryMarshal.AsBytes(parts.AsSpan()).CopyTo(bytes.AsSpan(FactsLength));
        var low = bytes.AsSpan(FactsLength + cells, cells);
        var high = bytes.AsSpan(FactsLength + 2 * cells, cells);
        var normals = bytes.AsSpan(FactsLength + 3 * cells, 3 * cells);
        for (var i = 0; i < cells; i++)
        {
            // Neighbours are nearly alike, so that their differences pack into less.
            var step = (ushort)(maps.Depth[i] - (i % side == 0 ? 0 : maps.Depth[i - 1]));
            (low[i], high[i]) = ((byte)step, (byte)(step >> 8));
            for (var at = i; at < 3 * cells; at += cells) normals[at] = (byte)(maps.Normals[at] - (i % side == 0 ? 0 : maps.Normals[at - 1]));
        }

        return bytes;
    }

    /// <param name="bytes">A whole record.</param>
    /// <param name="side">The header's.</param>
    /// <param name="scenes">The header's.</param>
    /// <exception cref="InvalidDataException">A value is none that a writer gives; the message says which.</exception>
    public static FaceMaps Decode(ReadOnlySpan<byte> bytes, int side, IReadOnlyList<string> scenes)
    {
        var cells = side * side;
        var flags = bytes.Length < FactsLength ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var dense = (flags & Dense) != 0;
        var motion = FactsLength + (dense ? DenseLength * cells : 0);
        if (bytes.Length != motion + ((flags & WithMotion) != 0 ? cells : 0)) throw new InvalidDataException("is of the wrong length");
        var scene = BinaryPrimitives.ReadInt32LittleEndian(bytes[SceneAt..]);
        var size = BinaryPrimitives.ReadSingleLittleEndian(bytes[SizeAt..]);
        var attributes = new FaceAttributes(BinaryPrimitives.ReadUInt64LittleEndian(bytes[SetAt..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[KnownAt..]));
        if (scene < -1 || scene >= scenes.Count) throw new InvalidDataException("has no valid scene");
        if (dense ? !(size > 0 && float.IsFinite(size)) : size != 0) throw new InvalidDataException("has no valid face size");
        if ((attributes.Set & ~attributes.Known) != 0 || attributes.Known >> FaceAttributes.Count != 0)
            throw new InvalidDataException("has no valid attributes");
        var facts = new FaceMaps
        {
            FaceSize = size,
            Scene = scene < 0 ? "" : scenes[scene],
            Attributes = attributes,
            Landmarks = (flags & WithLandmarks) == 0 ? null : LandmarksOf(bytes),
            Visible = (flags & WithVisible) == 0 ? null : VisibleOf(bytes[VisibleAt..]),
            Motion = (flags & WithMotion) == 0 ? null : MotionOf(bytes[motion..]),
        };
        if (!dense) return facts;
        var parts = MemoryMarshal.Cast<byte, FacePart>(bytes.Slice(FactsLength, cells)).ToArray();
        if (parts.Any(part => (int)part >= FaceParts.Count && part != FaceParts.Unknown)) throw new InvalidDataException("has no valid parts");
        return facts with
        {
            Parts = parts,
            Depth = DepthOf(bytes.Slice(FactsLength + cells, cells), bytes.Slice(FactsLength + 2 * cells, cells), side),
            Normals = NormalsOf(bytes.Slice(FactsLength + 3 * cells, 3 * cells), side),
        };
    }

    private static Vector2[] LandmarksOf(ReadOnlySpan<byte> bytes)
    {
        var points = MemoryMarshal.Cast<byte, Vector2>(bytes.Slice(LandmarksAt, 8 * LandmarkBox.PointCount)).ToArray();
        return points.All(point => MathF.Abs(point.X) + MathF.Abs(point.Y) < FarthestLandmark)
            ? points : throw new InvalidDataException("has no valid landmarks");
    }

    private static bool[] VisibleOf(ReadOnlySpan<byte> bits)
    {
        var visible = new bool[LandmarkBox.PointCount];
        for (var i = 0; i < visible.Length; i++) visible[i] = (bits[i / 8] >> i % 8 & 1) != 0;
        return visible;
    }

    private static sbyte[] MotionOf(ReadOnlySpan<byte> cells)
    {
        var motion = MemoryMarshal.Cast<byte, sbyte>(cells).ToArray();
        return motion.All(cell => cell is >= -1 and <= 1) ? motion : throw new InvalidDataException("has no valid motion");
    }

    private static short[] DepthOf(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, int side)
    {
        var depth = new short[low.Length];
        for (var i = 0; i < depth.Length; i++) depth[i] = (short)((low[i] | high[i] << 8) + (i % side == 0 ? 0 : depth[i - 1]));
        return depth;
    }

    private static sbyte[] NormalsOf(ReadOnlySpan<byte> differences, int side)
    {
        var normals = new sbyte[differences.Length];
        // Planes are whole numbers of rows.
        for (var i = 0; i < normals.Length; i++) normals[i] = (sbyte)(differences[i] + (i % side == 0 ? 0 : normals[i - 1]));
        return normals;
    }
}
