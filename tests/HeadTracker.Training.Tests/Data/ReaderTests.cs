using System.Globalization;
using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Readers;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Data;

/// <summary>Every reader against a sample of the real set where one is at hand, else against its published layout.</summary>
public class ReaderTests
{
    [SharedFact("data/faces/aflw2000-dev")]
    public void AFLW2000_gives_all_sixteen_poses_with_their_boxes()
    {
        using var dataset = new DatasetReference(SharedData.PathOf("data/faces/aflw2000-dev")).Open();

        Assert.Equal("AFLW2000", dataset.Name);
        Assert.Equal(16, dataset.Faces.Count);
        Assert.All(dataset.Faces, face => Assert.Equal(68, face.Landmarks!.Count));
        Assert.All(dataset.Faces, face => Assert.InRange(face.Box.Width, 50, 450));
    }

    [SharedFact("data/labels/aflw2000-yaw.npy")]
    public void Yaws_of_AFLW2000_are_those_published_with_the_list_of_all_photos()
    {
        using var dataset = new DatasetReference(SharedData.PathOf("data/faces/aflw2000-dev")).Open();
        var boxes = BoxFile.Read(SharedData.PathOf("data/labels/kd-boxes-AFLW2000.json"));
        var names = boxes.Boxes.Keys.Order(StringComparer.Ordinal).ToList();
        var yaws = NumPyVector.Read(SharedData.PathOf("data/labels/aflw2000-yaw.npy"));
        Assert.Equal(names.Count, yaws.Length);

        foreach (var face in dataset.Faces) Assert.Equal(yaws[names.IndexOf(face.Image)], face.Angles.Yaw, 0.01f);
    }

    [SharedFact("data/labels/kd-boxes-AFLW2000.json")]
    public void The_papers_boxes_replace_the_landmark_boxes()
    {
        var path = SharedData.PathOf("data/faces/aflw2000-dev");
        using var own = new DatasetReference(path).Open();
        using var boxed = new DatasetReference(path, Boxes: SharedData.PathOf("data/labels/kd-boxes-AFLW2000.json")).Open();

        Assert.Equal(16, boxed.Faces.Count);
        var overlaps = own.Faces.Zip(boxed.Faces, (a, b) => a.Box.IntersectionOverUnion(b.Box)).ToList();
        Assert.InRange(overlaps.Average(), 0.5f, 0.99f);
    }

    [SharedFact("data/labels/IBUG_image_008_1_0.mat")]
    public void A_sample_of_300W_LP_reads_in_the_original_layout()
    {
        using var folder = new TemporaryFolder();
        foreach (var extension in new[] { ".jpg", ".mat" })
        {
            File.Copy(SharedData.PathOf("data/labels/IBUG_image_008_1_0" + extension), folder.PathOf("IBUG/IBUG_image_008_1_0" + extension));
            File.Copy(SharedData.PathOf("data/labels/IBUG_image_008_1_0" + extension), folder.PathOf("IBUG_Flip/IBUG_image_008_1_1" + extension));
        }

        folder.Write("IBUG/IBUG_image_009_0.jpg", "x");
        folder.Write("IBUG/IBUG_image_009_0.mat", "broken");
        folder.Write("landmarks/IBUG/IBUG_image_008_1_0_pts.mat", "no sample");
        using var dataset = new DatasetReference(folder.Root).Open();

        Assert.Equal("300W-LP", dataset.Name);
        Assert.Equal(2, dataset.Faces.Count);
        Assert.Equal(dataset.Faces[0].Identity, dataset.Faces[1].Identity);
        var broken = Assert.Single(dataset.Report.Dropped);
        Assert.StartsWith("broken", broken.Key, StringComparison.Ordinal);
        Assert.Equal(["IBUG/IBUG_image_009_0.mat"], broken.Value);
    }

