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

    [Fact]
    public void A_second_run_is_refused_until_the_first_has_ended()
    {
        var first = new OutputFolder(_folder.Path);
        File.WriteAllText(first.Begin("a.txt"), "first");
        var error = Assert.Throws<UserErrorException>(() => new OutputFolder(_folder.Path + Path.DirectorySeparatorChar));
        Assert.Contains("another run is writing to", error.Message, StringComparison.Ordinal);
        first.Commit();
        first.Dispose();
        using (var second = new OutputFolder(_folder.Path)) File.WriteAllText(second.Begin("b.txt"), "second");
        Assert.Equal(["a.txt"], _folder.Names);
        Assert.Equal("first", File.ReadAllText(_folder.PathOf("a.txt")));
    }

    [Fact]
    public void What_a_run_that_died_left_is_no_lock_and_no_content()
    {
        _folder.AddFile(".headtracker.lock", []);
        _folder.AddFile("a.partial.txt", [1, 2, 3]);
        using (var output = new OutputFolder(_folder.Path))
        {
            Assert.Equal(0, new FileInfo(output.Begin("a.txt")).Length);
            File.WriteAllText(output.Begin("a.txt"), "new");
            output.Commit();
        }

        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void A_link_in_place_of_a_partial_file_is_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        var elsewhere = _folder.AddFile("elsewhere", [1]);
        Directory.CreateDirectory(_folder.PathOf("out"));
        File.CreateSymbolicLink(_folder.PathOf("out/a.partial.txt"), elsewhere);
        using var output = new OutputFolder(_folder.PathOf("out"));
        File.WriteAllText(output.Begin("a.txt"), "new");
        output.Commit();
        Assert.Equal([1], File.ReadAllBytes(elsewhere));
    }

    [Fact]
    public void What_the_run_reads_is_never_replaced()
    {
        var film = _folder.AddFile("annotated.mp4", [1]);
        using var output = new OutputFolder(_folder.Path, new Original("source", film));
        Assert.Contains("would replace the source", Assert.Throws<UserErrorException>(() => output.Begin("annotated.mp4")).Message, StringComparison.Ordinal);
        Assert.NotNull(output.Begin("poses.jsonl"));
    }
}
