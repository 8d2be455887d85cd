using System.Numerics;
using HeadTracker.Synthesis.Gltf;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Tests;

namespace HeadTracker.Synthesis.Tests.Gltf;

public class MeshoptTests
{
    [Fact]
    public void A_vertex_stream_written_by_hand_decodes()
    {
        // Three vertices of four bytes, starting from 10 20 30 40. Per byte: one header byte (its low two bits say how the one
        // group of 16 is packed), then the group. Differences are zigzag: 2 is +1, 1 is -1.
        byte[] stream =
        [
            0xa0,
            0x00, // byte 0: no differences
            0x01, 0b10_01_00_00, 0, 0, 0, // byte 1: two bits each: +1, -1, 0 …
            0x02, 0x4f, 0, 0, 0, 0, 0, 0, 0, 200, // byte 2: four bits each: 4 is +2; 15 escapes to 200, which is +100
            0x03, 5, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // byte 3: whole bytes: -3, 0, +3
            .. new byte[28], 10, 20, 30, 40,
        ];
        byte[] expected = [10, 21, 32, 37, 10, 20, 132, 37, 10, 20, 132, 40];
        Assert.Equal(expected, MeshoptVertexDecoder.Decode(stream, 3, 4));
    }

    [Fact]
    public void A_triangle_list_written_by_hand_decodes()
    {
        byte[] stream =
        [
            0xe1,
            0xf0, // three new vertices, as the table's first entry says: 0 1 2
            0x00, // across the last edge (0 to 2), a new vertex: 0 2 3
            0x0f, // across the last edge (0 to 3), explicit: last + difference
            0x0e, // across the last edge (0 to 6), explicit code 14: last + 1
            12, // zigzag +6
            .. new byte[16],
        ];
        Assert.Equal([0, 1, 2, 0, 2, 3, 0, 3, 6, 0, 6, 7], MeshoptIndexDecoder.Decode(stream, 12));
    }

    [Fact]
    public void Octahedral_normals_unfold()
    {
        byte[] normals = [0, 0, 127, 9, 127, 0, 127, 0, 64, unchecked((byte)-63), 127, 0];
        MeshoptVertexDecoder.UnfilterOctahedral8(normals);
        Assert.Equal([0, 0, 127, 9, 127, 0, 0, 0], normals[..8]);
        Assert.InRange((sbyte)normals[8], 88, 92);
        Assert.InRange((sbyte)normals[9], -91, -87);
        Assert.Equal(0, (sbyte)normals[10]);
    }

    [Fact]
    public void Damaged_streams_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => MeshoptVertexDecoder.Decode([0xb0, .. new byte[40]], 1, 4));
        Assert.Throws<InvalidDataException>(() => MeshoptIndexDecoder.Decode([0xd1, .. new byte[40]], 3));
        Assert.Throws<InvalidDataException>(() => MeshoptIndexDecoder.Decode([0xe1, 0xff, .. new byte[16]], 3));
    }

    [SharedFact(TestScenes.Avatars)]
    public void A_real_avatar_decodes_to_a_person_of_human_size()
    {
        var avatar = ValidAvatar.Load(Directory.GetFiles(SharedData.PathOf(TestScenes.Avatars), "*.glb").Order(StringComparer.Ordinal).First());
        var body = avatar.Body;
        Assert.Equal(41792 * 3, body.Indices.Length);
        Assert.Equal(body.Positions.Length - 1, body.Indices.Max());
        Assert.Equal(body.Positions.Length, body.Indices.Distinct().Count());
        var height = body.Positions.Max(p => p.Y);
        Assert.InRange(body.Positions.Min(p => p.Y), -0.02f, 0.02f);
        Assert.InRange(height, 1.4f, 2.1f);
        Assert.InRange(avatar.Skeleton.PositionOf("Head").Y, height - 0.3f, height - 0.1f);
        Assert.InRange(body.Morphs.Count, 60, 65);

        // Opening the mouth moves the lower lip down and leaves the crown alone.
        var open = body.Morphs["MouthOpen"];
        Assert.True(open.Offsets.Min(o => o.Y) < -0.005f);
        Assert.All(open.Vertices, v => Assert.True(body.Positions[v].Y < height - 0.08f));
    }
}
