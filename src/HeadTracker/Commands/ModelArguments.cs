using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Commands;

/// <summary>The options that name models and what runs them.</summary>
internal sealed class ModelArguments
{
    public Option<string?> Model { get; } = new("--model", "-m")
    {
        HelpName = "NAME",
        Description = $"Pose model: an ONNX file, the name of one in models/ ('{CommandName.Typed} models' lists them), or 'landmarks' for none at all.",
    };

    public Option<string> Detector { get; } = new("--detector")
    {
        HelpName = "NAME",
        Description = "Face detector: blazeface, blazeface-front (faster, near faces only), or a BlazeFace or YuNet ONNX file. Default: blazeface.",
        DefaultValueFactory = _ => Engines.DefaultDetector,
    };

    public ChoiceOption Provider { get; } = new(
        "--provider", "What runs the networks; auto is the one that works and is fastest.", [.. ExecutionProviders.Words]);

    public NumberOption<int> Threads { get; } = new("--threads", 1, 64, "CPU threads of a network's run. Default: as many as pay, which is measured.");

    public NumberOption<float> FieldOfView { get; } =
        new("--fov", 1, 179, "The camera's diagonal field of view, which distances depend on. Default: "
            + "70. Photos may be cut, so without it their angles are told relative to the ray to the face.", "DEGREES");

    public NumberOption<float> MinimumScore { get; } =
        new("--min-score", 0.01f, 0.99f, "Least score of a face. Default: 0.5, for photos 0.6; 0.8 in closer looks.");

    public OptionGroup Group => new("Models", Model, Detector, MinimumScore, Provider, Threads, FieldOfView);

    /// <summary>Opens the models that the command line names.</summary>
    public Engines Open(ParseResult parsed, bool thorough = false) => Engines.Open(
        parsed.GetValue(Model), parsed.GetValue(Detector)!, ExecutionProviders.Parse(parsed.GetValue(Provider)!), thorough,
            parsed.GetValue(MinimumScore), parsed.GetValue(Threads) ?? 0);

    /// <summary>Opens the models that settings name.</summary>
    public Engines Open(ParseResult parsed, ModelSettings settings) => Engines.Open(
        settings.Pose, settings.Detector ?? Engines.DefaultDetector, ExecutionProviders.Parse(settings.Provider ?? "auto"), thorough: false,
            parsed.GetValue(MinimumScore), parsed.GetValue(Threads) ?? 0);

    /// <summary>Settings with what the command line says over them.</summary>
    public ModelSettings Overlay(ParseResult parsed, ModelSettings settings) => settings with
    {
        Pose = parsed.GetValue(Model) ?? settings.Pose,
        Detector = parsed.IsGiven(Detector) ? parsed.GetValue(Detector) : settings.Detector,
        Provider = parsed.IsGiven(Provider) ? parsed.GetValue(Provider) : settings.Provider,
    };

    public float FieldOfViewIn(ParseResult parsed) => parsed.GetValue(FieldOfView) ?? PinholeCamera.TypicalDiagonalFieldOfView;
}
