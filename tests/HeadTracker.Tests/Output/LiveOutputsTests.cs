using System.Net;
using System.Net.Sockets;
using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Output;

public sealed class LiveOutputsTests : IDisposable
{
    private readonly UdpClient _one = new(new IPEndPoint(IPAddress.Loopback, 0)), _other = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly List<string> _reports = [];

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Outputs_come_and_go_while_poses_are_sent_and_one_that_stays_keeps_its_socket()
    {
        using var outputs = new LiveOutputs([To(_one)], _reports.Add);
        Write(outputs);
        var first = Receive(_one);

        outputs.Follow([To(_one), To(_other)]);
        Write(outputs);
        Assert.Equal(first.Port, Receive(_one).Port);
        Receive(_other);

        outputs.Follow([To(_other)]);
        Write(outputs);
        Receive(_other);
        Assert.False(_one.Client.Poll(100_000, SelectMode.SelectRead));

        outputs.Follow([]);
        Assert.False(outputs.HasAny);
        Write(outputs);
        Assert.False(_other.Client.Poll(100_000, SelectMode.SelectRead));
        Assert.Empty(_reports);
    }

    [Fact]
    public void One_that_cannot_be_opened_during_the_run_is_reported_and_the_rest_goes_on()
    {
        using var outputs = new LiveOutputs([To(_one)], _reports.Add);
        outputs.Follow([To(_one), "json://no-such-host.invalid"]);
        Assert.Contains("no-such-host.invalid", Assert.Single(_reports), StringComparison.Ordinal);
        Write(outputs);
        Receive(_one);
    }

    [Fact]
    public void Each_tells_how_much_it_sent_when_and_what_is_wrong()
    {
        using var outputs = new LiveOutputs([To(_one)], _reports.Add);
        Assert.Equal(new OutputState(To(_one), 0, null, null), Assert.Single(outputs.States));
        for (var i = 0; i < 3; i++) Write(outputs);
        var state = Assert.Single(outputs.States);
        Assert.Equal((3, null), (state.Sent, state.Problem));
        Assert.InRange(state.SecondsAgo!.Value, 0, 10);

        outputs.Follow([To(_one), "json://no-such-host.invalid"]);
        outputs.Follow([To(_one), "json://no-such-host.invalid", "opentrack"]);
        Assert.Equal([3, 0, 0], outputs.States.Select(one => one.Sent!.Value));
        Assert.Contains("There is no host", outputs.States[^1].Problem, StringComparison.Ordinal);
        // Said once, not with every change of the settings.
        Assert.Single(_reports);
        outputs.Follow([To(_one)]);
        Assert.Single(outputs.States);
    }

    [Fact]
    public void At_the_start_it_is_an_error() => Assert.Throws<UserErrorException>(() => new LiveOutputs(["json://no-such-host.invalid"], _reports.Add));

    private static string To(UdpClient receiver) => $"json://127.0.0.1:{((IPEndPoint)receiver.Client.LocalEndPoint!).Port}";

    private static IPEndPoint Receive(UdpClient receiver)
    {
        receiver.Client.ReceiveTimeout = 5000;
        var from = new IPEndPoint(IPAddress.Any, 0);
        receiver.Receive(ref from);
        return from;
    }

    private static void Write(LiveOutputs outputs)
    {
        var result = new TrackingResult();
        result.Faces.Add(new FacePose(1, default, 1, new HeadPose(new EulerAngles(5, 0, 0).ToRotation(), null, default, 1)));
        outputs.Write(result);
    }
}
