using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using HeadTracker.Geometry;
using HeadTracker.Output.Protocols;

namespace HeadTracker.Tests.Output.Protocols;

/// <summary>Each datagram is read back by a decoder written from the protocol's description alone.</summary>
public class PoseProtocolTests
{
    private static HeadPose Pose(Vector3 axis, float degrees, Vector3? place = null) =>
        new(Quaternion.CreateFromAxisAngle(axis, degrees * MathF.PI / 180), place, TimeSpan.FromSeconds(12.5), 1);

    /// <summary>The face turned 30° to image left: to the person's own right.</summary>
    private static readonly HeadPose TurnedRight = Pose(Vector3.UnitY, -30);
    private static readonly HeadPose LookingUp = Pose(Vector3.UnitX, -20);

    /// <summary>The top of the head tilted towards image right.</summary>
    private static readonly HeadPose Tilted = Pose(Vector3.UnitZ, -10);

    private static double[] Opentrack(HeadPose pose)
    {
        var bytes = new byte[IPoseProtocol.LongestDatagram];
        Assert.Equal(48, new OpentrackUdp().Encode(pose, bytes));
        return [.. Enumerable.Range(0, 6).Select(i => BitConverter.ToDouble(bytes, 8 * i))];
    }

    [Fact]
    public void Opentrack_has_yaw_right_pitch_up_and_centimetres()
    {
        Assert.Equal(30, Opentrack(TurnedRight)[3], 3);
        Assert.Equal(20, Opentrack(LookingUp)[4], 3);
        Assert.Equal(10, Opentrack(Tilted)[5], 3);

        var place = Opentrack(Pose(Vector3.UnitX, 0, new Vector3(0.1f, 0.2f, -0.6f)));
        Assert.Equal([10, 20, 60], place[..3].Select(v => Math.Round(v, 3)));
    }

    [Fact]
    public void Opentrack_angles_make_the_rotation_again_in_its_own_order()
    {
        var random = new Random(5);
        float Next(float range) => (float)(random.NextDouble() * 2 - 1) * range;
        for (var i = 0; i < 200; i++)
        {
            var rotation = new EulerAngles(Next(80), Next(60), Next(60)).ToRotation();
            var values = Opentrack(new HeadPose(rotation, null, default, 1));

            // Matrices written out: R = Ry(-yaw)·Rx(-pitch)·Rz(-roll), column vectors; Matrix4x4 holds rows, hence the order.
            const double radians = Math.PI / 180;
            var matrix = Matrix4x4.CreateRotationZ((float)(-values[5] * radians))
                * Matrix4x4.CreateRotationX((float)(-values[4] * radians))
                * Matrix4x4.CreateRotationY((float)(-values[3] * radians));
            Assert.True(Rotations.AngleBetween(rotation, Quaternion.CreateFromRotationMatrix(matrix)) < 0.02f);
        }
    }

    [Fact]
    public void FaceTrackNoIR_gets_a_frame_number_that_counts()
    {
        var bytes = new byte[IPoseProtocol.LongestDatagram];
        var protocol = new OpentrackUdp(withFrameNumber: true);

        Assert.Equal(52, protocol.Encode(Tilted, bytes));
        Assert.Equal(1u, BitConverter.ToUInt32(bytes, 48));
        protocol.Encode(Tilted, bytes);
        Assert.Equal(2u, BitConverter.ToUInt32(bytes, 48));
    }

    [Fact]
    public void Vmc_is_a_bundle_with_the_heads_rotation_in_unitys_frame()
    {
        var bytes = new byte[IPoseProtocol.LongestDatagram];
        var length = new VmcProtocol().Encode(TurnedRight, bytes);

        var messages = Osc.Bundle(bytes.AsSpan(0, length));

        Assert.Equal(["/VMC/Ext/OK", "/VMC/Ext/T", "/VMC/Ext/Bone/Pos"], messages.Select(m => m.Address));
        Assert.Equal(1, messages[0].Values[0]);
        Assert.Equal(12.5f, messages[1].Values[0]);
        var bone = messages[2].Values;
        Assert.Equal("Head", bone[0]);
        // A turn to the right is positive about y in Unity.
        var half = 15 * MathF.PI / 180;
        Assert.Equal([0, 0, 0, 0, MathF.Sin(half), 0, MathF.Cos(half)], bone[1..].Select(v => MathF.Round((float)v, 6)), (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    [Fact]
    public void Vmc_mirrors_pitch_and_roll_into_unitys_frame()
    {
        float[] Rotation(HeadPose pose)
        {
            var bytes = new byte[IPoseProtocol.LongestDatagram];
            var length = new VmcProtocol().Encode(pose, bytes);
            return [.. Osc.Bundle(bytes.AsSpan(0, length))[2].Values[4..].Select(v => (float)v)];
        }

        // Unity: positive about x looks down; positive about z (which points ahead) tilts the head to its left.
        Assert.True(Rotation(LookingUp)[0] < 0);
        Assert.True(Rotation(Tilted)[2] > 0);
    }

    [Fact]
    public void Opentrack_osc_is_the_documented_product_of_quaternions()
    {
        var bytes = new byte[IPoseProtocol.LongestDatagram];
        var pose = new HeadPose(new EulerAngles(25, -15, 8).ToRotation(), null, default, 1);
        var length = new OpentrackOsc().Encode(pose, bytes);
        var values = Opentrack(pose);

        var message = Osc.Message(bytes.AsSpan(0, length));

        Assert.Equal("/bridge/quat", message.Address);
        var q = message.Values.Select(v => (float)v).ToArray();
        const float radians = MathF.PI / 180;
        var expected = Quaternion.CreateFromYawPitchRoll((float)values[3] * radians, (float)values[4] * radians, (float)-values[5] * radians);
        Assert.True(Rotations.AngleBetween(expected, new Quaternion(q[1], q[2], q[3], q[0])) < 0.05f);
    }

    [Fact]
    public void IFacialMocap_is_text_in_any_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            var bytes = new byte[IPoseProtocol.LongestDatagram];
            var length = new IFacialMocapText().Encode(Pose(Vector3.UnitY, -30, new Vector3(0.1f, 0, -0.5f)), bytes);
            var text = Encoding.UTF8.GetString(bytes, 0, length);

            Assert.StartsWith("=head#", text, StringComparison.Ordinal);
            Assert.EndsWith("|", text, StringComparison.Ordinal);
            var numbers = text[6..^1].Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(6, numbers.Length);
            Assert.Equal(30, numbers[1], 2);
            Assert.Equal([-0.1, 0, -0.5], numbers[3..].Select(n => Math.Round(n, 4)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void No_protocol_allocates()
    {
        IPoseProtocol[] protocols = [new OpentrackUdp(), new VmcProtocol(), new OpentrackOsc(), new IFacialMocapText()];
        var bytes = new byte[IPoseProtocol.LongestDatagram];
        foreach (var protocol in protocols)
        {
            for (var i = 0; i < 3; i++) protocol.Encode(TurnedRight, bytes);
            var allocated = Allocations.Of(() =>
            {
                for (var i = 0; i < 100; i++) protocol.Encode(TurnedRight, bytes);
            });
            Assert.True(allocated == 0, $"{protocol.GetType().Name} allocated {allocated} bytes in 100 poses");
        }
    }
}
