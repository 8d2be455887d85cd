using System.Runtime.ExceptionServices;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Tests.Distributed;

/// <summary>Threads in place of processes: what they exchange lies in memory that all of them see.</summary>
internal sealed class ThreadGroup : ProcessGroup
{
    private readonly Meeting _meeting;

    private ThreadGroup(int rank, Meeting meeting)
        : base(rank, meeting.Addresses.Length) => _meeting = meeting;

    /// <summary>Does the same in so many threads, and gives what came out by rank.</summary>
    public static T[] Run<T>(int count, Func<ProcessGroup, T> work)
    {
        var meeting = new Meeting(count);
        var (results, failures) = (new T[count], new Exception?[count]);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank => Guard.NewThread($"rank {rank}", () =>
        {
            using var group = new ThreadGroup(rank, meeting);
            results[rank] = work(group);
        }, e =>
        {
            failures[rank] = e;
            meeting.End.Cancel();
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failures.FirstOrDefault(failure => failure is not (null or OperationCanceledException)) is { } first) ExceptionDispatchInfo.Throw(first);
        return results;
    }

    protected override unsafe void SumAt(nint address, long count, NumberType type) => Meet(address, () =>
    {
        for (long i = 0; i < count; i++)
        {
            if (type == NumberType.Float32) Replace(_meeting.Addresses, i, _meeting.Addresses.Sum(at => ((float*)at)[i]));
            else if (type == NumberType.Float64) Replace(_meeting.Addresses, i, _meeting.Addresses.Sum(at => ((double*)at)[i]));
            else Replace(_meeting.Addresses, i, _meeting.Addresses.Sum(at => ((long*)at)[i]));
        }
    });

    protected override unsafe void BroadcastAt(nint address, long bytes) => Meet(address, () =>
    {
        foreach (var other in _meeting.Addresses[1..]) Buffer.MemoryCopy((void*)_meeting.Addresses[0], (void*)other, bytes, bytes);
    });

    private static unsafe void Replace<T>(nint[] addresses, long index, T value)
        where T : unmanaged
    {
        foreach (var address in addresses) ((T*)address)[index] = value;
    }

    /// <summary>One thread works while all others wait.</summary>
    private void Meet(nint address, Action work)
    {
        _meeting.Addresses[Rank] = address;
        _meeting.Barrier.SignalAndWait(_meeting.End.Token);
        if (IsFirst) work();
        _meeting.Barrier.SignalAndWait(_meeting.End.Token);
    }

    private sealed record Meeting(Barrier Barrier, nint[] Addresses, CancellationTokenSource End)
    {
        public Meeting(int count)
            : this(new Barrier(count), new nint[count], new CancellationTokenSource())
        {
        }
    }
}
