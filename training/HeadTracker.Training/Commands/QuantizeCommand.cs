using System.CommandLine;
using System.Globalization;
using HeadTracker.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Inference;
using HeadTracker.Training.Measurement;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Quantisation;

namespace HeadTracker.Training.Commands;

/// <summary><c>train quantize</c>: an int8 form of an exported model, and what it costs and saves.</summary>
internal static class QuantizeCommand
{
    private const int TimingRounds = 60;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "An exported full-precision ONNX file.", HelpName = "FILE", Required = true };
        var sets = new Option<string[]>(
            "--calibrate") { Description = "Labelled faces, real and rendered, [KIND:]PATH[,boxes=FILE][,labels=FILE]: "
                + "half of them give the ranges, half check the result.", HelpName = "DATASET", Required = true, AllowMultipleArgumentsPerToken = true };
        var faces = new Option<int>("--faces") { Description = "Faces of each half from each set.", DefaultValueFactory = _ => 64 };
        var tolerance = new Option<float>(
            "--tolerance") { Description = "Mean difference from the float model, in degrees, above which the most sensitive layers stay in float.",
                DefaultValueFactory = _ => 0.3f };
        var output = new Option<string>("--out") { Description = "The new ONNX file.", HelpName = "FILE", Required = true };
        var command = new Command("quantize", "Make an int8 form of an exported model by calibration, without training.") { model, sets, faces,
            tolerance, output };
        command.SetAction(parsed =>
        {
            var (path, target) = (parsed.GetValue(model)!, parsed.GetValue(output)!);
            if (parsed.GetValue(faces) < 1) throw new UserErrorException("--faces must be 1 or more; 64 is usual.");
            if (FileIdentity.AreSame(path, target))
            {
                throw new UserErrorException("--out names the model itself; give another file, the float model is still needed.");
            }

            Originals.Protect(target, Originals.Of(parsed.GetValue(sets)!));
            var original = OnnxFile.Read(path);
            var contract = OnnxFile.ContractOf(original, path);
            var (calibration, check) = CalibrationFaces.Read(parsed.GetValue(sets)!, contract, parsed.GetValue(faces));
            var result = Quantize(original, path, contract, calibration, check, parsed.GetValue(tolerance));
            OnnxFile.Write(result.Model, target);
            Print(result, check.Count);
            PrintTimes(path, target);
            Console.WriteLine($"{target} written.");
        });
        return command;
    }

    private static QuantizationResult Quantize(
        ModelProto model, string path, PoseModelContract contract, CalibrationFaces calibration, CalibrationFaces check, float tolerance)
    {
        try
        {
            return ModelQuantizer.Quantize(model, contract, calibration, check, tolerance, step => Console.Error.WriteLine($"{step} …"));
        }
        catch (UserErrorException e)
        {
            throw new UserErrorException($"{path} cannot be quantised. {e.Message}", e);
        }
    }

    private static void Print(QuantizationResult result, int faces)
    {
        Console.WriteLine($"{faces} check faces; the float model errs by {Degrees(result.FloatError)} there.");
        Table("range rule, all layers int8", result.Rules);
        Table($"only this layer int8 ({result.Rule.Name})", result.Layers);
        Table("left in float", result.Kept);
    }

    private static void Table(string heading, IEnumerable<QuantizationTrial> trials)
    {
        Report.Table([heading, "difference", "error"],
            [.. trials.Select(trial => (IReadOnlyList<string>)[trial.Name, Degrees(trial.Difference), Degrees(trial.Error)])]);
        Console.WriteLine();
    }

    private static void PrintTimes(string model, string quantized)
    {
        var rows = new List<IReadOnlyList<string>>();
        int[] threadCounts = Environment.ProcessorCount > 1 ? [1, 2] : [1];
        foreach (var threads in threadCounts)
        {
            using var whole = new NoiseRun(OnnxSession.Open(model, ExecutionProvider.Cpu, threads));
            using var small = new NoiseRun(OnnxSession.Open(quantized, ExecutionProvider.Cpu, threads));
            var times = InterleavedTiming.Run([whole.Run, small.Run], TimingRounds);
            foreach (var (name, share) in new[] { ("least", 0.0), ("p50", 0.5), ("p95", 0.95) })
            {
                var (before, after) = (times[0].Percentile(share).TotalMilliseconds, times[1].Percentile(share).TotalMilliseconds);
                rows.Add([$"{threads}", name, Number(before), Number(after), Number(before / after)]);
            }
        }

        Report.Table(["threads", "ms", "float", "int8", "times faster"], rows);
    }

    private static string Degrees(float value) => value.ToString("F3", CultureInfo.InvariantCulture) + "°";

    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
