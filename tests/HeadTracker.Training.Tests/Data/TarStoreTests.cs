using System.Formats.Tar;
using System.Text;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Tests.Data;

public sealed class TarStoreTests
{
    [Fact]
    public void Files_are_read_in_place()
    {
        using var folder = new TemporaryFolder();
        using var store = new TarStore(Write(folder, ("./a.txt", "first"), ("b/c.txt", "second")));
        Assert.Equal(["a.txt", "b/c.txt"], store.Files);
        Assert.Equal("second", Encoding.ASCII.GetString(store.Read("b/c.txt")));
    }

    /// <summary>Every byte of both headers, with every second bit turned and with the largest value.</summary>
    [Fact]
    public void Damaged_headers_are_one_sentence_or_an_archive_whose_files_can_be_read()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, ("a.txt", "first"), ("c.txt", "second"));
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < 2048; i++)
        {
            foreach (var mask in (byte[])[0x55, 0xff])
            {
                var damaged = bytes.ToArray();
                damaged[i] ^= mask;
                File.WriteAllBytes(path, damaged);
                try
                {
                    using var store = new TarStore(path);
                    foreach (var name in store.Files) store.Read(name);
                }
                catch (UserErrorException e)
                {
                    Assert.StartsWith($"{path} cannot be read as a tar archive (", e.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', e.Message);
                }
            }
        }
    }

    /// <summary>The first header is that of the attributes of the first file.</summary>
    [Fact]
    public void Attributes_that_ask_for_a_gigabyte_are_refused_before_they_get_it()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, ("a.txt", "first"));
        var bytes = File.ReadAllBytes(path);
        "07777777777"u8.CopyTo(bytes.AsSpan(124));
        File.WriteAllBytes(path, bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("a name is longer than any", Assert.Throws<UserErrorException>(() => new TarStore(path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static string Write(TemporaryFolder folder, params (string Name, string Text)[] files)
    {
        var path = folder.PathOf("set.tar");
        using var writer = new TarWriter(File.Create(path));
        foreach (var (name, text) in files)
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)) });
        }

        return path;
    }
}
