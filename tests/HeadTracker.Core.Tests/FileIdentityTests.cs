namespace HeadTracker.Core.Tests;

public sealed class FileIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headtracker-test-").FullName;
    private readonly string _photo;

    public FileIdentityTests()
    {
        Directory.CreateDirectory(At("photos"));
        _photo = At("photos/Face.jpg");
        File.WriteAllText(_photo, "pixels");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("photos/./Face.jpg")]
    [InlineData("photos//Face.jpg")]
    [InlineData("missing/../photos/Face.jpg")]
    public void Ways_to_write_one_file(string path) => Assert.True(FileIdentity.AreSame(_photo, At(path)));

    [Theory]
    [InlineData("photos/")]
    [InlineData("photos//")]
    [InlineData("photos/.")]
    [InlineData("photos/../photos/")]
    public void Ways_to_write_one_folder(string path) => Assert.True(FileIdentity.AreSame(At("photos"), At(path)));

    [Fact]
    public void Links_lead_to_what_they_point_to_wherever_they_stand()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateSymbolicLink(At("link"), "photos");
        Directory.CreateSymbolicLink(At("second"), At("link"));
        File.CreateSymbolicLink(At("photo"), "second/Face.jpg");

        Assert.True(FileIdentity.AreSame(_photo, At("link/Face.jpg")));
        Assert.True(FileIdentity.AreSame(_photo, At("second/Face.jpg")));
        Assert.True(FileIdentity.AreSame(_photo, At("photo")));
        Assert.True(FileIdentity.AreSame(At("photos"), At("second/")));
        Assert.False(FileIdentity.AreSame(_photo, At("second/Other.jpg")));
    }

    [Fact]
    public void Links_that_lead_nowhere_stay_what_they_are()
    {
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(At("lost"), "nowhere");
        File.CreateSymbolicLink(At("ring"), "ring");
        Assert.True(FileIdentity.AreSame(At("lost"), At("nowhere")));
        Assert.True(FileIdentity.AreSame(At("ring"), At("ring")));
        Assert.False(FileIdentity.AreSame(At("ring"), At("lost")));
    }

    [Fact]
    public void Case_counts_where_the_file_system_says_so()
    {
        Assert.Equal(File.Exists(At("photos/FACE.JPG")), FileIdentity.AreSame(_photo, At("photos/FACE.JPG")));
        Assert.Equal(Directory.Exists(At("PHOTOS")), FileIdentity.AreSame(_photo, At("PHOTOS/Face.jpg")));
    }

    [Fact]
    public void Two_names_that_differ_in_case_are_two_files_where_both_are_there()
    {
        File.WriteAllText(At("photos/FACE.JPG"), "others");
        if (File.ReadAllText(_photo) == "others") return;
        Assert.False(FileIdentity.AreSame(_photo, At("photos/FACE.JPG")));
    }

    [Fact]
    public void What_is_not_there_is_told_apart_by_its_name()
    {
        Assert.False(FileIdentity.AreSame(At("photos/new.jpg"), _photo));
        Assert.True(FileIdentity.AreSame(At("a/b/../new.jpg"), At("a/new.jpg")));
    }

    private string At(string path) => _folder + "/" + path;
}
