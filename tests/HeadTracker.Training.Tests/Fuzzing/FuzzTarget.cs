using System.Formats.Tar;
using System.Numerics;
using System.Text;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Tests.Fuzzing;
using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Export;
using HeadTracker.Training.Import;
using HeadTracker.Training.Labelling;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Quantisation;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tests.Data;
using HeadTracker.Training.Tests.Data.Maps;
using HeadTracker.Training.Tests.Import;
using OpenCvSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Fuzzing;

/// <summary>A reader of files that come from others.</summary>
/// <param name="File">The file that is damaged, in the target's folder.</param>
/// <param name="Prepare">Writes it, whole, and what it needs beside it.</param>
/// <param name="Read">Reads it as the program does, everything in it; given the file's path.</param>
internal sealed record FuzzTarget(string File, Action<TemporaryFolder> Prepare, Action<string> Read)
{
    private const string Labels = "file,yaw,pitch,roll,x,y,w,h,weight\n\"a.png\",1,-2,3.5,1,1,9,9,1\na.png,10,20,-30,0,0,12,12,0.5\n";

    public static IReadOnlyDictionary<string, FuzzTarget> All { get; } = new Dictionary<string, FuzzTarget>
    {
        ["pack"] = new("a.htpack", folder => WritePack(folder.PathOf("a.htpack")), path => ReadAll(new DatasetReference(path))),
        ["label maps"] = new("a.htmaps", folder => ExampleMaps.Write(folder.PathOf("a.htpack"), 4), ReadMaps),
        ["boxes"] = new("boxes.json", folder =>
        {
            folder.Write("boxes.json", """{"a.png": [{"bbox": [1, 2.5, 9, 11], "type": "train"}], "b.png": []}""");
            WritePhoto(folder);
            folder.Write("labels.csv", Labels);
        }, path => ReadAll(new DatasetReference(Path.GetDirectoryName(path)!, "csv", Boxes: path))),
        ["csv"] = new("labels.csv", folder =>
        {
            folder.Write("labels.csv", Labels);
            WritePhoto(folder);
        }, path => ReadAll(new DatasetReference(Path.GetDirectoryName(path)!, "csv"))),
        ["tar"] = new("set.tar", WriteTar, path => ReadAll(new DatasetReference(path, "csv"))),
        ["mat"] = new("image1.mat", folder =>
        {
            double[] points = [.. Enumerable.Range(0, 136).Select(k => (double)(k * 7 % 11))];
            var pose = MatFileTests.Matrix("Pose_Para", [1, 3], [0.1, 0.2, 0.3], bigEndian: false, compressed: true);
            System.IO.File.WriteAllBytes(folder.PathOf("image1.mat"),
                [.. pose, .. MatFileTests.Matrix("pt2d", [2, 68], points, bigEndian: false, compressed: false).AsSpan(128)]);
            WritePhoto(folder, "image1.jpg");
        }, path => ReadAll(new DatasetReference(Path.GetDirectoryName(path)!, "aflw2000"))),
        ["hdf5"] = new("subject0003.h5", folder => CopyGolden(folder, "subject0003.h5"),
            path => ReadAll(new DatasetReference(Path.GetDirectoryName(path)!, "eth-xgaze-normalised"))),
        ["sqlite"] = new("aflw-sample.sqlite", folder =>
        {
            CopyGolden(folder, "aflw-sample.sqlite");
            WritePhoto(folder, "0/image00002.jpg");
        }, path => ReadAll(new DatasetReference(Path.GetDirectoryName(path)!, "aflw"))),
        ["checkpoint"] = new("checkpoint.safetensors", folder => WriteCheckpoint(folder.Root, seal: true), ReadCheckpoint),
        ["unsealed checkpoint"] = new("checkpoint.safetensors", folder => WriteCheckpoint(folder.Root, seal: false), ReadCheckpoint),
        ["torch weights"] = new("resnet18-width1.pth", folder => CopyGolden(folder, "resnet18-width1.pth"), ReadWeights),
        ["ONNX weights"] = new("a.onnx", folder =>
        {
            using var network = RandomEncoder.Network(Backbone.ResNet18, width: 1);
            RandomEncoder.Export(network, folder.PathOf("a.onnx"));
        }, ReadWeights),
        ["experiment"] = new("a.json", folder =>
        {
            folder.Write("parent.json", """{ "seed": 4, "model": { "backbone": "ResNet18", "width": 8 } }""");
            folder.Write("a.json", """
                { "extends": ["parent.json"], "data": { "train": ["a"], "test": { "t": "b" }, "limit": 10 }, "model": { "binSizes": [1, 2] },
                  "optimiser": { "batch": 4, "epochs": 2 }, "ensemble": { "p": 2, "s": 1 },
                  "stages": [ { "kind": "base", "name": "base" }, { "kind": "distill", "name": "kd", "teacher": "base", "boxesPerStep": 3 },
                    { "kind": "ensemble", "name": "e", "of": "kd", "grids": [ { "p": 2, "s": 2 } ] }, { "kind": "heatMap", "name": "h", "of": "kd" },
                    { "kind": "chart", "name": "c", "series": { "x": ["base"] } } ] }
                """);
        }, path => ExperimentFile.Read(path)),
        ["data file"] = new("a.json", folder => folder.Write("a.json", """
            { "title": "t", "crop": { "size": 64, "margin": 4, "scale": 1.2 }, "parts": [
              { "kind": "rendered", "name": "r", "people": "makeHuman", "count": 3, "perPerson": 2, "seed": 1 },
              { "kind": "faces", "name": "f", "use": "test", "data": ["x"] }, { "kind": "profiles", "name": "p", "landmarks": ["y"], "step": 15 } ] }
            """), path => DatasetPlanFile.Read(path)),
        ["face shapes"] = new("shapes.json", folder =>
        {
            var random = new Random(1);
            var shapes = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, LandmarkBox.PointCount)
                .Select(_ => new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle())).ToArray()).ToArray();
            LandmarkShapeModel.FromShapes(shapes, 2).Save(folder.PathOf("shapes.json"));
        }, path => LandmarkShapeModel.Load(path)),
        ["avatar"] = new("a.glb", folder => System.IO.File.WriteAllBytes(folder.PathOf("a.glb"), TinyAvatar.Bytes()),
            path => new ValidSource(Path.GetDirectoryName(path)!)),
        ["onnx"] = new("a.onnx", WriteModel, ReadModel),
    };

    /// <summary>The labels, and every photo of them.</summary>
    private static void ReadAll(DatasetReference reference)
    {
        using var dataset = reference.Open();
        foreach (var face in dataset.Faces)
        {
            try
            {
                dataset.Photos.Load(face.Image).Dispose();
            }
            catch (InvalidDataException)
            {
                // The face is left out, by this reason.
            }
        }
    }

    private static void ReadMaps(string path)
    {
        using var set = new PackReader(Path.ChangeExtension(path, PackFormat.Extension));
        using var maps = new MapReader(set);
        for (var row = 0; row < maps.Count; row++) maps.Read(row);
    }

    private static void ReadCheckpoint(string path)
    {
        using var network = TrainingCheckpoint.LoadNetwork(path, CPU);
        TrainingCheckpoint.OriginOf(path);
    }

    private static void WriteModel(TemporaryFolder folder)
    {
        using var network = Tiny.Network();
        var bins = network.Heads.Bins[0];
        var contract = new PoseModelContract
        {
            InputSize = 32,
            Crop = new CropRule(CropShape.Square, 1.2f),
            Normalizer = PixelNormalizer.ImageNet,
            Output = BinOutput.Probabilities,
            Yaw = bins,
            Pitch = bins,
            Roll = bins,
            Run = "test",
        };
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), folder.PathOf("a.onnx"));
    }

    private static void ReadModel(string path)
    {
        var model = OnnxFile.Read(path);
        OnnxFile.ContractOf(model, path);
        var graph = new QuantizableGraph(model);
        foreach (var node in graph.Nodes.Where(node => node.Node.OpType == "Conv"))
        {
            OnnxTensors.ReadFloats(graph.ConstantOf(node.Node.Input[1]));
            OnnxTensors.ReadFloats(graph.ConstantOf(node.Node.Input[2]));
        }
    }

    private static void ReadWeights(string path)
    {
        using var scope = NewDisposeScope();
        EncoderWeights.Read(path);
    }

    private static void WriteCheckpoint(string folder, bool seal)
    {
        using var network = Tiny.Network();
        using var adam = new Adam(network.parameters(), 1e-3);
        var run = new RunFolder(folder);
        TrainingCheckpoint.Save(run, network, adam, "seed 1");
        if (seal) return;
        using var scope = NewDisposeScope();
        var file = Safetensors.Load(run.Checkpoint);
        // As those were written that have no checksum, which let damage through to what reads them.
        Safetensors.Save(run.Checkpoint, file.Tensors, file.Metadata.Where(pair => pair.Key is "step" or "definition" or "sequence").ToDictionary());
    }

    private static void WritePack(string path)
    {
        var header = new PackHeader { InputSize = 4, Margin = 1, Crop = new CropRule(CropShape.Square, 1.2f) };
        using var writer = new PackWriter(path, header);
        var source = writer.AddSource(new PackSource("test", "none", "made here"));
        for (var i = 0; i < 3; i++)
        {
            var face = new LabelledFace("photo" + i, new FaceBox(0, 0, 9, 9), new EulerAngles(i, 2 * i, 3).ToRotation());
            writer.Add(new byte[header.BytesPerImage], face with { Identity = "ann" }, source);
        }

        writer.Complete();
    }

    private static void WritePhoto(TemporaryFolder folder, string name = "a.png")
    {
        using var photo = new Mat(12, 12, MatType.CV_8UC3, OpenCvSharp.Scalar.All(90));
        photo.SaveImage(folder.PathOf(name));
    }

    private static void WriteTar(TemporaryFolder folder)
    {
        using var writer = new TarWriter(System.IO.File.Create(folder.PathOf("set.tar")));
        WritePhoto(folder, "photo/a.png");
        var photo = System.IO.File.ReadAllBytes(folder.PathOf("photo/a.png"));
        foreach (var (name, content) in new[] { ("labels.csv", Encoding.UTF8.GetBytes(Labels)), ("a.png", photo) })
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
    }

    private static void CopyGolden(TemporaryFolder folder, string name) =>
        System.IO.File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", name), folder.PathOf(name));
}
