using System.IO.Pipes;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Sessions;

public class RecentreListenerTests
{
    [Fact]
    public async Task Callers_who_say_nothing_swallow_no_command()
    {
        using var heard = new SemaphoreSlim(0);
        var warnings = new List<string>();
        using var listener = new RecentreListener(() => heard.Release(), warnings.Add);
        var silent = new List<NamedPipeClientStream>();
        for (var i = 0; i < 4; i++)
        {
            silent.Add(Connect());
        }

        using (var caller = Connect()) caller.WriteByte((byte)'r');

        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(5)), "the command was not heard");
        Assert.Equal(0, heard.CurrentCount);
        foreach (var one in silent) await one.DisposeAsync();
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task Nonsense_and_callers_who_leave_at_once_are_passed_over()
    {
        using var heard = new SemaphoreSlim(0);
        using var listener = new RecentreListener(() => heard.Release(), sentence => Assert.Fail(sentence));
        using (var other = Connect()) other.WriteByte((byte)'x');
        await Connect().DisposeAsync();
        for (var i = 0; i < 3; i++)
        {
            using (var caller = Connect()) caller.WriteByte((byte)'r');
            Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(5)), $"command {i} was not heard");
        }

        Assert.Equal(0, heard.CurrentCount);
    }

    [Fact]
    public async Task What_a_dead_tracker_of_the_same_number_left_is_in_nobody_s_way()
    {
        if (OperatingSystem.IsWindows()) return;
        // In containers every start has the same number.
        await File.WriteAllBytesAsync(RecentrePipes.Own, []);
        using var heard = new SemaphoreSlim(0);
        using (new RecentreListener(() => heard.Release(), sentence => Assert.Fail(sentence)))
        {
            using (var caller = Connect()) caller.WriteByte((byte)'r');
            Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(5)), "the command was not heard");
        }

        Assert.False(File.Exists(RecentrePipes.Own));
    }

    private static NamedPipeClientStream Connect()
    {
        var pipe = new NamedPipeClientStream(".", RecentrePipes.Own, PipeDirection.Out, PipeOptions.CurrentUserOnly);
        pipe.Connect(5000);
        return pipe;
    }
}
