using HeadTracker.Training.Data.Hdf5;

namespace HeadTracker.Training.Tests.Data;

/// <summary>Against files that h5py wrote (Golden/README.md says how).</summary>
public class Hdf5FileTests
{
    /// <summary>With the oldest structures (superblock 0, symbol tables) and with those of HDF5 1.8 (superblock 2, links).</summary>
    [Theory]
    [InlineData("numbers-v0.h5")]
    [InlineData("numbers-v2.h5")]
    public void Every_layout_and_filter_gives_the_numbers_that_were_written(string name)
    {
        using var file = new Hdf5File(Golden(name));

        Assert.Equal(["bytes", "edges", "group", "name", "plain", "signed", "unwritten"], file.Names.Order());
        // Chunks of 2×3 over 5×7, gzip, shuffled, with checksums: those at the edges reach beyond the array.
        var edges = file.Find("edges")!;
        Assert.Equal([5, 7], edges.Dimensions);
        Assert.Equal(Enumerable.Range(0, 35).Select(k => k / 7 * 10.0 + k % 7 * 0.5 - 3), edges.ReadNumbers(0, 5));
        Assert.Equal(Enumerable.Range(7, 14).Select(k => k / 7 * 10.0 + k % 7 * 0.5 - 3), edges.ReadNumbers(1, 2));
        Assert.Equal([1.5, -2.25, 3e10f, 0], file.Find("plain")!.ReadNumbers(0, 4));
        Assert.Equal([-1, 0], file.Find("signed")!.ReadNumbers(1, 1));
        Assert.Equal(new double[8], file.Find("unwritten")!.ReadNumbers(0, 4));

        var bytes = file.Find("bytes")!;
        Assert.True(bytes.IsBytes);
        Assert.Equal(Enumerable.Range(90, 90).Select(k => (byte)(k * 7 % 251)), bytes.Read(1, 1));
    }

    [Fact]
    public void The_newest_structures_are_read_too()
    {
        using var newest = new Hdf5File(Golden("numbers-v3.h5"));
        Assert.Equal([1.5, -2.25, 3e10f, 0], newest.Find("plain")!.ReadNumbers(0, 4));
        Assert.Equal(new double[35], newest.Find("edges")!.ReadNumbers(0, 5));
    }

    /// <summary>LZF leaves a chunk as it is that it cannot make smaller, and says so in the chunk's mask.</summary>
    [Fact]
    public void Chunks_that_a_filter_left_out_are_read_as_they_were_written()
    {
        using var file = new Hdf5File(Golden("unpacked.h5"));
        var numbers = Enumerable.Range(0, 32).Select(k => (ulong)k * 2654435761).ToArray();

        Assert.Equal(numbers.Select(number => (double)(uint)number), file.Find("shuffled")!.ReadNumbers(0, 2));
        Assert.Equal(numbers[16..].Select(number => (byte)(number >> 13)), file.Find("bytes")!.Read(1, 1));
        Assert.Equal(numbers.Select(number => (byte)(number >> 13)), file.Find("bytes")!.Read(0, 2));
        Assert.Equal(Enumerable.Range(0, 32).Select(k => (double)k), file.Find("packed")!.ReadNumbers(0, 2));
    }

    [Fact]
    public void Many_threads_read_one_dataset()
    {
        using var file = new Hdf5File(Golden("numbers-v0.h5"));
        var (edges, bytes) = (file.Find("edges")!, file.Find("bytes")!);

        Parallel.For(0, 200, k =>
        {
            Assert.Equal(Enumerable.Range(k % 5 * 7, 7).Select(i => i / 7 * 10.0 + i % 7 * 0.5 - 3), edges.ReadNumbers(k % 5, 1));
            Assert.Equal(Enumerable.Range(k % 2 * 90, 90).Select(i => (byte)(i * 7 % 251)), bytes.Read(k % 2, 1));
        });
    }

    /// <summary>Followed without an end it would take the program down, not only the file.</summary>
    [Fact]
    public void An_index_that_leads_back_to_itself_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Golden("numbers-v0.h5"));
        // The root group's B-tree: it says that nodes lie below it, and the first of them is itself.
        var tree = bytes.AsSpan().IndexOf("TREE"u8);
        bytes[tree + 5] = 255;
        BitConverter.TryWriteBytes(bytes.AsSpan(tree + 32), (long)tree);
        File.WriteAllBytes(folder.PathOf("loop.h5"), bytes);

        using var file = new Hdf5File(folder.PathOf("loop.h5"));
        Assert.Contains("leads back to itself", Assert.Throws<InvalidDataException>(() => file.Find("edges")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_supported_says_so_and_what_to_do()
    {
        // The number of LZF, in the header of the one dataset that names it.
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Golden("numbers-v0.h5"));
        bytes[bytes.AsSpan().IndexOf("lzf\0"u8) - 8] = 4;
        File.WriteAllBytes(folder.PathOf("other.h5"), bytes);
        using var other = new Hdf5File(folder.PathOf("other.h5"));
        Assert.Contains("h5repack", Assert.Throws<InvalidDataException>(() => other.Find("bytes")).Message, StringComparison.Ordinal);

        using var old = new Hdf5File(Golden("numbers-v0.h5"));
        Assert.Null(old.Find("none"));
        Assert.Contains("not a dataset", Assert.Throws<InvalidDataException>(() => old.Find("group")).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<InvalidDataException>(() => old.Find("name"));
    }

    [Theory]
    [InlineData("numbers-v0.h5")]
    [InlineData("numbers-v2.h5")]
    public void Cut_off_or_damaged_files_are_plain_errors(string name)
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Golden(name));
        var random = new Random(4);
        for (var k = 0; k < 400; k++)
        {
            // Cut off in the first half of the cases, up to 8 bytes overwritten in the second.
            var bytes = k < 200 ? whole[..(whole.Length * k / 200)] : whole.ToArray();
            for (var i = 0; k >= 200 && i < 8; i++) bytes[random.Next(bytes.Length / 2)] = (byte)random.Next(256);
            var path = folder.PathOf("damaged.h5");
            File.WriteAllBytes(path, bytes);
            try
            {
                using var file = new Hdf5File(path);
                foreach (var member in file.Names)
                {
                    try
                    {
                        if (file.Find(member) is { } dataset && dataset.Dimensions[0] < 100) dataset.ReadNumbers(0, dataset.Dimensions[0]);
                    }
                    catch (InvalidDataException)
                    {
                        // As it should be.
                    }
                }
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);
}
