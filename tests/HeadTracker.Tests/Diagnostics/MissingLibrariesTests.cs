using HeadTracker.Diagnostics;

namespace HeadTracker.Tests.Diagnostics;

public sealed class MissingLibrariesTests
{
    private static readonly string OpenCv = Path.Combine(AppContext.BaseDirectory, "libOpenCvSharpExtern.so");

    [Fact]
    public void Names_of_needed_libraries_are_read_from_the_file()
    {
        if (!OperatingSystem.IsLinux()) return;
        string[] some = ["libgtk-3.so.0", "libfreetype.so.6", "libharfbuzz.so.0", "libdrm.so.2", "libatomic.so.1", "libc.so.6"];
        Assert.Superset(some.ToHashSet(), ElfFile.NeededBy(OpenCv).ToHashSet());
        Assert.Empty(ElfFile.NeededBy("/dev/null"));
        Assert.Empty(ElfFile.NeededBy("/nowhere"));
        Assert.Empty(ElfFile.NeededBy(typeof(MissingLibrariesTests).Assembly.Location));
    }

    [Fact]
    public void A_file_cut_short_needs_nothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        var file = Path.GetTempFileName();
        try
        {
            using (var whole = File.OpenRead(OpenCv))
            {
                var start = new byte[5000];
                whole.ReadExactly(start);
                File.WriteAllBytes(file, start);
            }

            Assert.Empty(ElfFile.NeededBy(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_is_there_is_not_missing()
    {
        if (OperatingSystem.IsLinux()) Assert.Null(MissingLibraries.OfOpenCv());
    }

    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        if (!OperatingSystem.IsLinux()) return;
        // The smallest library at hand, made to need another one than libc.
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var source = Directory.EnumerateFiles(runtime, "libSystem.*.so").MinBy(file => new FileInfo(file).Length)!;
        var bytes = File.ReadAllBytes(source);
        Assert.Contains("libc.so.6", ElfFile.NeededBy(source));
        for (int at; (at = bytes.AsSpan().IndexOf("libc.so.6\0"u8)) >= 0;) "libq"u8.CopyTo(bytes.AsSpan(at));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, bytes);
            Assert.Equal(["libq.so.6"], MissingLibraries.Of(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_sentence_names_libraries_and_packages()
    {
        Assert.Equal(
            "OpenCV's library needs libgtk-3.so.0, libgdk-3.so.0, libatomic.so.1, which are not on this machine: "
            + "'sudo apt-get install libgtk-3-0 libatomic1' brings them on Debian and Ubuntu.",
            MissingLibraries.Sentence(["libgtk-3.so.0", "libgdk-3.so.0", "libatomic.so.1"]));
        Assert.Equal(
            "OpenCV's library needs libother.so.1, which is not on this machine: install what holds them with this system's package manager.",
            MissingLibraries.Sentence(["libother.so.1"]));
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/libGL.so.1.7.0", true)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libGLX_mesa.so.0", true)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libglib-2.0.so.0", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libglapi.so.0", false)]
    [InlineData("/app/libOpenCvSharpExtern.so", true)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libavcodec.so.59", true)]
    public void Loaded_libraries_are_listed_when_they_matter(string path, bool matters) =>
        Assert.Equal(matters, NativeLibraries.IsInteresting(path));
}
