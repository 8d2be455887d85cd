using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Geometry;
using HeadTracker.Output.FreeTrack;

namespace HeadTracker.Tests.Output.FreeTrack;

public class FreeTrackMemoryTests
{
    /// <summary>The block as a game declares it: FreeTrack 2.0's own structure, field by field.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private unsafe struct Heap
    {
        public int DataId, CamWidth, CamHeight;
        public float Yaw, Pitch, Roll, X, Y, Z;
        public float RawYaw, RawPitch, RawRoll, RawX, RawY, RawZ;
        public fixed float Points[8];
        public int GameId;
        public fixed byte Table[8];
        public int GameId2;
    }

    [Fact]
    public void The_block_has_the_length_of_the_structure() => Assert.Equal(FreeTrackMemory.Length, Marshal.SizeOf<Heap>());

    [Fact]
    public void A_game_reads_radians_millimetres_and_turned_signs()
    {
        // One turn at a time: each order of turns mixes them.
        Assert.Equal(-30 * MathF.PI / 180, Read(Pose(Vector3.UnitY, -30)).Yaw, 4);
        Assert.Equal(-20 * MathF.PI / 180, Read(Pose(Vector3.UnitX, -20)).Pitch, 4);
        Assert.Equal(10 * MathF.PI / 180, Read(Pose(Vector3.UnitZ, -10)).Roll, 4);

        var place = Read(Pose(Vector3.UnitX, 0, new Vector3(0.1f, 0.2f, -0.6f)));
        Assert.Equal((100, 200, 600), (MathF.Round(place.X), MathF.Round(place.Y), MathF.Round(place.Z)));
    }

    [Fact]
    public void Raw_values_are_the_measured_ones_and_the_number_tells_of_a_new_pose()
    {
        var memory = new byte[FreeTrackMemory.Length];
        FreeTrackMemory.WriteCamera(memory, 640, 480);
        FreeTrackMemory.Write(memory, 7, Pose(Vector3.UnitY, -30), Pose(Vector3.UnitY, -10));
        var heap = MemoryMarshal.Read<Heap>(memory);
        Assert.Equal((7, 640, 480), (heap.DataId, heap.CamWidth, heap.CamHeight));
        Assert.Equal(-30 * MathF.PI / 180, heap.Yaw, 4);
        Assert.Equal(-10 * MathF.PI / 180, heap.RawYaw, 4);
    }

    [Fact]
    public void The_games_part_is_left_alone()
    {
        var memory = Enumerable.Repeat((byte)0xAB, FreeTrackMemory.Length).ToArray();
        FreeTrackMemory.Write(memory, 1, Pose(Vector3.UnitY, 5), Pose(Vector3.UnitY, 5));
        Assert.All(memory[FreeTrackMemory.DataLength..], value => Assert.Equal(0xAB, value));
    }

    private static Heap Read(HeadPose pose)
    {
        var memory = new byte[FreeTrackMemory.Length];
        FreeTrackMemory.Write(memory, 1, pose, pose);
        return MemoryMarshal.Read<Heap>(memory);
    }

    private static HeadPose Pose(Vector3 axis, float degrees, Vector3? place = null) =>
        new(Quaternion.CreateFromAxisAngle(axis, degrees * MathF.PI / 180), place, default, 1);
}
