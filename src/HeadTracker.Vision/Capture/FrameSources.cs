using System.Globalization;
using System.IO.Enumeration;
using HeadTracker.Settings;

namespace HeadTracker.Capture;

/// <summary>Opens what the user names after <c>--source</c>.</summary>
public static class FrameSources
{
    private const string Pipe = "pipe:";

    /// <summary>
    /// A camera's number or name, a video file or animated GIF, a picture, a folder or pattern of pictures, a device or pipe, or an address;
    /// several names must all be pictures. What is a file is taken for one, whatever else its name may look like.
    /// </summary>
    /// <param name="sources">At least one.</param>
    /// <param name="options">What to ask a camera for, and whether files are paced.</param>
    /// <param name="report">Told when a live source is away (a sentence) and back (null).</param>
    /// <exception cref="UserErrorException">There is no such source, or it cannot be opened.</exception>
    public static IFrameSource Open(IReadOnlyList<string> sources, CaptureOptions options, Action<string?> report)
    {
        var source = OpenOnce(sources, options, report);
        // What comes through a pipe is gone.
        var canRepeat = !source.IsLive && !sources.Any(name => name.StartsWith(Pipe, StringComparison.Ordinal) || SpecialFile.IsPipe(name));
        if (options.Loop && canRepeat) source = new LoopedSource(source, () => OpenOnce(sources, options, report));
        return options.Mirror ? new MirroredSource(source) : source;
    }

    private static IFrameSource OpenOnce(IReadOnlyList<string> sources, CaptureOptions options, Action<string?> report)
    {
        var rate = options.FramesPerSecond ?? CaptureOptions.DefaultFramesPerSecond;
        if (sources.Count > 1) return Paced(new ImageFilesSource($"{sources.Count} files", [.. sources.Select(Existing)], rate), options);

        var source = sources[0];
        if (CameraCalled(source) is { } camera) return OpenCamera(camera.Number, camera.Name, options, report);
        if (File.Exists(source)) return Paced(OpenFile(source, rate), options);
        if (Directory.Exists(source)) return Paced(OpenFolder(source, "*", rate), options);
        if (source.StartsWith(Pipe, StringComparison.Ordinal)) return Paced(NetworkFilm.OpenPipe(source, Pipe + source[Pipe.Length..].TrimStart('/')), options);
        if (SourceText.IsAddress(source)) return OpenAddress(source, rate, options, report);
        if (source.Contains('*') || source.Contains('?'))
        {
            var folder = Path.GetDirectoryName(source);
            return Paced(OpenFolder(string.IsNullOrEmpty(folder) ? "." : folder, Path.GetFileName(source), rate), options);
        }

        throw new UserErrorException(
            $"There is no file, folder or camera called '{SourceText.Shown(source)}'; '{CommandName.Typed} devices' lists the cameras of this machine.");
    }

    /// <summary>The number and name of the camera that a source means, whether or not it can be opened; null when the source is something else.</summary>
    /// <exception cref="UserErrorException">Several cameras contain the name.</exception>
    public static (int Number, string Name)? CameraCalled(string source)
    {
        if (SpecialFile.CameraAt(source) is { } device) return (device, NameOf(device));
        if (File.Exists(source)) return null;
        if (int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return (number, NameOf(number));
        // What looks like a path, a pattern or an address was meant as one; anything else may be a camera's name.
        if (source.AsSpan().IndexOfAny("/\\*?") >= 0 || source.StartsWith(Pipe, StringComparison.Ordinal) || Directory.Exists(source)) return null;
        return CameraList.ByName(CameraList.Find(), source) is { } camera ? (camera.Number, camera.Name) : null;
    }

    /// <summary>Pictures of a folder that fit a pattern, in natural order: frame2 before frame10.</summary>
    public static IReadOnlyList<string> PicturesIn(string folder, string pattern)
    {
        if (!Directory.Exists(folder)) throw new UserErrorException($"There is no folder {folder}; check the path.");
        var files = Directory.EnumerateFiles(folder)
            .Where(file => ImageFile.IsImage(file) && FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file)))
            .Order(NaturalOrder.Instance)
            .ToList();
        return files.Count > 0
            ? files
            : throw new UserErrorException($"No picture in {folder} fits '{pattern}'; pictures end in .jpg, .png, .bmp, .webp or .tif.");
    }

    private static IFrameSource OpenFile(string file, double rate)
    {
        if (!SpecialFile.IsPipe(file)) return ImageFile.IsImage(file) ? new ImageFilesSource(Path.GetFileName(file), [file], rate) : new VideoFileSource(file);
        return NetworkFilm.OpenPipe(file, SpecialFile.IsStandardInput(file) ? FfmpegDecoder.StandardInput : FfmpegFilm.NameOf(file));
    }

    private static IFrameSource OpenCamera(int number, string name, CaptureOptions options, Action<string?> report) =>
        new ReconnectingSource(_ => new CameraSource(number, name, options), report);

    private static IFrameSource OpenAddress(string source, double rate, CaptureOptions options, Action<string?> report)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address))
        {
            throw new UserErrorException($"'{SourceText.Shown(source)}' is not an address; write it like rtsp://camera.local/stream.");
        }

        if (address.IsFile) return OpenOnce([address.LocalPath], options, report);
        NetworkStreamSource? first;
        try
        {
            first = new NetworkStreamSource(address);
        }
        catch (UserErrorException)
        {
            // ffmpeg only reads on where a server cannot seek, and there are films that it then cannot open.
            if (HttpFile.Find(address) is not { } file) throw;
            return Paced(file.Fetch(rate), options);
        }

        var input = first.Input;
        if (!NetworkFilm.Is(address, input))
        {
            return new ReconnectingSource(cancellation => Interlocked.Exchange(ref first, null) ?? new NetworkStreamSource(address, cancellation), report);
        }

        first.Dispose();
        return Paced(NetworkFilm.Open(address, input, rate), options);
    }

    private static ImageFilesSource OpenFolder(string folder, string pattern, double rate) =>
        new(Path.Combine(folder, pattern == "*" ? "" : pattern), PicturesIn(folder, pattern), rate);

    private static IFrameSource Paced(IFrameSource source, CaptureOptions options) => options.Pace ? new PacedSource(source) : source;

    private static string NameOf(int number) => CameraList.Find().FirstOrDefault(camera => camera.Number == number)?.Name ?? $"Camera {number}";

    private static string Existing(string file)
    {
        if (!File.Exists(file)) throw new UserErrorException($"There is no file {SourceText.Shown(file)}; check the path.");
        return ImageFile.IsImage(file) ? file : throw new UserErrorException($"{file} is not a picture; several sources at once must all be pictures.");
    }
}
