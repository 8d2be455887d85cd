using System.Globalization;
using System.Text;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Data;

public class FacePackerTests
{
    /// <summary>The middle of what is packed must be what the runtime gives its network for the same photo and box.</summary>
    [SharedFact("data/faces/aflw2000-dev")]
    public void Packed_crops_are_the_runtimes_crops()
    {
        using var folder = new TemporaryFolder();
        var header = new PackHeader { InputSize = 112, Margin = 8, Crop = new CropRule(CropShape.Square, 1.1f) };
        using var dataset = new DatasetReference(SharedData.PathOf("data/faces/aflw2000-dev")).Open();
        using (var writer = new PackWriter(folder.PathOf("set.htpack"), header))
        {
            using var packer = new FacePacker(writer, header);
            packer.Add(dataset, "test");
            writer.Complete();
        }

        using var pack = new PackReader(folder.PathOf("set.htpack"));
        Assert.Equal(16, pack.Count);
        var crop = new FaceCrop(112, 112);
        var runtime = new float[3 * 112 * 112];
        for (var i = 0; i < pack.Count; i++)
        {
            using var photo = dataset.Photos.Load(dataset.Faces[i].Image);
            crop.Sample(photo.AsBgr(), header.Crop.RegionFor(dataset.Faces[i].Box), PixelNormalizer.ImageNet, runtime);
            Assert.InRange(LargestDifference(pack.ImageAt(i), header, runtime), 0, 0.51f);
        }
    }

    [SharedFact("data/faces/aflw2000-dev")]
    public void A_packed_set_opens_as_a_dataset_with_the_same_labels_and_boxes_inside_the_margin()
    {
        using var folder = new TemporaryFolder();
        var header = new PackHeader { InputSize = 64, Margin = 10, Crop = new CropRule(CropShape.Square, 1.25f) };
        using var dataset = new DatasetReference(SharedData.PathOf("data/faces/aflw2000-dev")).Open();
        using (var writer = new PackWriter(folder.PathOf("set.htpack"), header))
        {
            using var packer = new FacePacker(writer, header);
            packer.Add(dataset, "test");
            writer.Complete();
        }

        using var packed = DatasetReference.Parse(folder.PathOf("set.htpack")).Open();
        Assert.Equal(16, packed.Faces.Count);
        Assert.Equal(dataset.Faces[3].Rotation, packed.Faces[3].Rotation);
        Assert.Equal(64 / 1.25f, packed.Faces[3].Box.Width, 1e-3f);
        Assert.Equal(42, packed.Faces[3].Box.Center.X, 1e-3f);
        using var photo = packed.Photos.Load(packed.Faces[3].Image);
        Assert.Equal(84, photo.Width);
    }

    [Fact]
    public void A_photo_that_cannot_be_read_is_left_out_and_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.jpg", "no photo");
        folder.Write("labels.csv", "file,yaw,pitch,roll,x,y,w,h\nbad.jpg,0,0,0,0,0,9,9\n");
        var header = new PackHeader { InputSize = 16, Margin = 0, Crop = new CropRule(CropShape.Stretch, 1) };
        using var dataset = new DatasetReference(folder.Root).Open();
        using var writer = new PackWriter(folder.PathOf("set.htpack"), header);
        using var packer = new FacePacker(writer, header);
        packer.Add(dataset, "test");

