using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Fuzzing;

/// <summary>Damaged files of every kind that the program reads by itself, see <see cref="DamagedFiles"/>.</summary>
public sealed class UntrustedFilesTests
{
    public static TheoryData<string> Targets => [.. FuzzTarget.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_damaged_file_is_read_or_refused_in_one_sentence(string name)
    {
        var target = FuzzTarget.All[name];
        using var folder = new TestFolder();
        target.Prepare(folder);
        var fault = DamagedFiles.FirstFault(folder.PathOf(target.File), target.Read, 1.0 / FuzzTarget.All.Count);
        Assert.True(fault is null, fault);
    }

    /// <summary>Without this, all of the above could be refused for another reason than its damage.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void The_whole_file_is_read(string name)
    {
        var target = FuzzTarget.All[name];
        using var folder = new TestFolder();
        target.Prepare(folder);
        target.Read(folder.PathOf(target.File));
    }
}
