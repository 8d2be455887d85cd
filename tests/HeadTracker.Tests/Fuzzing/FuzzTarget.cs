using System.Security.Cryptography;
using HeadTracker.Attention;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Metrics;
using HeadTracker.Profiles;
using HeadTracker.Replay;
using HeadTracker.Response;
using HeadTracker.Settings;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Replay;
using HeadTracker.Tests.Support;

namespace HeadTracker.Tests.Fuzzing;

/// <summary>A reader of files that come from others.</summary>
/// <param name="File">The file that is damaged, in the target's folder.</param>
/// <param name="Prepare">Writes it, whole, and what it needs beside it.</param>
/// <param name="Read">Reads it as the program does, everything in it; given the file's path.</param>
internal sealed record FuzzTarget(string File, Action<TestFolder> Prepare, Action<string> Read)
{
    private static readonly PoseModelContract Contract = new()
    {
        InputSize = 16,
        Crop = new CropRule(CropShape.Square, 1.25f),
        Normalizer = PixelNormalizer.ImageNet,
        Output = BinOutput.Logits,
        Yaw = new BinSpecification(30, 90),
        Pitch = new BinSpecification(30, 90),
        Roll = new BinSpecification(30, 90),
        Run = "test",
    };

    public static IReadOnlyDictionary<string, FuzzTarget> All { get; } = new Dictionary<string, FuzzTarget>
    {
        ["manifest"] = new(ModelManifest.FileName, WriteManifest, ReadManifest),
        ["profile"] = new("flight.json", folder => System.IO.File.WriteAllText(folder.PathOf("flight.json"), SettingsJson.Write(Settings)), ReadProfile),
        ["recording"] = new("poses.jsonl", WriteRecording, ReadRecording),
        ["model"] = new("tiny.onnx", folder => new TinyPoseModel(Contract).WriteTo(folder.Path), ReadModel),
    };

    private static TrackerSettings Settings => new()
    {
        Camera = new CameraSettings { Source = "rtsp://ann:secret@door.local/1" },
        Response = new ResponseSettings
        {
            Yaw = new AxisResponseOptions { Curve = [new(10, 12), new(40, 170)], Limit = 175 },
            Z = new AxisResponseOptions { Gain = 2, Invert = true },
        },
        Outputs = ["opentrack", "vmc://192.168.1.20", "json://[::1]:5000"],
    };

    private static void WriteManifest(TestFolder folder)
    {
        byte[] model = [1, 2, 3, 4, 5];
        folder.AddFile("a.onnx", model);
        var metrics = new Dictionary<string, double> { ["aflw2000.mae"] = 3.5, ["ms"] = 1e-3 };
        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        new ModelManifest
        {
            Default = "a.onnx",
            Models = [new("a.onnx", hash, model.Length, "MIT", "a run", Contract, metrics), new("b.onnx", hash, 7, "CC0-1.0", "elsewhere")],
        }.WriteTo(folder.Path);
    }

    private static void ReadManifest(string path)
    {
        var model = Path.Combine(Path.GetDirectoryName(path)!, "a.onnx");
        foreach (var entry in ModelManifest.ReadFrom(Path.GetDirectoryName(path)!).Models) _ = entry.ToString();
        ModelManifest.Check(model, System.IO.File.ReadAllBytes(model));
    }

    private static void ReadProfile(string path)
    {
        var profile = Profile.Of(path);
        var settings = profile.Load();
        _ = new LiveSettings(settings).Current;
        SettingsJson.WriteShown(settings);
        _ = new PoseShaper { Shaping = settings.NewShaping() };
        profile.Remember(settings.Camera with { Source = "1" });
    }

    private static void WriteRecording(TestFolder folder)
    {
        const string WithEverything = """
            {"version":1,"frame":12,"time":0.4,"state":"tracking","faces":[{"id":1,"box":[10,20,30,40],"score":0.9,"confidence":0.8,"sure":false,
            "quaternion":[1,0,0,0],"translation":null,"measured":{"quaternion":[0,1,0,0],"translation":[0.1,0,-0.6]},
            "output":{"quaternion":[0,0,1,0],"translation":[0,0,0]}},{"id":2,"box":[50,20,30,40],"score":0.8,"confidence":0.7,
            "measured":{"quaternion":[1,0,0,0],"translation":null}}]}
            """;
        string[] lines = [.. Recording.Of(12, time => 40 * Math.Sin(9 * time)), WithEverything.ReplaceLineEndings(""),
            """{"version":1,"frame":13,"time":0.5,"state":"lost","faces":[]}"""];
        System.IO.File.WriteAllLines(folder.PathOf("poses.jsonl"), lines);
    }

    private static void ReadRecording(string path)
    {
        var recording = PoseRecording.Read(path);
        var output = Path.Combine(Path.GetDirectoryName(path)!, "out");
        foreach (var filter in Enum.GetValues<PoseFilterKind>())
        {
            var settings = new TrackerSettings { Filter = new FilterOptions { Kind = filter }, Attention = new AttentionSettings { Enabled = true } };
            ReplayRun.Execute(recording, new ReplayRequest(path, settings, output, null, TimeSpan.FromSeconds(0.1)), CancellationToken.None).Summary.ToJson();
            new FilterTuning(recording.SelectMany(frame => frame.Faces).Select(face => (face.Id, face.Measured)))
                .Measure("", () => new AdjustableFilter(settings.Filter));
        }

        RecordingComparison.Compare(recording, recording);
    }

    private static void ReadModel(string path)
    {
        using var estimator = PoseEstimators.Create(path, ExecutionProvider.Cpu);
    }
}
