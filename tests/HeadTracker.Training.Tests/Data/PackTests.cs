using System.Numerics;
using System.Text;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Tests.Data;

public class PackTests
{
    private static readonly PackHeader Header = new() { InputSize = 4, Margin = 1, Crop = new CropRule(CropShape.Square, 1.2f) };

    [Fact]
    public void What_is_written_comes_back()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        var images = Write(path, 5);

        using var pack = new PackReader(path);

        Assert.Equal(5, pack.Count);
        Assert.Equal(Header.Crop, pack.Header.Crop);
        Assert.Equal(["ann", "bob"], pack.Header.Identities);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(pack.ImageAt(i).SequenceEqual(images[i]));
            Assert.Equal(RotationOf(i), pack.Labels[i].Rotation);
            Assert.Equal(0.25f * i, pack.Labels[i].Weight);
            Assert.Equal("photo" + i, pack.Header.Names[i]);
            Assert.Equal(i == 4 ? "" : i % 2 == 0 ? "ann" : "bob", pack.IdentityOf(i));
        }

        Assert.False(File.Exists(path + ".part"));
    }

    [Fact]
    public void An_unfinished_set_leaves_the_old_one_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 2);
        using (var writer = new PackWriter(path, Header)) writer.AddSource(new PackSource("test", "none", ""));

        using var pack = new PackReader(path);
        Assert.Equal(2, pack.Count);
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void A_set_cut_off_anywhere_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 3);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 7, 47, 4095, 4096, 4096 + 100, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            var error = Assert.Throws<UserErrorException>(() => new PackReader(path));
            Assert.Contains("copy or make it again", error.Message, StringComparison.Ordinal);
        }

        bytes[6] = (byte)'3';
        File.WriteAllBytes(path, bytes);
        Assert.Contains("another version", Assert.Throws<UserErrorException>(() => new PackReader(path)).Message, StringComparison.Ordinal);
        bytes[0] = (byte)'X';
        File.WriteAllBytes(path, bytes);
        Assert.Contains("no packed set", Assert.Throws<UserErrorException>(() => new PackReader(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>Offsets, lengths and counts, each beyond the file, before it and just wrong; by where they stand in the preamble.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void A_preamble_that_leads_elsewhere_is_refused_in_one_sentence(int field)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 3);
        var bytes = File.ReadAllBytes(path);
        var value = BitConverter.ToInt64(bytes, field);
        foreach (var wrong in new[] { -1, 0, long.MinValue, long.MaxValue, 1L << 62, int.MaxValue, value - 1, value + 1, value ^ 1L << 32 })
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(field), wrong);
            AssertDamaged(path, bytes);
        }
    }

    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(12, float.PositiveInfinity)]
    [InlineData(0, 3f)]
    [InlineData(16, float.NaN)]
    [InlineData(16, -1f)]
    [InlineData(28, 0f)]
    public void A_label_that_is_no_number_or_no_rotation_is_refused(int field, float wrong)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 3);
        var bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan((int)BitConverter.ToInt64(bytes, 16) + PackFormat.LabelLength + field), wrong);
        Assert.Contains("sample 1 has no valid", AssertDamaged(path, bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_and_people_that_the_header_does_not_have_are_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 3);
        var bytes = File.ReadAllBytes(path);
        var label = (int)BitConverter.ToInt64(bytes, 16);
        foreach (var (field, value) in new[] { (20, (byte)7), (24, (byte)9), (27, (byte)0x80) })
        {
            var damaged = bytes.ToArray();
            damaged[label + field] = value;
            Assert.Contains("sample 0 has no valid", AssertDamaged(path, damaged), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"inputSize\":4", "\"inputSize\":0")]
    [InlineData("\"margin\":1", "\"margin\":9")]
    [InlineData("\"margin\":1,", "\"margin\":-1")]
    [InlineData("\"ann\"", " null")]
    [InlineData("[\"ann\",\"bob\"]", "null         ")]
    [InlineData("\"scale\":1.2", "\"scale\":-.2")]
    public void A_header_that_says_what_cannot_be_is_refused(string text, string wrong)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 3);
        var bytes = File.ReadAllBytes(path);
        Encoding.UTF8.GetBytes(wrong).CopyTo(bytes, bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(text)));
        AssertDamaged(path, bytes);
    }

    /// <summary>Read through a mapping, the pages that are gone would end the process.</summary>
    [Fact]
    public void A_set_that_is_cut_off_while_it_is_open_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        Write(path, 3);
        using var pack = new PackReader(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(PackFormat.ImagesOffset);

        Assert.Contains("was cut off", Assert.Throws<UserErrorException>(() => pack.ImageAt(1)).Message, StringComparison.Ordinal);
    }

    private static string AssertDamaged(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        var message = Assert.Throws<UserErrorException>(() => new PackReader(path)).Message;
        Assert.StartsWith($"{path} is damaged (", message, StringComparison.Ordinal);
        Assert.EndsWith("; copy or make it again.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Fact]
    public void Angles_are_kept_as_labelled_and_packs_without_them_are_still_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("set.htpack");
        var labelled = new EulerAngles(-351, 95, 3);
        using (var writer = new PackWriter(path, Header))
        {
            var source = writer.AddSource(new PackSource("test", "none", "made here"));
            for (var i = 0; i < 2; i++)
                writer.Add(new byte[Header.BytesPerImage], new LabelledFace("a", new FaceBox(0, 0, 9, 9), labelled.ToRotation()) { Angles = labelled }, source);
            writer.Complete();
        }

        using (var pack = new PackReader(path)) Assert.Equal([labelled, labelled], pack.Labels.Select(label => label.Angles));
        using (var dataset = PackDataset.Open(path)) Assert.Empty(dataset.WithinRange(99).Faces);

        File.WriteAllBytes(path, AsVersion1(File.ReadAllBytes(path), count: 2));
        using var old = new PackReader(path);
        Assert.Equal(["a", "a"], old.Header.Names);
        Assert.All(old.Labels, label => Assert.Equal(labelled.ToRotation(), label.Rotation));
        Assert.All(old.Labels, label => Assert.Equal(EulerAngles.FromRotation(labelled.ToRotation()), label.Angles));
    }

    /// <summary>The same set as version 1 wrote it: labels of 32 bytes.</summary>
    private static byte[] AsVersion1(byte[] pack, int count)
    {
        var labels = (int)BitConverter.ToInt64(pack, 16);
        var text = (int)BitConverter.ToInt64(pack, 24);
        byte[] old = [.. pack[..labels], .. Enumerable.Range(0, count).SelectMany(i => pack[(labels + 44 * i)..(labels + 44 * i + 32)]), .. pack[text..]];
        old[6] = (byte)'1';
        BitConverter.GetBytes((long)(text - 12 * count)).CopyTo(old, 24);
        BitConverter.GetBytes((long)old.Length).CopyTo(old, 40);
        return old;
    }

    private static Quaternion RotationOf(int i) => new EulerAngles(10 * i, -5 * i, i).ToRotation();

    private static List<byte[]> Write(string path, int count)
    {
        var random = new Random(1);
        var images = new List<byte[]>();
        using var writer = new PackWriter(path, Header);
        var source = writer.AddSource(new PackSource("test", "none", "made here"));
        for (var i = 0; i < count; i++)
        {
            var image = new byte[Header.BytesPerImage];
            random.NextBytes(image);
            images.Add(image);
            var face = new LabelledFace("photo" + i, new FaceBox(0, 0, 9, 9), RotationOf(i));
            writer.Add(image, face with { Weight = 0.25f * i, Identity = i == 4 ? "" : i % 2 == 0 ? "ann" : "bob" }, source);
        }

        writer.Complete();
        return images;
    }
}
