using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Commands;

/// <summary><c>train dataset FILE</c>: every packed set of one data file, from renderer, labellers and profiler.</summary>
internal static class DatasetCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A data file, such as training/experiments/deployed-data.json." };
        var inputs = new Option<string>("--inputs") { Description = "Folder that the file's paths are relative to. Default: here.", HelpName = "DIR",
            DefaultValueFactory = _ => "." };
        var output = new Option<string>("--out") { Description = "Folder for the packed sets, their pictures and dataset.json.", HelpName = "DIR",
            Required = true };
        var command = new Command("dataset", "Make all packed sets of a data file; what an earlier run finished is not made again. "
            + "'mpiexec -n N' before the command line shares the samples among N processes: docs/cluster.md.") { file, inputs, output };
        command.SetAction(parsed => Run(DatasetPlanFile.Read(parsed.GetRequiredValue(file)), parsed.GetRequiredValue(inputs), parsed.GetRequiredValue(output)));
        return command;
    }

    private static void Run(DatasetPlan plan, string inputs, string folder)
    {
        if (!Directory.Exists(inputs))
        {
            throw new UserErrorException($"{inputs} is no folder; give the one that the file's paths are relative to with --inputs.");
        }

        var group = Job.Join();
        using var stop = new Interrupt();
        try
        {
            var record = new DatasetBuilder(plan, inputs, folder, ConsoleProgress.Run, Console.Out, group).Run(stop.Token);
            if (!group.IsFirst) return;
            Console.WriteLine($"{folder}: {record.TrainingFaces} faces to train with in {record.Train.Count} sets, {record.Test.Count} sets to test "
                + $"with, {TimeSpan.FromSeconds(record.Seconds):h\\:mm\\:ss} in all; see dataset.json and poses.png there.");
        }
        catch (OperationCanceledException)
        {
            throw new UserErrorException($"Stopped as asked; run the same command again to make what is missing in {folder}.");
        }
    }
}
