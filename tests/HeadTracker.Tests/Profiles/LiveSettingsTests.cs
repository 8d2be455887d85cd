using HeadTracker.Filtering;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using Xunit;

namespace HeadTracker.Tests.Profiles;

public class LiveSettingsTests
{
    private readonly LiveSettings _live = new(TrackerSettings.Defaults);

    [Fact]
    public void A_change_is_told_once()
    {
        var told = new List<TrackerSettings>();
        _live.Changed += told.Add;
        _live.Change(settings => settings with { Filter = settings.Filter with { PredictMs = 40 } });
        _live.Change(settings => settings with { Filter = settings.Filter with { PredictMs = 40 } });
        Assert.Equal(40, Assert.Single(told).Filter.PredictMs);
        Assert.Same(told[0], _live.Current);
    }

    [Fact]
    public void Nonsense_leaves_the_old_settings()
    {
        var before = _live.Current;
        Assert.Throws<UserErrorException>(() => _live.Change(settings => settings with { Filter = settings.Filter with { PredictMs = 1000 } }));
        Assert.Throws<UserErrorException>(() => _live.Change(settings => settings with { Outputs = ["nowhere"] }));
        Assert.Same(before, _live.Current);
    }

    [Fact]
    public void Changes_from_many_threads_all_count()
    {
        Parallel.For(0, 100, _ => _live.Change(settings => settings with { Filter = settings.Filter with { PredictMs = settings.Filter.PredictMs + 1 } }));
        Assert.Equal(100, _live.Current.Filter.PredictMs);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var sum = 0.0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++) sum += _live.Current.Filter.PredictMs;
        }));
        Assert.Equal(0, sum);
    }
}
