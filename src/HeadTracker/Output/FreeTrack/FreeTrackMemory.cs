using System.Buffers.Binary;
using HeadTracker.Geometry;

namespace HeadTracker.Output.FreeTrack;

/// <summary>
/// FreeTrack 2.0's block of memory, little-endian, 108 bytes: DataID, CamWidth, CamHeight (int32); yaw, pitch, roll (radians), x, y, z
/// (millimetres); the same six raw; eight floats of marker points; GameID, an eight-byte table, GameID2.
/// </summary>
/// <remarks>
/// Angles and places are <see cref="GameAxes"/>'s with yaw and pitch turned round, as opentrack writes them. DataID rises with
/// every pose: that is how a game knows of a new one. What belongs to the game (GameID and table) is left alone.
/// </remarks>
public static class FreeTrackMemory
{
    public const int Length = 108;

    /// <summary>The length of what the tracker writes; the game's part follows.</summary>
    public const int DataLength = 92;

    private const int PoseOffset = 12, RawOffset = 36;
    private const float RadiansPerDegree = MathF.PI / 180, MillimetresPerCentimetre = 10;

    /// <param name="memory">At least <see cref="DataLength"/> bytes.</param>
    /// <param name="number">The pose's number; games wait for it to change.</param>
    /// <param name="sent">The pose behind filter and response.</param>
    /// <param name="measured">As measured.</param>
    public static void Write(Span<byte> memory, int number, in HeadPose sent, in HeadPose measured)
    {
        BinaryPrimitives.WriteInt32LittleEndian(memory, number);
        WritePose(memory[PoseOffset..], GameAxes.From(sent));
        WritePose(memory[RawOffset..], GameAxes.From(measured));
    }

    /// <summary>The camera's size, which is written once.</summary>
    public static void WriteCamera(Span<byte> memory, int width, int height)
    {
        BinaryPrimitives.WriteInt32LittleEndian(memory[4..], width);
        BinaryPrimitives.WriteInt32LittleEndian(memory[8..], height);
    }

    private static void WritePose(Span<byte> place, in GameAxes pose)
    {
        ReadOnlySpan<float> values =
        [
            -(float)pose.Yaw * RadiansPerDegree, -(float)pose.Pitch * RadiansPerDegree, (float)pose.Roll * RadiansPerDegree,
            (float)pose.X * MillimetresPerCentimetre, (float)pose.Y * MillimetresPerCentimetre, (float)pose.Z * MillimetresPerCentimetre,
        ];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(place[(4 * i)..], values[i]);
    }
}
