using HeadTracker.Training.Commands;

namespace HeadTracker.Training.Tests.Commands;

/// <summary>The help of every verb of training.</summary>
public class HelpTests
{
    [Fact]
    public void Every_help_page_fits_80_columns()
    {
        foreach (var verb in TrainCommandLine.NewRoot().Subcommands.Select(verb => verb.Name).Prepend(""))
        {
            var help = HelpOf([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.Contains("Usage: ./headtracker train", help, StringComparison.Ordinal);
            Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 80, $"{verb}: {line}"));
        }
    }

    private static string HelpOf(string[] arguments)
    {
        using var output = new StringWriter();
        var (before, error) = (Console.Out, Console.Error);
        Console.SetOut(output);
        try
        {
            Assert.Equal(0, TrainCommandLine.Run(arguments));
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(error);
        }

        return output.ToString();
    }
}
