using System.Text;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Tests.Data;

public sealed class CsvTableTests
{
    [Fact]
    public void Quotes_hold_commas_and_doubled_quotes_and_lines_may_differ_in_length()
    {
        var table = CsvTable.Parse("\uFEFFFile , yaw\r\n\"a, \"\"b\"\".jpg\",1\r\n\r\n  \r\nc.jpg\r\nd.jpg,2,3\n"u8);

        Assert.Equal(0, table.IndexOf("file"));
        Assert.Equal(1, table.IndexOf("none", "YAW"));
        Assert.False(table.Has("pitch"));
        Assert.Equal<string[]>([["a, \"b\".jpg", "1"], ["c.jpg"], ["d.jpg", "2", "3"]], table.Rows);
        Assert.Empty(CsvTable.Parse(""u8).Rows);
    }

    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("a, b.jpg")]
    [InlineData("say \"cheese\".jpg")]
    [InlineData("\"")]
    [InlineData(" ä 顔 ")]
    public void A_quoted_field_is_read_back(string field) =>
        Assert.Equal([field, "end"], CsvTable.Parse(Encoding.UTF8.GetBytes($"file,x\n{CsvTable.Quoted(field)},end\n")).Rows[0]);

    [Fact]
    public void A_quote_without_an_end_names_file_and_line()
    {
        var error = Assert.Throws<UserErrorException>(() => CsvTable.Parse("file,x\na.jpg,1\n\"b.jpg,2\nc.jpg,3\n"u8, "labels.csv"));
        Assert.StartsWith("labels.csv, line 3:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_lines_is_an_error_that_names_it()
    {
        var error = Assert.Throws<UserErrorException>(() => CsvTable.Parse(new byte[40_000_000], "labels.csv"));
        Assert.StartsWith("labels.csv", error.Message, StringComparison.Ordinal);
    }
}