        Assert.Equal(0, writer.Count);
        Assert.Equal(["bad.jpg"], dataset.Report.Dropped["broken (the photo cannot be decoded)"]);
    }

    /// <summary>Each box that cannot be is its own face's affair, whether the labels say it or a boxes file.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_face_with_a_box_that_cannot_be_is_left_out_and_named(bool boxesFile)
    {
        using var folder = new TemporaryFolder();
        (string Name, string Corner, string Far)[] boxes =
        [
            ("good.png", "2,2", "12,12"), ("none.png", "1,1", "1,11"), ("turned.png", "9,9", "1,1"), ("huge.png", "-1e30,-1e30", "1e30,1e30"),
            ("large.png", "-400,-400", "400,400"), ("beside.png", "100,100", "120,120"), ("last.png", "0,0", "20,20"),
        ];
        using (var photo = new Mat(20, 20, MatType.CV_8UC3, Scalar.All(90)))
        {
            foreach (var (name, _, _) in boxes) photo.SaveImage(folder.PathOf("set/" + name));
        }

        var (label, json) = (new StringBuilder("file,yaw,pitch,roll,x,y,w,h\n"), new StringBuilder("{"));
        foreach (var (name, corner, far) in boxes)
        {
            float[] c = [.. corner.Split(',').Concat(far.Split(',')).Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            label.Append(CultureInfo.InvariantCulture, $"{name},1,2,3,{(boxesFile ? "2,2,9,9" : $"{corner},{c[2] - c[0]:R},{c[3] - c[1]:R}")}\n");
            json.Append(CultureInfo.InvariantCulture, $"{(json.Length > 1 ? "," : "")}\"{name}\":[{{\"bbox\":[{corner},{far}]}}]");
        }

        folder.Write("set/labels.csv", label.ToString());
        var boxesPath = folder.Write("boxes.json", json.Append('}').ToString());
        var header = new PackHeader { InputSize = 16, Margin = 2, Crop = new CropRule(CropShape.Stretch, 1) };
        using var dataset = new DatasetReference(folder.PathOf("set/x")[..^2], Boxes: boxesFile ? boxesPath : null).Open();
        using (var writer = new PackWriter(folder.PathOf("set.htpack"), header))
        {
            using var packer = new FacePacker(writer, header);
            packer.Add(dataset, "test");
            writer.Complete();
        }

        using var pack = new PackReader(folder.PathOf("set.htpack"));
        Assert.Equal(["good.png", "last.png"], pack.Header.Names);
        Assert.Equal(2, dataset.Report.Kept);
        Assert.Equal(["none.png", "turned.png", "huge.png"], dataset.Report.Dropped["with a box of no size, or beyond any photo"]);
        Assert.Equal(["large.png"], dataset.Report.Dropped["broken (its box is far larger than the photo)"]);
        Assert.Equal(["beside.png"], dataset.Report.Dropped["broken (its box lies beside the photo)"]);
    }

    [Fact]
    public void A_label_that_is_no_rotation_or_no_weight_is_left_out_and_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.png", "");
        folder.Write("labels.csv", "file,qw,qx,qy,qz,x,y,w,h,weight\na.png,0,0,0,0,0,0,9,9,1\na.png,1,0,0,0,0,0,9,9,-1\na.png,1,0,0,0,0,0,9,9,1\n");
        using var dataset = new DatasetReference(folder.Root).Open();

        Assert.Single(dataset.Faces);
        Assert.Equal(["with a weight that is negative or no number", "without a rotation"], dataset.Report.Dropped.Keys);
        // No bytes at all are no picture either, and OpenCV says so by an exception.
        Assert.Throws<InvalidDataException>(() => dataset.Photos.Load("a.png"));
    }

    /// <summary>A box that hangs over the photo's left edge by half its width: as it is, or cut there, which also changes its proportions.</summary>
    [Theory]
    [InlineData(false, 1, 12)]
    [InlineData(true, 0.5f, 8)]
    public void Boxes_end_at_the_photos_edge_where_asked(bool clamp, float aspect, int green)
    {
        using var folder = new TemporaryFolder();
        using (var picture = new Mat(40, 40, MatType.CV_8UC3, Scalar.All(0)))
        {
            // Left of x = 8 green, then red; the crop's left half repeats the green edge unless the box is clamped.
            picture[new Rect(0, 0, 8, 40)].SetTo(new Scalar(0, 255, 0));
            picture[new Rect(8, 0, 32, 40)].SetTo(new Scalar(0, 0, 255));
            Assert.True(Cv2.ImWrite(folder.PathOf("a.png"), picture));
        }

        folder.Write("labels.csv", "file,yaw,pitch,roll,x,y,w,h\na.png,0,0,0,-16,4,32,32\n");
        var header = new PackHeader { InputSize = 16, Margin = 0, Crop = new CropRule(CropShape.Stretch, 1) };
        using (var dataset = new DatasetReference(folder.Root).Open())
        using (var writer = new PackWriter(folder.PathOf("set.htpack"), header))
        {
            using var packer = new FacePacker(writer, header, clamp);
            packer.Add(dataset, "test");
            writer.Complete();
        }

        using var pack = new PackReader(folder.PathOf("set.htpack"));
        Assert.Equal(aspect, pack.Labels[0].Aspect, 0.001f);
        var row = pack.ImageAt(0)[..48].ToArray();
        // Columns 0 … 7 of 16 are green beyond the edge and 8 … 11 in the photo; clamped, 16 photo pixels fill the crop and 8 of them are green.
        Assert.Equal(green, Enumerable.Range(0, 16).Count(x => row[3 * x + 1] > 128));
    }

    /// <summary>In grey levels; packed bytes are rounded. The margin's sampling grid is the same, so nothing else differs.</summary>
    private static float LargestDifference(ReadOnlySpan<byte> packed, PackHeader header, float[] planes)
    {
        var normalizer = PixelNormalizer.ImageNet;
        var largest = 0f;
        for (var y = 0; y < header.InputSize; y++)
        {
            for (var x = 0; x < header.InputSize; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var stored = packed[3 * ((y + header.Margin) * header.StoredSize + x + header.Margin) + channel];
                    var value = planes[(channel * header.InputSize + y) * header.InputSize + x];
                    largest = MathF.Max(largest, MathF.Abs(stored - (value - normalizer.OffsetOf(channel)) / normalizer.FactorOf(channel)));
                }
            }
        }

        return largest;
    }
}
