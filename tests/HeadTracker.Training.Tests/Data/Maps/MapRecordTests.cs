using HeadTracker.Tests.Fuzzing;
using HeadTracker.Training.Data.Maps;

namespace HeadTracker.Training.Tests.Data.Maps;

/// <summary>Checksums meet damage first; what has a right checksum and is wrong all the same is refused too.</summary>
public sealed class MapRecordTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_damaged_record_is_read_or_refused_with_a_reason(int example)
    {
        string[] scenes = ["park", "lobby"];
        var whole = MapRecord.Encode(ExampleMaps.Make(4, 8)[example], 8, 1);
        Assert.Equal("lobby", MapRecord.Decode(whole, 8, scenes).Scene);
        var refused = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            try
            {
                var maps = MapRecord.Decode(Mutator.Mutate(whole, seed), 8, scenes);
                Assert.Equal(64, maps.Parts?.Length ?? 64);
            }
            catch (InvalidDataException e)
            {
                Assert.Matches("^(has no valid|is of the wrong)", e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2999);
    }

    [Fact]
    public void Maps_of_another_size_are_not_written() =>
        Assert.Throws<ArgumentException>(() => MapRecord.Encode(ExampleMaps.Make(1, 8)[0], 9, 0));
}
