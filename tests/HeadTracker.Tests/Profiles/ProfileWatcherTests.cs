using System.Collections.Concurrent;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Profiles;

public sealed class ProfileWatcherTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly Profile _profile;
    private readonly LiveSettings _live = new(TrackerSettings.Defaults);

    public ProfileWatcherTests()
    {
        _profile = Profile.Of(_folder.PathOf("games.json"));
        _profile.Save(TrackerSettings.Defaults);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_edit_counts_and_the_command_line_stays_above_it()
    {
        using var watcher = new ProfileWatcher(_profile, _live, settings => settings with { Outputs = ["json"] }, _reports.Enqueue);
        Edit("""{"filter":{"predictMs":35},"outputs":["vmc"]}""");
        WaitForReports(1);
        Assert.Equal(35, _live.Current.Filter.PredictMs);
        Assert.Equal(["json"], _live.Current.Outputs);
    }

    [Fact]
    public void Nonsense_is_one_report_and_the_old_values_stay_until_it_is_mended()
    {
        using var watcher = new ProfileWatcher(_profile, _live, settings => settings, _reports.Enqueue);
        Edit("""{"filter":{"predictMs":20}}""");
        WaitForReports(1);
        Edit("""{"filter":{"predictMs":"fast"}}""");
        WaitForReports(2);
        Thread.Sleep(4 * ProfileWatcher.Interval);
        Assert.Equal(2, _reports.Count);
        Assert.Contains("games.json: 'filter.predictMs' takes a number", _reports.Last(), StringComparison.Ordinal);
        Assert.Equal(20, _live.Current.Filter.PredictMs);

        Edit("""{"filter":{"predictMs":25}}""");
        WaitForReports(3);
        Assert.Equal(25, _live.Current.Filter.PredictMs);
    }

    /// <summary>Each of these once ended the process.</summary>
    [Fact]
    public void Whatever_an_edit_holds_is_one_report_and_the_next_edit_counts()
    {
        using var watcher = new ProfileWatcher(_profile, _live, settings => settings, _reports.Enqueue);
        string[] edits = ["""{"\ud800":1}""", """{"camera":{"source":"\ud800"}}""", $$"""{"outputs":["json://{{new string('a', 300)}}"]}"""];
        for (var i = 0; i < edits.Length; i++)
        {
            Edit(edits[i]);
            WaitForReports(i + 1);
            Assert.EndsWith("until then the old settings hold.", _reports.Last(), StringComparison.Ordinal);
        }

        Edit("""{"filter":{"predictMs":25}}""");
        WaitForReports(edits.Length + 1);
        Assert.Equal(25, _live.Current.Filter.PredictMs);
    }

    [Fact]
    public void A_fault_of_what_follows_the_settings_is_one_report()
    {
        _live.Changed += settings => throw new InvalidOperationException("no more");
        using var watcher = new ProfileWatcher(_profile, _live, settings => settings, _reports.Enqueue);
        Edit("""{"filter":{"predictMs":25}}""");
        WaitForReports(1);
        Assert.Contains("HeadTracker has a fault, please report it (InvalidOperationException: no more)", _reports.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_replaced_or_gone_for_a_while_is_followed()
    {
        using var watcher = new ProfileWatcher(_profile, _live, settings => settings, _reports.Enqueue);
        File.Delete(_profile.Path);
        Thread.Sleep(3 * ProfileWatcher.Interval);
        Assert.Empty(_reports);
        File.WriteAllText(_folder.PathOf("new"), """{"recentre":{"afterLossSeconds":3}}""");
        File.Move(_folder.PathOf("new"), _profile.Path);
        WaitForReports(1);
        Assert.Equal(3, _live.Current.Recentre.AfterLossSeconds);
    }

    private void Edit(string json) => File.WriteAllText(_profile.Path, json);

    private void WaitForReports(int count) => Assert.True(SpinWait.SpinUntil(() => _reports.Count >= count, 20_000), "the edit was not seen");
}
