using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public sealed class ContainerCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory("mpeg4", "libvpx")]
    [InlineData("film.avi", "-c:v mpeg4")]
    [InlineData("index-first.mp4", "-c:v mpeg4 -movflags +faststart")]
    [InlineData("fragments.mp4", "-c:v mpeg4 -movflags frag_keyframe+empty_moov -g 5")]
    [InlineData("film.mov", "-c:v mpeg4 -movflags +faststart")]
    [InlineData("film.mkv", "-c:v mpeg4")]
    [InlineData("never-finished.mkv", "-c:v mpeg4 -f matroska -live 1")]
    [InlineData("film.webm", "-c:v libvpx -deadline realtime")]
    public void Only_files_without_their_end_are_cut_off(string name, string encoding)
    {
        var file = _folder.PathOf(name);
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=2", .. encoding.Split(' '), file]);
        Assert.False(ContainerCheck.IsCutOff(file));
        var whole = File.ReadAllBytes(file);
        Assert.True(ContainerCheck.IsCutOff(_folder.AddFile("cut", whole[..(2 * whole.Length / 3)])));
        Assert.False(ContainerCheck.IsCutOff(_folder.AddFile("longer", [.. whole, .. "something else behind it"u8])));

        using var cut = new VideoFileSource(_folder.PathOf("cut"));
        Assert.InRange(Read(cut), 5, 48);
        Assert.Matches("^cut breaks off after [0-9]+ frames; what could be read was used\\.$", cut.Problem);
    }

    /// <summary>Their figures say more pictures than there are to be seen.</summary>
    [FfmpegTheory("libx264", "pcm_s16le")]
    [InlineData("hidden-by-an-edit-list.mp4", "-f lavfi -i testsrc2=size=160x120:rate=30:duration=6 -c:v libx264 -g 300", "-ss 3.9 -c copy")]
    [InlineData("sound-lasts-longer.mkv",
        "-f lavfi -i testsrc2=size=160x120:rate=30:duration=2 -f lavfi -i sine=duration=8 -map 0 -map 1 -c:v libx264 -c:a pcm_s16le", null)]
    [InlineData("uneven-rate.mkv",
        "-f lavfi -i testsrc2=size=160x120:rate=30:duration=6 -vf select=lt(n\\,30)+not(mod(n\\,10)) -fps_mode passthrough -c:v libx264", null)]
    public void Whole_films_do_not_break_off(string name, string encoding, string? cutting)
    {
        var file = _folder.PathOf(name);
        Ffmpeg.Run([.. encoding.Split(' '), cutting is null ? file : _folder.PathOf("first.mp4")]);
        if (cutting is not null)
        {
            var (seek, copy) = (cutting.Split(' ')[..2], cutting.Split(' ')[2..]);
            Ffmpeg.Run([.. seek, "-i", _folder.PathOf("first.mp4"), .. copy, file]);
        }

        using var source = new VideoFileSource(file);
        var read = Read(source);
        Assert.True(read < 0.9 * source.FrameCount, $"{read} of {source.FrameCount}: the film shows nothing");
        Assert.Null(source.Problem);
    }

    private static long Read(VideoFileSource source)
    {
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var count = 0;
        while (source.TryRead(frame, default)) count++;
        return count;
    }
}
