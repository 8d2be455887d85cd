using HeadTracker.Filtering;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using HeadTracker.Tests.Capture;
using Xunit;

namespace HeadTracker.Tests.Profiles;

public sealed class ProfileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_profile_loads_again_and_names_the_schema_beside_it()
    {
        var profile = Profile.Of(_folder.PathOf("games.json"));
        profile.Save(TrackerSettings.Defaults with { Filter = new FilterOptions { PredictMs = 20 } });
        Assert.Equal(20, profile.Load().Filter.PredictMs);
        Assert.Equal("./profile.schema.json", profile.Load().Schema);
        Assert.True(File.Exists(_folder.PathOf("profile.schema.json")));
    }

    [Fact]
    public void A_name_is_a_file_in_the_users_folder() =>
        Assert.Equal(Path.Combine(Profile.Folder, "flight.json"), Profile.Of("flight").Path);

    [Fact]
    public void A_second_dashboard_on_one_profile_is_refused_by_name()
    {
        var profile = Profile.Of(_folder.PathOf("games.json"));
        using (profile.Hold())
        {
            Assert.Contains($"writes its settings to {profile.Path};", Assert.Throws<UserErrorException>(profile.Hold).Message, StringComparison.Ordinal);
            Profile.Of(_folder.PathOf("other.json")).Hold()!.Dispose();
        }

        profile.Hold()!.Dispose();
        Assert.Empty(_folder.Names);
        Assert.Null(Profile.Of(_folder.PathOf("no/such/folder.json")).Hold());
    }

    [Fact]
    public void A_missing_profile_says_how_to_make_it() =>
        Assert.Contains("--reset", Assert.Throws<UserErrorException>(Profile.Of(_folder.PathOf("none.json")).Load).Message, StringComparison.Ordinal);

    [Fact]
    public void A_wrong_key_is_named_with_the_file()
    {
        var file = _folder.PathOf("wrong.json");
        File.WriteAllText(file, """{"fliter":{}}""");
        Assert.Equal($"{file}: There is no setting 'fliter'; did you mean 'filter'.", Assert.Throws<UserErrorException>(Profile.Of(file).Load).Message);
    }

    [Fact]
    public void The_camera_is_remembered_and_the_rest_of_the_file_stays_as_it_was()
    {
        var file = _folder.PathOf("games.json");
        File.WriteAllText(file, """{"camera":{"source":"old","width":640,"height":480},"filter":{"predictMs":12}}""");
        Profile.Of(file).Remember(new CameraSettings { Source = "C920", Width = 1280, Height = 720, ExposureMs = 5 });
        Assert.Equal(
            """{"camera":{"source":"C920","width":1280,"height":720,"exposureMs":5},"filter":{"predictMs":12}}""",
            File.ReadAllText(file).Replace("\n", "").Replace(" ", ""));
    }

    [Fact]
    public void A_password_is_not_remembered_and_one_that_the_file_itself_has_stays()
    {
        var file = _folder.PathOf("door.json");
        File.WriteAllText(file, "{}");
        var camera = new CameraSettings { Source = "rtsp://ann:s^ecret@door.local/1?pwd=secret", Width = 640, Height = 480 };
        Assert.Equal("rtsp://door.local/1", Profile.Of(file).Remember(camera)!.Source);
        Assert.Null(Profile.Of(file).Remember(camera));
        Assert.DoesNotContain("ecret", File.ReadAllText(file), StringComparison.Ordinal);

        File.WriteAllText(file, $$$"""{"camera":{"source":"{{{camera.Source}}}","width":640}}""");
        Assert.Equal(camera.Source, Profile.Of(file).Remember(camera)!.Source);
        Assert.Equal(camera, Profile.Of(file).Load().Camera);
    }

    [Fact]
    public void A_profile_is_its_users_alone_and_never_written_through_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        var profile = Profile.Of(_folder.PathOf("games.json"));
        var others = _folder.AddFile("others", [7]);
        foreach (var name in new[] { "games.json.partial", "profile.schema.json.partial" }) File.CreateSymbolicLink(_folder.PathOf(name), others);
        profile.Save(TrackerSettings.Defaults);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(profile.Path));
        Assert.Equal([7], File.ReadAllBytes(others));
        Assert.Equal(["games.json", "others", "profile.schema.json"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nonsense_is_not_saved()
    {
        var profile = Profile.Of(_folder.PathOf("games.json"));
        Assert.Throws<UserErrorException>(() => profile.Save(TrackerSettings.Defaults with { Filter = new FilterOptions { PredictMs = -1 } }));
        Assert.False(profile.Exists);
    }
}
