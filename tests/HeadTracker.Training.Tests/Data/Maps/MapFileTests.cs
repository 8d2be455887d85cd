using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Tests.Data.Maps;

public sealed class MapFileTests
{
    [Fact]
    public void What_is_written_comes_back_on_any_thread()
    {
        using var folder = new TemporaryFolder();
        var pack = folder.PathOf("set.htpack");
        var written = ExampleMaps.Write(pack, 6);

        using var set = new PackReader(pack);
        using var maps = new MapReader(set);

        Assert.Equal(6, maps.Count);
        Assert.Equal(["lobby", "park"], maps.Header.Scenes.Order());
        Parallel.For(0, 6, i =>
        {
            var (read, expected) = (maps.Read(i), written[i]);
            Assert.Equal(expected.Parts, read.Parts);
            Assert.Equal(expected.Depth, read.Depth);
            Assert.Equal(expected.Normals, read.Normals);
            Assert.Equal((expected.FaceSize, expected.Scene, expected.Attributes), (read.FaceSize, read.Scene, read.Attributes));
            Assert.Equal(expected.Landmarks, read.Landmarks);
            Assert.Equal(expected.Visible, read.Visible);
            Assert.Equal(expected.Motion, read.Motion);
        });
        Assert.Equal(["set.htmaps", "set.htpack"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Unfinished_maps_leave_the_old_ones_alone()
    {
        using var folder = new TemporaryFolder();
        var pack = folder.PathOf("set.htpack");
        ExampleMaps.Write(pack, 3);
        using (var writer = new MapWriter(pack, ExampleMaps.Header)) writer.Add(new FaceMaps());

        using var set = new PackReader(pack);
        using var maps = new MapReader(set);
        Assert.Equal(3, maps.Count);
        Assert.False(File.Exists(folder.PathOf("set.htmaps.part")));
    }

    [Fact]
    public void Maps_of_another_set_are_refused_and_so_are_none()
    {
        using var folder = new TemporaryFolder();
        ExampleMaps.Write(folder.PathOf("a.htpack"), 3);
        ExampleMaps.Write(folder.PathOf("b.htpack"), 3, grey: 91);
        File.Copy(folder.PathOf("b.htmaps"), folder.PathOf("a.htmaps"), overwrite: true);
        using var set = new PackReader(folder.PathOf("a.htpack"));
        Assert.Contains("holds the label maps of another set than", Refusal(set), StringComparison.Ordinal);

        File.Delete(folder.PathOf("a.htmaps"));
        Assert.Contains("has no label maps beside it", Refusal(set), StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_cut_off_anywhere_or_of_another_kind_are_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var pack = folder.PathOf("set.htpack");
        ExampleMaps.Write(pack, 3);
        using var set = new PackReader(pack);
        var bytes = File.ReadAllBytes(MapFormat.PathOf(pack));
        foreach (var length in new[] { 0, 7, 39, 40, 300, bytes.Length - 1 })
        {
            File.WriteAllBytes(MapFormat.PathOf(pack), bytes[..length]);
            Assert.Contains("is cut off after", Refusal(set), StringComparison.Ordinal);
        }

        bytes[6] = (byte)'9';
        File.WriteAllBytes(MapFormat.PathOf(pack), bytes);
        Assert.Contains("of another version", Refusal(set), StringComparison.Ordinal);
        bytes[0] = (byte)'X';
        File.WriteAllBytes(MapFormat.PathOf(pack), bytes);
        Assert.Contains("holds no label maps", Refusal(set), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    public void A_preamble_that_leads_elsewhere_is_refused_in_one_sentence(int field)
    {
        using var folder = new TemporaryFolder();
        var pack = folder.PathOf("set.htpack");
        ExampleMaps.Write(pack, 3);
        using var set = new PackReader(pack);
        var bytes = File.ReadAllBytes(MapFormat.PathOf(pack));
        var value = BitConverter.ToInt64(bytes, field);
        foreach (var wrong in new[] { -1, 0, long.MinValue, long.MaxValue, 1L << 62, int.MaxValue, value - 1, value + 1, value ^ 1L << 32 })
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(field), wrong);
            File.WriteAllBytes(MapFormat.PathOf(pack), bytes);
            Refusal(set);
        }
    }

    [Fact]
    public void A_damaged_sample_is_named_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder();
        var pack = folder.PathOf("set.htpack");
        var written = ExampleMaps.Write(pack, 4);
        var bytes = File.ReadAllBytes(MapFormat.PathOf(pack));
        // The first record lies behind the preamble.
        bytes[MapFormat.PreambleLength + 100] ^= 1;
        File.WriteAllBytes(MapFormat.PathOf(pack), bytes);

        using var set = new PackReader(pack);
        using var maps = new MapReader(set);
        var message = Assert.Throws<UserErrorException>(() => maps.Read(0)).Message;
        Assert.Contains("is damaged (sample 0 has another checksum); copy it again", message, StringComparison.Ordinal);
        Assert.Equal(written[3].Parts, maps.Read(3).Parts);
    }

    private static string Refusal(PackReader set)
    {
        var message = Assert.Throws<UserErrorException>(() => new MapReader(set)).Message;
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
