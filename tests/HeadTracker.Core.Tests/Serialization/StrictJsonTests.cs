using System.Text.Json;
using HeadTracker.Serialization;

namespace HeadTracker.Core.Tests.Serialization;

public class StrictJsonTests
{
    [Fact]
    public void Whole_letters_are_read_however_they_are_written()
    {
        var json = StrictJson.Parse("""{"\ud83d\ude42":"\u00e4","b":[1,null]}""")!.AsObject();
        Assert.Equal("ä", (string?)json["🙂"]);
        Assert.Null(StrictJson.Parse("null"));
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":{"b":["\udc00"]}}""")]
    [InlineData("""{"a":"\ud800x"}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":""")]
    [InlineData("")]
    public void Other_texts_are_no_JSON(string json) => Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(json));

    [Fact]
    public void Half_a_letter_is_said_with_its_line() =>
        Assert.Equal(2, Assert.ThrowsAny<JsonException>(() => StrictJson.Parse("{\n\"a\":1,\n\"b\":\"\\ud800\"}")).LineNumber);
}
