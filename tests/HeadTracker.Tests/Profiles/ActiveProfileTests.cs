using System.Collections.Concurrent;
using HeadTracker.Filtering;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Profiles;

public sealed class ActiveProfileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly LiveSettings _live = new(TrackerSettings.Defaults);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_profile_takes_over_with_what_the_command_line_says_and_its_edits_count()
    {
        var (first, second) = (Make("first", 10), Make("second", 20));
        using var active = new ActiveProfile(first, _live, settings => settings with { Outputs = ["json"] }, _reports.Enqueue);

        active.Switch(second);

        Assert.Equal(second, active.Current);
        Assert.Equal((20, "json"), (_live.Current.Filter.PredictMs, _live.Current.Outputs.Single()));
        active.Keep(settings => settings with { Filter = new FilterOptions { PredictMs = 30 } });
        Assert.Equal((10, 30), (first.Load().Filter.PredictMs, second.Load().Filter.PredictMs));
        // What the command line says is no part of the file.
        Assert.Empty(second.Load().Outputs);
        second.Save(second.Load() with { Filter = new FilterOptions { PredictMs = 40 } });
        Assert.True(SpinWait.SpinUntil(() => _live.Current.Filter.PredictMs == 40, 10_000), string.Join("; ", _reports));
    }

    [Fact]
    public void What_cannot_be_gone_over_to_leaves_everything_as_it_is()
    {
        var first = Make("first", 10);
        using var active = new ActiveProfile(first, _live, settings => settings, _reports.Enqueue);
        active.HoldForWriting();
        Assert.Throws<UserErrorException>(() => active.Switch(Profile.Of(_folder.PathOf("missing.json"))));
        using (Make("taken", 20).Hold()) Assert.Throws<UserErrorException>(() => active.Switch(Profile.Of(_folder.PathOf("taken.json"))));
        Assert.Throws<UserErrorException>(() => active.SaveAs(Profile.Of(_folder.PathOf("taken.json"))));

        Assert.Equal(first, active.Current);
        Assert.Throws<UserErrorException>(first.Hold);
        active.Switch(Profile.Of(_folder.PathOf("taken.json")));
        first.Hold()!.Dispose();
    }

    [Fact]
    public void Without_a_profile_settings_are_kept_nowhere_until_they_are_saved_without_a_password()
    {
        using var active = new ActiveProfile(null, _live, settings => settings, _reports.Enqueue);
        active.Keep(settings => settings with { Camera = settings.Camera with { Source = "rtsp://ann:secret@door.local/1" } });
        Assert.Empty(_folder.Names);

        active.SaveAs(Profile.Of(_folder.PathOf("new.json")));

        Assert.Equal("rtsp://door.local/1", active.Current!.Load().Camera.Source);
        Assert.DoesNotContain("secret", File.ReadAllText(_folder.PathOf("new.json")), StringComparison.Ordinal);
    }

    private Profile Make(string name, double predict)
    {
        var profile = Profile.Of(_folder.PathOf(name + ".json"));
        profile.Save(TrackerSettings.Defaults with { Filter = new FilterOptions { PredictMs = predict } });
        return profile;
    }
}
