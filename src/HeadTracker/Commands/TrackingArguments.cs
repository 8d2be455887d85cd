using HeadTracker.Serialization;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Commands;

/// <summary>The options that several verbs share: where pictures come from, which models, how faces are followed.</summary>
internal sealed class TrackingArguments
{
    public Option<string[]> Source { get; } = new("--source", "-s")
    {
        HelpName = "NAME",
        Description = "Camera number or name, video file or GIF, picture, folder or 'pattern*.jpg', or an address (rtsp://…, http://…). Default: camera 0.",
        DefaultValueFactory = _ => ["0"],
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<Size?> Size { get; } = new("--size")
    {
        HelpName = "WxH",
        Description = "Picture size to ask a camera for. Default: 1280x720.",
        CustomParser = ParseSize,
    };

    public NumberOption<double> Rate { get; } =
        new("--fps", 0.1, 1000, "Rate to ask a camera for, or at which a folder of pictures is taken to run. Default: 30.");

    public Option<bool> Uncompressed { get; } = new("--uncompressed")
    {
        Description = "Do not ask a camera for MJPG; better pictures, but large ones come slowly over USB.",
    };

    public Option<bool> Loop { get; } = new("--loop") { Description = "Begin a clip anew at its end, until the run is ended." };

    public Option<bool> Mirror { get; } = new("--mirror")
    {
        Description = "Flip the picture left to right, as a mirror shows it; yaw, roll and x change sides with it.",
    };

    public NumberOption<double> Exposure { get; } =
        new("--exposure", 0.01, 1000, "Exposure to ask a camera for, in milliseconds. Default: as the camera likes.", "MS");

    public ProfileOption Profile { get; } = new();

    public ModelArguments Models { get; } = new();

    public ChoiceOption Faces { get; } = new("--faces", "Follow one face (the largest, then the one nearest to its last place) or all.", "one", "all");

    public ChoiceOption Filter { get; } = new("--filter", "What steadies the poses.", [.. PoseFilters.Names]);

    public PredictOption Predict { get; } = new();

    public NumberOption<int> DetectEvery { get; } =
        new("--detect-every", 1, 100_000, "Search the whole picture at least every N frames; in between faces are followed. Default: 15.");

    public NumberOption<int> LookEvery { get; } =
        new("--look-every", 1, 1000, "Let the detector look at a followed face at least every N frames; in between its picture is followed. Default: 4.");

    public NumberOption<long> Frames { get; } = new("--frames", 1, 1_000_000_000, "End after N frames.");

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Source", Source, Size, Rate, Exposure, Uncompressed, Mirror, Loop),
        Models.Group,
        new("Tracking", Profile, Faces, Filter, Predict, DetectEvery, LookEvery, Frames),
    ];

    /// <summary>The profile's settings, or the defaults, with what the command line says over them.</summary>
    /// <exception cref="UserErrorException">The profile is not there or wrong.</exception>
    public TrackerSettings SettingsIn(ParseResult parsed) => Overlay(parsed, Profile.In(parsed)?.Load() ?? TrackerSettings.Defaults);

    public TrackerSettings Overlay(ParseResult parsed, TrackerSettings settings) => settings with
    {
        Camera = Overlay(parsed, settings.Camera),
        Model = Models.Overlay(parsed, settings.Model),
        Filter = settings.Filter with
        {
            Kind = parsed.IsGiven(Filter) ? WireName.Parse<PoseFilterKind>(parsed.GetValue(Filter)!)!.Value : settings.Filter.Kind,
            PredictMs = parsed.GetValue(Predict) ?? settings.Filter.PredictMs,
        },
    };

    /// <summary>What to read; several pictures can only be named on the command line.</summary>
    public IReadOnlyList<string> SourcesIn(ParseResult parsed, TrackerSettings settings) =>
        parsed.IsGiven(Source) ? parsed.GetValue(Source)! : [settings.Camera.Source ?? "0"];

    public TrackerOptions TrackerOptions(ParseResult parsed, CameraSettings camera) => new(
        parsed.GetValue(Faces) == "all",
        parsed.GetValue(DetectEvery) ?? 15,
        camera.FieldOfView ?? PinholeCamera.TypicalDiagonalFieldOfView,
        parsed.GetValue(LookEvery) ?? 4);

    /// <summary>A camera's settings with the field of view that others have measured of its model, where nobody says another.</summary>
    /// <param name="camera">Stays as it is: what is known of a model is not the user's word, and no profile keeps it.</param>
    /// <param name="sources">As <c>--source</c>.</param>
    /// <param name="tell">Told, in one sentence, what was assumed.</param>
    public static CameraSettings WithKnownView(CameraSettings camera, IReadOnlyList<string> sources, Action<string> tell)
    {
        if (camera.FieldOfView is not null || sources is not [var source] || FrameSources.CameraCalled(source) is not { } called) return camera;
        var size = CaptureOptions(camera, pace: false).Size ?? Capture.CaptureOptions.DefaultSize;
        if (KnownCameras.DiagonalFieldOfView(called.Name, size.Width, size.Height) is not { } degrees) return camera;
        tell(FormattableString.Invariant(
            $"{called.Name} sees {degrees:0.0}° across the picture's diagonal, as others measured it; --fov or --calibrate-fov makes it surer."));
        return camera with { FieldOfView = degrees };
    }

    public static CaptureOptions CaptureOptions(CameraSettings camera, bool pace, bool loop = false) => new(
        camera is { Width: { } width, Height: { } height } ? new Size(width, height) : null,
        camera.Fps,
        !(camera.Uncompressed ?? false),
        pace,
        camera.ExposureMs) { Loop = loop, Mirror = camera.Mirror ?? false };

    private CameraSettings Overlay(ParseResult parsed, CameraSettings camera)
    {
        var size = parsed.GetValue(Size);
        return camera with
        {
            Source = parsed.IsGiven(Source) && parsed.GetValue(Source) is [var only] ? only : camera.Source,
            Width = size?.Width ?? camera.Width,
            Height = size?.Height ?? camera.Height,
            Fps = parsed.GetValue(Rate) ?? camera.Fps,
            ExposureMs = parsed.GetValue(Exposure) ?? camera.ExposureMs,
            Mirror = parsed.GetValue(Mirror) ? true : camera.Mirror,
            Uncompressed = parsed.GetValue(Uncompressed) ? true : camera.Uncompressed,
            FieldOfView = parsed.GetValue(Models.FieldOfView) ?? camera.FieldOfView,
        };
    }

    private static Size? ParseSize(ArgumentResult result)
    {
        if (TryParseSize(result.Tokens[0].Value) is { } size) return size;
        result.AddError($"--size takes a size like 1280x720, not '{result.Tokens[0].Value}'");
        return null;
    }

    /// <summary>Reads "1280x720"; null when it is none.</summary>
    internal static Size? TryParseSize(string text)
    {
        var parts = text.Split('x', 'X', '×');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0)
        {
            return new Size(width, height);
        }

        return null;
    }
}
