using System.CommandLine;
using System.Globalization;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Commands;

/// <summary><c>train costs FILE</c>: parameters and multiply-adds of the networks that multi-task stages would train.</summary>
internal static class CostsCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An experiment file with stages of kind multiTask." };
        var command = new Command("costs", "Count the parameters and multiply-adds of multi-task networks.") { file };
        command.SetAction(parse =>
        {
            var experiment = ExperimentFile.Read(parse.GetRequiredValue(file));
            var costs = NetworkCost.Of(experiment);
            var width = costs.Max(cost => cost.Stage.Length);
            Console.WriteLine($"{"stage".PadRight(width)}  parameters (M)  multiply-adds (G)  against single networks");
            foreach (var cost in costs)
            {
                var against = cost.Singles is { } singles
                    ? $"{Change(cost.Parameters, singles.Parameters)}, {Change(cost.MultiplyAdds, singles.MultiplyAdds)}"
                    : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{cost.Stage.PadRight(width)}  {cost.Parameters / 1e6,14:0.000}  {cost.MultiplyAdds / 1e9,17:0.0000}  {against}").TrimEnd());
            }

            string[] later = [.. experiment.Stages.OfType<MultiTaskStageOptions>().Where(stage => stage.Grouping is not null).Select(stage => stage.Name)];
            if (later.Length > 0) Console.WriteLine($"Not counted, as their trees are found when they run: {string.Join(", ", later)}.");
            return 0;
        });
        return command;
    }

    private static string Change(long own, long other) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * (own - other) / other:+0.0;-0.0} %");
}
