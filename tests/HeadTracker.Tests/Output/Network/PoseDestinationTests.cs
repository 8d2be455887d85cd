using System.Net;
using HeadTracker.Output.Network;

namespace HeadTracker.Tests.Output.Network;

public class PoseDestinationTests
{
    [Theory]
    [InlineData("opentrack", "127.0.0.1", 4242)]
    [InlineData("vmc", "127.0.0.1", 39539)]
    [InlineData("opentrack-osc", "127.0.0.1", 53101)]
    [InlineData("ifacialmocap://10.0.0.7", "10.0.0.7", 49983)]
    [InlineData("freetrack", "", 0)]
    [InlineData("json://studio.local:5000", "studio.local", 5000)]
    [InlineData("vmc://[::1]:7", "::1", 7)]
    [InlineData("vmc://[fe80::2]", "fe80::2", 39539)]
    [InlineData("vmc://fe80::2", "fe80::2", 39539)]
    public void Reads_protocol_host_and_port(string text, string host, int port)
    {
        var destination = PoseDestination.Parse(text);

        Assert.Equal((host, port), (destination.Host, destination.Port));
        Assert.Equal(destination, PoseDestination.Parse(destination.ToString()));
    }

    [Fact]
    public void Nothing_leaves_this_machine_unless_a_host_is_given() =>
        Assert.All(PoseDestination.Names.Select(PoseDestination.Parse),
            destination => Assert.True(destination.IsSharedMemory || IPAddress.IsLoopback(IPAddress.Parse(destination.Host))));

    [Theory]
    [InlineData("trackir", "no output 'trackir'")]
    [InlineData("freetrack://games.local", "without a host")]
    [InlineData("vmc://host:0", "no port")]
    [InlineData("vmc://host:70000", "no port")]
    [InlineData("vmc://host:-1", "no port")]
    [InlineData("vmc://:4242", "names no host")]
    [InlineData("json://0.0.0.0", "where receivers listen")]
    [InlineData("json://[::]:5000", "where receivers listen")]
    [InlineData("json://a b", "cannot be a host's name")]
    [InlineData("json://ann@studio.local", "cannot be a host's name")]
    public void Refuses_what_it_cannot_mean(string text, string says)
    {
        var error = Assert.Throws<UserErrorException>(() => PoseDestination.Parse(text));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_longer_than_any_is_one_short_sentence() =>
        Assert.InRange(Assert.Throws<UserErrorException>(() => PoseDestination.Parse($"json://{new string('a', 300)}")).Message.Length, 20, 150);
}
