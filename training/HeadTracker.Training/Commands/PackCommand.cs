using System.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;

namespace HeadTracker.Training.Commands;

/// <summary><c>train pack</c>: datasets → one packed set of face crops.</summary>
internal static class PackCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>(
            "--data") { Description = "A dataset, [KIND:]PATH[,boxes=FILE][,labels=FILE][,terms=TEXT]; may be given several times.",
                HelpName = "DATASET", Required = true };
        var output = new Option<string>("--out") { Description = "The packed set to write.", HelpName = "FILE", Required = true };
        var size = new Option<int>("--size") { Description = "Side of the network input in pixels.", DefaultValueFactory = _ => 224 };
        var margin = new Option<int?>("--margin") { Description = "Pixels kept around it for shifts and rotations; 45 at 224 unless given." };
        var shape = new Option<CropShape>("--crop") { Description = "stretch: the box as it is, as in the paper; square: faces keep their proportions.",
            DefaultValueFactory = _ => CropShape.Stretch };
        var scale = new Option<float>("--scale") { Description = "Factor on the box.", DefaultValueFactory = _ => 1 };
        var clamp = new Option<bool>("--clamp") { Description = "Boxes end at the photo's edge, as those of the papers; else the edge's pixels are repeated." };
        var range = new Option<float>("--range") { Description = "Leave out faces with any angle beyond this many degrees.",
            DefaultValueFactory = _ => Protocol.Range };
        var protocol = new Option<int>("--protocol") { Description = "2 or 3: split AFLW or BIWI as the paper does." };
        var part = new Option<string>("--part") { Description = "train or test, with --protocol.", DefaultValueFactory = _ => "train" };
        part.AcceptOnlyFromAmong("train", "test");
        var command = new Command("pack", "Cut the faces of datasets and write them into one packed set.") { data, output, size, margin, shape,
            scale, clamp, range, protocol, part };
        command.SetAction(parsed =>
        {
            var header = new PackHeader
            {
                InputSize = Checked(parsed.GetValue(size), 16, 1024, "--size"),
                Margin = Checked(parsed.GetValue(margin) ?? DefaultMargin(parsed.GetValue(size)), 0, 256, "--margin"),
                Crop = new CropRule(parsed.GetValue(shape), parsed.GetValue(scale)),
            };
            if (header.Crop.Scale is not (> 0.1f and < 10))
            {
                throw new UserErrorException($"--scale {header.Crop.Scale} is no sensible factor; give one such as 1 or 1.2.");
            }

            Originals.Protect(parsed.GetValue(output)!, Originals.Of(parsed.GetValue(data)!));
            var split = parsed.GetValue(protocol);
            Run(parsed.GetValue(data)!, parsed.GetValue(output)!, header, parsed.GetValue(clamp), dataset =>
            {
                if (split != 0)
                {
                    var (train, test) = Protocol.Split(split, dataset);
                    dataset = parsed.GetValue(part) == "train" ? train : test;
                }

                return dataset.WithinRange(parsed.GetValue(range));
            });
        });
        return command;
    }

    private static void Run(string[] references, string path, PackHeader header, bool clamp, Func<FaceDataset, FaceDataset> choose)
    {
        using var writer = new PackWriter(path, header);
        using var packer = new FacePacker(writer, header, clamp);
        foreach (var text in references)
        {
            var reference = DatasetReference.Parse(text);
            using var whole = reference.Open();
            var dataset = choose(whole);
            var detail = reference.Provenance + (clamp ? ", boxes clamped" : "");
            ConsoleProgress.Run(dataset.Name, dataset.Faces.Count, progress => packer.Add(dataset, detail, progress));
            dataset.Report.WriteTo(Console.Out);
        }

        if (writer.Count == 0) throw new UserErrorException("No face is left to pack; look at the reasons above.");
        writer.Complete();
        Console.WriteLine($"{path}: {writer.Count} faces of {header.StoredSize} pixels, {new FileInfo(path).Length / 1e6:F1} MB");
    }

    /// <summary>What the KD paper's ensemble of 15 pixels and turns by 15° reach at 224 pixels, and as much of other sizes.</summary>
    internal static int DefaultMargin(int size) => (size * 45 + 223) / 224;

    private static int Checked(int value, int low, int high, string option) =>
        value >= low && value <= high ? value : throw new UserErrorException($"{option} {value} is out of range; give {low} to {high}.");
}
