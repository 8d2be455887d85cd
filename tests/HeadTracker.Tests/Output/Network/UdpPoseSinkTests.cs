using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using HeadTracker.Attention;
using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Output.Network;
using HeadTracker.Results;
using HeadTracker.Tests.Output.Protocols;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Output.Network;

public sealed class UdpPoseSinkTests
{
    private readonly List<string> _reports = [];

    private static TrackingResult ResultWith(params HeadPose[] recentred)
    {
        var result = new TrackingResult();
        foreach (var pose in recentred) result.Faces.Add(new FacePose(1, default, 1, default, default, pose));
        return result;
    }

    private static HeadPose Pose(float yaw) => new(new EulerAngles(yaw, 5, -3).ToRotation(), new Vector3(0.1f, 0, -0.6f), TimeSpan.FromSeconds(2), 0.75f);

    [Fact]
    public void A_receiver_gets_the_first_faces_recentred_pose()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        receiver.Client.ReceiveTimeout = 5000;
        var port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        using var sink = new UdpPoseSink(new("json", "localhost", port), _reports.Add);

        var result = ResultWith(Pose(20), Pose(-40));
        sink.Write(result);

        var from = new IPEndPoint(IPAddress.Any, 0);
        using var received = JsonDocument.Parse(receiver.Receive(ref from));
        Assert.Equal(20, received.RootElement.GetProperty("yaw").GetDouble(), 2);
        Assert.Equal(5, received.RootElement.GetProperty("pitch").GetDouble(), 2);
        Assert.Equal(0.75, received.RootElement.GetProperty("confidence").GetDouble(), 5);
        Assert.Equal(4, received.RootElement.GetProperty("quaternion").GetArrayLength());
        Assert.Empty(_reports);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void An_unsure_face_is_sent_only_when_asked_for(bool asked, int datagrams)
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var sink = new UdpPoseSink(new("opentrack", "127.0.0.1", ((IPEndPoint)receiver.Client.LocalEndPoint!).Port), _reports.Add);
        var result = new TrackingResult { SendsUnsure = asked };
        result.Faces.Add(new FacePose(1, default, 0.6f, Pose(20)) { IsSure = false });
        sink.Write(result);
        Assert.Equal(datagrams * 48, receiver.Available);
    }

    [Fact]
    public void What_is_sent_went_through_the_response()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        receiver.Client.ReceiveTimeout = 5000;
        using var sink = new UdpPoseSink(new("json", "127.0.0.1", ((IPEndPoint)receiver.Client.LocalEndPoint!).Port), _reports.Add);
        var result = new TrackingResult();
        result.Faces.Add(new FacePose(1, default, 1, default, default, Pose(20)) { Output = Pose(60) });
        sink.Write(result);

        var from = new IPEndPoint(IPAddress.Any, 0);
        using var received = JsonDocument.Parse(receiver.Receive(ref from));
        Assert.Equal(60, received.RootElement.GetProperty("yaw").GetDouble(), 2);
    }

    [Fact]
    public void A_warning_is_a_datagram_of_its_own_even_without_a_face()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        receiver.Client.ReceiveTimeout = 5000;
        var port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        var result = ResultWith();
        result.AttentionEvents.Add(new AttentionEvent(AttentionWarning.FaceLost, true, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(7.5)));
        var from = new IPEndPoint(IPAddress.Any, 0);

        using (var json = new UdpPoseSink(new("json", "127.0.0.1", port), _reports.Add)) json.Write(result);
        Assert.Equal("""{"time":9,"warning":"face-lost","raised":true,"since":7.5}""", Encoding.UTF8.GetString(receiver.Receive(ref from)));

        using (var vmc = new UdpPoseSink(new("vmc", "127.0.0.1", port), _reports.Add)) vmc.Write(result);
        var message = Osc.Message(receiver.Receive(ref from));
        Assert.Equal("/headtracker/attention", message.Address);
        Assert.Equal(["face-lost", 1, 1.5f], message.Values);

        // Six numbers have no room for words.
        using (var opentrack = new UdpPoseSink(new("opentrack", "127.0.0.1", port), _reports.Add)) opentrack.Write(result);
        Assert.False(receiver.Client.Poll(100_000, SelectMode.SelectRead));
    }

    [Fact]
    public void A_lost_face_sends_nothing()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var sink = new UdpPoseSink(new("opentrack", "127.0.0.1", ((IPEndPoint)receiver.Client.LocalEndPoint!).Port), _reports.Add);
        var result = ResultWith();
        sink.Write(result);

        Assert.False(receiver.Client.Poll(200_000, SelectMode.SelectRead));
    }

    [Fact]
    public void A_receiver_that_vanishes_and_comes_back_is_one_report_each()
    {
        int port;
        using (var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0))) port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        var clock = new ManualClock();
        using var sink = new UdpPoseSink(new("opentrack", "127.0.0.1", port), _reports.Add, clock);
        var result = ResultWith(Pose(0));

        for (var i = 0; i < 200 && _reports.Count < 2; i++)
        {
            sink.Write(result);
            Thread.Sleep(1);
        }

        Assert.Contains("Nobody listens", Assert.Single(_reports), StringComparison.Ordinal);

        using var returned = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
        for (var i = 0; i < 200; i++)
        {
            sink.Write(result);
            clock.Advance(TimeSpan.FromSeconds(1 / 30.0));
        }

        Assert.Equal(2, _reports.Count);
        Assert.Contains("again", _reports[1], StringComparison.Ordinal);
    }

    /// <summary>Over a network the system tells of one refused datagram in a second, or of a host that is away every three.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_receiver_that_was_never_there_is_one_report_however_seldom_it_is_refused(int seconds)
    {
        var clock = new ManualClock();
        using var limited = new RareRefusals();
        using var sink = new UdpPoseSink(new("opentrack", "127.0.0.1", limited.Port), _reports.Add, clock);
        var result = ResultWith(Pose(0));
        for (var i = 0; i < 30 * 20; i++)
        {
            limited.Refuse(i % (30 * seconds) == 0);
            sink.Write(result);
            // The refusal shows with the next datagram.
            if (i % (30 * seconds) == 0) Thread.Sleep(2);
            clock.Advance(TimeSpan.FromSeconds(1 / 30.0));
        }

        Assert.Contains("Nobody listens", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void While_nothing_is_sent_nobody_comes_back()
    {
        var clock = new ManualClock();
        using var limited = new RareRefusals();
        using var sink = new UdpPoseSink(new("opentrack", "127.0.0.1", limited.Port), _reports.Add, clock);
        var result = ResultWith(Pose(0));
        for (var i = 0; i < 200 && _reports.Count == 0; i++)
        {
            sink.Write(result);
            Thread.Sleep(1);
        }

        limited.Refuse(false);
        for (var i = 0; i < 5; i++)
        {
            sink.Write(result);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(_reports);
    }

    [Fact]
    public void Localhost_is_where_receivers_of_IPv4_listen()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Any, 0));
        receiver.Client.ReceiveTimeout = 5000;
        using var sink = new UdpPoseSink(new("json", "LocalHost", ((IPEndPoint)receiver.Client.LocalEndPoint!).Port), _reports.Add);
        sink.Write(ResultWith(Pose(20)));
        var from = new IPEndPoint(IPAddress.Any, 0);
        Assert.NotEmpty(receiver.Receive(ref from));
        Assert.Equal(IPAddress.Loopback, from.Address);
    }

    [Fact]
    public void Everyone_can_be_sent_to()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Any, 0));
        receiver.Client.ReceiveTimeout = 5000;
        using var sink = new UdpPoseSink(new("json", "127.255.255.255", ((IPEndPoint)receiver.Client.LocalEndPoint!).Port), _reports.Add);
        sink.Write(ResultWith(Pose(20)));
        var from = new IPEndPoint(IPAddress.Any, 0);
        Assert.NotEmpty(receiver.Receive(ref from));
        Assert.Empty(_reports);
    }

    [Fact]
    public void Sending_allocates_nothing()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var sink = new UdpPoseSink(new("json", "127.0.0.1", ((IPEndPoint)receiver.Client.LocalEndPoint!).Port), _reports.Add);
        var result = ResultWith(Pose(10));
        for (var i = 0; i < 100; i++) sink.Write(result);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 200; i++) sink.Write(result);
        }));
    }

    [Fact]
    public void An_unknown_host_is_said_at_once()
    {
        var error = Assert.Throws<UserErrorException>(() => new UdpPoseSink(new("vmc", "no-such-host.invalid", 1), _reports.Add));

        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }

    /// <summary>A port at which nobody listens, but of which that is told only now and then.</summary>
    private sealed class RareRefusals : IDisposable
    {
        private UdpClient? _silent = new(new IPEndPoint(IPAddress.Loopback, 0));

        public RareRefusals()
        {
            Port = ((IPEndPoint)_silent!.Client.LocalEndPoint!).Port;
            Refuse(true);
        }

        public int Port { get; }

        public void Refuse(bool refuses)
        {
            if (refuses == _silent is null) return;
            _silent?.Dispose();
            _silent = refuses ? null : new UdpClient(new IPEndPoint(IPAddress.Loopback, Port));
        }

        public void Dispose() => _silent?.Dispose();
    }
}
