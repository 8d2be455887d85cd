namespace HeadTracker.Core.Tests;

/// <summary>Were a guard to let anything through, the process of the tests would end here.</summary>
public sealed class GuardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TaskCompletionSource<Exception> _told = new();

    [Fact]
    public async Task A_thread_that_throws_is_told_of()
    {
        Guard.NewThread("test", Throw, _told.SetResult).Start();
        Assert.Equal("now", (await _told.Task.WaitAsync(Patience)).Message);
    }

    [Fact]
    public async Task Work_of_the_pool_that_throws_is_told_of()
    {
        Guard.Queue(Throw, _told.SetResult);
        Assert.Equal("now", (await _told.Task.WaitAsync(Patience)).Message);
    }

    [Fact]
    public async Task A_timer_that_throws_is_told_of()
    {
        using var timer = Guard.NewTimer(Throw, TimeSpan.Zero, Timeout.InfiniteTimeSpan, _told.SetResult);
        Assert.Equal("now", (await _told.Task.WaitAsync(Patience)).Message);
    }

    [Fact]
    public async Task Asynchronous_work_that_throws_is_told_of_at_once_and_completes()
    {
        await Guard.Start(() => Task.FromException(new InvalidOperationException("now")), _told.SetResult).WaitAsync(Patience);
        Assert.True(_told.Task.IsCompleted);
    }

    [Fact]
    public void A_warning_that_cannot_be_given_is_dropped() => Guard.Run(Throw, _ => throw new InvalidOperationException("then"));

    [Fact]
    public void Errors_of_the_user_keep_their_sentence_and_others_become_one()
    {
        Assert.Equal("Do this.", Guard.Told(new UserErrorException("Do this.")));
        Assert.Equal("HeadTracker has a fault, please report it (InvalidOperationException: now).",
            Guard.Told(new InvalidOperationException("now.\nand then")));
    }

    private static void Throw() => throw new InvalidOperationException("now");
}
