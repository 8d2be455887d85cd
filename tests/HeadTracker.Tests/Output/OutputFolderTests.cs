using HeadTracker.Output;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Output;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_written_through_a_link_and_what_is_private_is_its_users_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var others = _folder.AddFile("others", [7]);
        using (var folder = new OutputFolder(_folder.PathOf("out")) { IsPrivate = true })
        {
            File.CreateSymbolicLink(_folder.PathOf("out/poses.partial.csv"), others);
            File.WriteAllText(folder.Begin("poses.csv"), "1");
            folder.Commit();
        }

        Assert.Equal([7], File.ReadAllBytes(others));
        Assert.Equal("1", File.ReadAllText(_folder.PathOf("out/poses.csv")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("out/poses.csv")));
    }

    [Fact]
    public void Files_appear_with_commit_and_replace_older_ones()
    {
        _folder.AddFile("a.txt", [1]);
        using (var output = new OutputFolder(_folder.Path))
        {
            File.WriteAllText(output.Begin("a.txt"), "new");
            File.WriteAllText(output.Begin("b.txt"), "b");
            Assert.Equal(1, new FileInfo(_folder.PathOf("a.txt")).Length);
            output.Commit();
        }

        Assert.Equal(["a.txt", "b.txt"], _folder.Names.Order());
        Assert.Equal("new", File.ReadAllText(_folder.PathOf("a.txt")));
    }

    [Fact]
    public void Without_commit_nothing_stays_and_older_files_are_untouched()
    {
        _folder.AddFile("a.txt", [1]);
        using (var output = new OutputFolder(_folder.Path)) File.WriteAllText(output.Begin("a.txt"), "new");
        Assert.Equal(["a.txt"], _folder.Names);
        Assert.Equal([1], File.ReadAllBytes(_folder.PathOf("a.txt")));
    }

    [Fact]
    public void Folder_made_for_a_run_that_failed_goes_with_it()
    {
        var path = _folder.PathOf("new");
        using (var output = new OutputFolder(path)) File.WriteAllText(output.Begin("a.txt"), "x");
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void File_in_place_of_a_folder_is_refused()
    {
        var file = _folder.AddFile("file", [1]);
        Assert.Contains("is a file", Assert.Throws<UserErrorException>(() => new OutputFolder(file)).Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => new OutputFolder(Path.Combine(file, "below")));
    }

    [Fact]
    public void Full_disk_is_said_to_be_full()
    {
        if (!File.Exists("/dev/full")) return;
        using var output = new OutputFolder(_folder.Path);
        var error = Assert.Throws<UserErrorException>(() => output.Guard(() => File.WriteAllText("/dev/full", "x")));
        Assert.Contains("no space left", error.Message, StringComparison.Ordinal);
    }
}