    [SharedFact("data/labels/biwi-sample")]
    public void BIWI_binary_poses_are_read_and_their_boxes_overlap_the_authors()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(SharedData.PathOf("data/labels/biwi-sample")))
        {
            File.Copy(file, folder.PathOf("08/" + Path.GetFileName(file)));
        }

        using var dataset = new DatasetReference(folder.Root).Open();

        Assert.Equal(10, dataset.Faces.Count);
        Assert.Equal(9.600972f, dataset.Faces[0].Angles.Pitch, 0.001f);
        Assert.Equal(-1.4366876f, dataset.Faces[0].Angles.Yaw, 0.001f);
        Assert.Equal(-1.3167795f, dataset.Faces[0].Angles.Roll, 0.001f);
        Assert.InRange(dataset.Faces[0].Box.Center.X, 325, 375);
        Assert.InRange(dataset.Faces[0].Box.Center.Y, 235, 290);
    }

    [Theory]
    [InlineData("biwi", 1.0)]
    [InlineData("biwi-uncalibrated", 0.0)]
    public void BIWI_text_poses_are_turned_into_the_colour_camera(string kind, double degrees)
    {
        using var folder = new TemporaryFolder();
        folder.Write("12/frame_00003_pose.txt",
            "0.980639 0.109899 0.162077 \n-0.11023 0.993882 -0.00697376 \n-0.161851 -0.011027 0.986754 \n\n43.4019 -30.7038 906.864 \n");
        folder.Write("12/frame_00003_rgb.png", "");
        folder.Write("12/rgb.cal",
            "517.679 0 320 \n0 517.679 240.5 \n0 0 1 \n\n0 0 0 0 \n\n0.999947 0.00432361 0.00929419 \n-0.00446314 0.999877 0.0150443 \n-0.009228 "
                + "-0.015085 0.999844 \n\n-24.0198 5.8896 -13.2308 \n\n640\n480\n");

        using var dataset = new DatasetReference(folder.Root, kind).Open();

        var uncalibrated = PoseConventions.FromBiwi([0.980639f, 0.109899f, 0.162077f, -0.11023f, 0.993882f, -0.00697376f, -0.161851f, -0.011027f, 0.986754f]);
        Assert.Equal(degrees, Rotations.AngleBetween(uncalibrated, dataset.Faces[0].Rotation), 0.1);
        // 43.4 mm to the right at 0.9 m, from a camera 24 mm further right.
        Assert.Equal(320 + 517.679 * (43.4019 - 24.0 + 8.4) / 893, dataset.Faces[0].Box.Center.X, 3.0);
    }

    [Fact]
    public void AFLW_is_read_from_its_database()
    {
        using var folder = new TemporaryFolder();
        AflwSample.Write(folder);

        using var dataset = new DatasetReference(folder.Root).Open();

        Assert.Equal("AFLW", dataset.Name);
        var face = Assert.Single(dataset.Faces);
        Assert.Equal("aflw/data/flickr/0/image00002.jpg", face.Image);
        Assert.Equal(new FaceBox(10, 20, 100, 110), face.Box);
        Assert.Equal(new EulerAngles(0.5f * 57.29578f, -0.1f * 57.29578f, -0.2f * 57.29578f).Yaw, face.Angles.Yaw, 0.01f);
        Assert.Equal(-0.2f * 57.29578f, face.Angles.Roll, 0.01f);
        Assert.Equal(2, dataset.Report.DroppedCount);
    }

    /// <summary>The authors' file names photos as the database does, and two of a photo's boxes may be the same: the number decides.</summary>
    [Fact]
    public void AFLW_faces_find_the_authors_boxes_and_parts_by_the_databases_name_and_number()
    {
        using var folder = new TemporaryFolder();
        AflwSample.Write(folder);
        var boxes = folder.Write("boxes.json",
            """
            {"0/image00002.jpg": [{"bbox": [5, 6, 50, 60], "faceid": 39342, "type": "train"}, {"bbox": [5, 6, 50, 60], "faceid": 39341, "type": "test"}]}
            """);

        using var dataset = new DatasetReference(folder.Root, Boxes: boxes).Open();

        // Face 39342 has a box in the file alone; 39343's photo is missing.
        Assert.Equal([("test", -0.2f * 57.29578f), ("train", 0f)], dataset.Faces.Select(face => (face.Part, face.Angles.Roll)));
        Assert.All(dataset.Faces, face => Assert.Equal(FaceBox.FromEdges(5, 6, 50, 60), face.Box));
        Assert.Equal(1, dataset.Report.DroppedCount);

        folder.Write("boxes.json", """{"0/image00002.jpg": [{"bbox": [5, 6, 50, 60], "faceid": 7}]}""");
        Assert.Contains("without a box", Assert.Throws<UserErrorException>(() => new DatasetReference(folder.Root, Boxes: boxes).Open()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ETH_XGaze_annotations_are_read()
    {
        using var folder = new TemporaryFolder();
        var landmarks = string.Join(',', Enumerable.Range(0, 68).Select(i => string.Create(CultureInfo.InvariantCulture, $"{100 + i},{200 + i / 2f}")));
        folder.Write("data/annotation_train/subject0003.csv", $"frame0001,cam02.JPG,1,2,3,4,5,0,-0.4363323,0,1,2,600,{landmarks}\nframe0001,cam03.JPG,1,2,3\n");
        folder.Write("data/train/subject0003/frame0001/cam02.JPG", "x");

        using var dataset = new DatasetReference(folder.Root).Open();

        var face = Assert.Single(dataset.Faces);
        Assert.Equal("ETH-XGaze", dataset.Name);
        // A rotation about the y axis that points down, by -25°: the nose turns to image right, which is negative yaw.
        Assert.Equal(-25, face.Angles.Yaw, 0.01f);
        Assert.Equal("subject0003", face.Identity);
        Assert.Equal(1, dataset.Report.DroppedCount);
    }

    /// <summary>The authors' annotations are about photos of cameras 3, 6 and 13 turned by half a turn.</summary>
    [Theory]
    [InlineData("cam02.JPG", 0)]
    [InlineData("cam13.JPG", 255)]
    public void ETH_XGaze_photos_of_hanging_cameras_are_turned(string name, byte topLeft)
    {
        using var folder = new TemporaryFolder();
        var landmarks = string.Join(',', Enumerable.Range(0, 136).Select(i => 10 + i % 30));
        folder.Write("annotation_train/subject0003.csv", $"frame0001,{name},1,2,3,4,5,0,0,0,1,2,600,{landmarks}\n");
        using (var picture = new Mat(40, 60, MatType.CV_8UC3, Scalar.All(0)))
        {
            Cv2.Rectangle(picture, new Rect(40, 25, 20, 15), Scalar.All(255), -1);
            Assert.True(Cv2.ImWrite(folder.PathOf($"train/subject0003/frame0001/{name}"), picture));
        }

        using var dataset = new DatasetReference(folder.Root).Open();
        using var photo = dataset.Photos.Load(Assert.Single(dataset.Faces).Image);

        Assert.InRange(photo.At<Vec3b>(3, 3).Item0, topLeft - 5, topLeft + 5);
    }

    [Fact]
    public void ETH_XGaze_normalised_files_give_poses_and_patches()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden/subject0003.h5"), folder.PathOf("train/subject0003.h5"));
        folder.Write("train/subject0005.h5", "broken");

        using var dataset = new DatasetReference(folder.Root).Open();

        Assert.Equal("ETH-XGaze", dataset.Name);
        Assert.Equal(["train/subject0003.h5/0", "train/subject0003.h5/1"], dataset.Faces.Select(face => face.Image));
        // Yaw alone: the head's z axis points away from the camera and to image right, so the face looks to image left, which is positive.
        Assert.Equal(0.4f * 57.29578f, dataset.Faces[1].Angles.Yaw, 0.01f);
        Assert.Equal(0, dataset.Faces[1].Angles.Pitch, 0.01f);
        // The pair is kept as it is labelled; the rotation's own pitch, against the depth alone, is larger.
        Assert.Equal(0.3f * 57.29578f, dataset.Faces[0].Angles.Pitch, 0.001f);
        Assert.Equal(-0.5f * 57.29578f, dataset.Faces[0].Angles.Yaw, 0.001f);
        Assert.Equal(
            MathF.Atan2(MathF.Tan(0.3f), MathF.Cos(-0.5f)) * 57.29578f, EulerAngles.FromRotation(dataset.Faces[0].Rotation).Pitch, 0.01f);
        Assert.Equal(new FaceBox(0, 0, 32, 32), dataset.Faces[0].Box);
        Assert.Equal("subject0003", dataset.Faces[0].Identity);
        Assert.Equal(["train/subject0003.h5/2"], dataset.Report.Dropped["without a pose"]);
        Assert.Equal(["train/subject0005.h5"], dataset.Report.Dropped["broken (it is no HDF5 file)"]);

        using var photo = dataset.Photos.Load("train/subject0003.h5/1");
        Assert.Equal(new Vec3b(10, 20, 30), photo.At<Vec3b>(15, 7));
        Assert.Equal(new Vec3b(0, 200, 0), photo.At<Vec3b>(16, 7));
        Assert.Throws<InvalidDataException>(() => dataset.Photos.Load("train/subject0003.h5/x"));
    }

    [Fact]
    public void ETH_XGaze_files_that_are_cut_off_or_damaged_are_named_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden/subject0003.h5"));
        var path = folder.PathOf("train/subject0003.h5");
        for (var length = 0; length < whole.Length; length += 499)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains("train/subject0003.h5", Assert.Throws<UserErrorException>(() => new DatasetReference(folder.Root).Open()).Message,
                StringComparison.Ordinal);
        }

        var random = new Random(7);
        var refused = 0;
        for (var k = 0; k < 300; k++)
        {
            var bytes = whole.ToArray();
            for (var i = 0; i < 6; i++) bytes[random.Next(3000)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);
            try
            {
                // A face that is left has its patch, or one that is refused as any photo is.
                using var dataset = new DatasetReference(folder.Root).Open();
                using var photo = dataset.Photos.Load(dataset.Faces[0].Image);
            }
            catch (Exception e) when (e is UserErrorException or InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 30, 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(1000)]
    [InlineData(2600)]
    public void An_AFLW_database_that_is_cut_off_or_something_else_is_one_sentence(int length)
    {
        using var folder = new TemporaryFolder();
        AflwSample.Write(folder);
        var path = folder.PathOf("aflw/data/aflw.sqlite");
        var database = File.ReadAllBytes(path);
        foreach (var bytes in new[] { database[..length], [.. "no database "u8, .. new byte[length]] })
        {
            File.WriteAllBytes(path, bytes);
            var message = Assert.Throws<UserErrorException>(() => new DatasetReference(folder.Root, "aflw").Open()).Message;
            Assert.Contains("aflw.sqlite cannot be read", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    [SharedFact("data/faces/genki4k-dev.tar")]
    public void GENKI_is_read_inside_its_archive()
    {
        using var folder = new TemporaryFolder();
        var boxes = folder.Write("boxes.json", """{"file0001.jpg": [{"bbox": [10, 20, 110, 130]}]}""");

        using var dataset = DatasetReference.Parse($"genki:{SharedData.PathOf("data/faces/genki4k-dev.tar")},boxes={boxes}").Open();

        var face = Assert.Single(dataset.Faces);
        Assert.Equal(1.212f, face.Angles.Yaw, 0.001f);
        Assert.Equal(3.411f, face.Angles.Pitch, 0.001f);
        Assert.Equal(1999, dataset.Report.Dropped["not in boxes.json"].Count);
    }

    [Fact]
    public void A_csv_gives_boxes_quaternions_weights_and_names_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.jpg", "x");
        folder.Write("labels.csv",
            "file,qw,qx,qy,qz,x,y,w,h,weight,identity\na.jpg,1,0,0,0,5,6,70,80,0.5,ann\nb.jpg,1,0,0,0,5,6,70,80,1,bob\n\"a.jpg\",1,zero,0,0,5,6,70,80,1,cid\n");

        using var dataset = new DatasetReference(folder.Root).Open();

        var face = Assert.Single(dataset.Faces);
        Assert.Equal(0.5f, face.Weight);
        Assert.Equal("ann", face.Identity);
        Assert.Equal(2, dataset.Report.DroppedCount);
        var text = new StringWriter();
        dataset.Report.WriteTo(text);
        Assert.Contains("1 left out, without its photo: b.jpg", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Angles_beyond_the_range_are_left_out_and_counted()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a.jpg", "b.jpg", "c.jpg" }) folder.Write(name, "x");
        folder.Write("labels.csv", "file,yaw,pitch,roll,x,y,w,h\na.jpg,98.9,0,0,0,0,9,9\nb.jpg,-99.5,0,0,0,0,9,9\nc.jpg,0,0,120,0,0,9,9\n");

        using var dataset = new DatasetReference(folder.Root).Open().WithinRange(Protocol.Range);

        Assert.Equal("a.jpg", Assert.Single(dataset.Faces).Image);
        Assert.Equal(2, dataset.Report.Dropped["with an angle beyond ±99°"].Count);
    }

    /// <summary>-351° is beyond the range though it looks like 9°, and 95° of pitch stays itself.</summary>
    [Fact]
    public void The_range_is_one_of_angles_as_they_are_labelled()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "turned.jpg", "down.jpg" }) folder.Write(name, "x");
        folder.Write("labels.csv", "file,yaw,pitch,roll,x,y,w,h\nturned.jpg,-351,0,0,0,0,9,9\ndown.jpg,0,95,0,0,0,9,9\n");

        using var dataset = new DatasetReference(folder.Root).Open().WithinRange(Protocol.Range);

        Assert.Equal(new EulerAngles(0, 95, 0), Assert.Single(dataset.Faces).Angles);
        Assert.Equal(["turned.jpg"], dataset.Report.Dropped["with an angle beyond ±99°"]);
    }

    [Fact]
    public void A_dataset_with_nothing_usable_is_an_error_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        folder.Write("labels.csv", "file,yaw,pitch,roll,x,y,w,h\na.jpg,0,0,0,0,0,9,9\n");
        var error = Assert.Throws<UserErrorException>(() => new DatasetReference(folder.Root).Open());
        Assert.Contains("1 without its photo, such as a.jpg", error.Message, StringComparison.Ordinal);

        Assert.Contains("does not exist", Assert.Throws<UserErrorException>(() => new DatasetReference(folder.PathOf("none")).Open()).Message,
            StringComparison.Ordinal);
        Assert.Equal("csv:faces.tar,labels=l.csv,terms=research only",
            DatasetReference.Parse("csv:/home/me/faces.tar,labels=/tmp/l.csv,terms=research only").Provenance);
        Assert.Contains("no kind of dataset", Assert.Throws<UserErrorException>(() => DatasetReference.Parse("wood:" + folder.Root)).Message,
            StringComparison.Ordinal);
        Assert.Contains("not understood", Assert.Throws<UserErrorException>(() => DatasetReference.Parse(folder.Root + ",box=1")).Message,
            StringComparison.Ordinal);
    }
}
