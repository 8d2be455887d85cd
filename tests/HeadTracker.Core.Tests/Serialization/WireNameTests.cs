using System.Text.Json;
using HeadTracker.Attention;
using HeadTracker.Filtering;
using HeadTracker.Results;
using HeadTracker.Serialization;

namespace HeadTracker.Core.Tests.Serialization;

public class WireNameTests
{
    [Fact]
    public void Every_value_has_a_word_and_every_word_its_value()
    {
        Check<TrackingState>("searching", "tracking", "unsure", "lost");
        Check<GazeState>("calibrating", "forward", "away", "face-lost");
        Check<AttentionWarning>("long-distraction", "time-sharing", "advanced-distraction", "buffer-empty", "face-lost");
        Check<PoseFilterKind>("none", "one-euro", "accela", "kalman");

        static void Check<T>(params string[] words)
            where T : struct, Enum
        {
            Assert.Equal(words, WireName.All<T>());
            Assert.Equal(words, Enum.GetValues<T>().Select(WireName.Of));
            Assert.Equal(Enum.GetValues<T>().Cast<T?>(), words.Select(WireName.Parse<T>));
        }
    }

    [Fact]
    public void Settings_have_the_same_words() =>
        Assert.Equal(WireName.All<PoseFilterKind>().Select(word => $"\"{word}\""),
            Enum.GetValues<PoseFilterKind>().Select(kind => JsonSerializer.Serialize(kind)));

    [Theory]
    [InlineData("Lost")]
    [InlineData("no-signal")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_words_stand_for_nothing(string? word) => Assert.Null(WireName.Parse<TrackingState>(word));

    [Fact]
    public void An_enum_without_words_is_a_mistake_of_the_program() =>
        Assert.Throws<TypeInitializationException>(() => WireName.Of(DayOfWeek.Monday));
}
