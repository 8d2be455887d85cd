using System.Collections.Concurrent;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Sensing;
using HeadTracker.Synthesis.Surfaces;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>One rendered picture and what is known of it.</summary>
/// <param name="Picture">The full frame, 8-bit BGR; disposed with the sample.</param>
/// <param name="Truth">Pose, landmarks, identity.</param>
/// <param name="Segmentation">What each pixel shows, row-major; null unless asked for.</param>
/// <param name="Depth">Metres along the camera's axis, +∞ for background; null unless asked for.</param>
public sealed record Sample(Mat Picture, SampleTruth Truth, SegmentationClass[]? Segmentation, float[]? Depth) : IDisposable
{
    /// <summary>Dense labels of the region that was asked for; null unless one was.</summary>
    public SampleLabels? Labels { get; init; }

    public void Dispose() => Picture.Dispose();
}

/// <summary>
/// Renders labelled heads by number: the same options and number give the same bytes, on any thread and in any order. Safe to
/// call from several threads at once; neighbouring numbers share a person, so give each thread a run of them.
/// </summary>
public sealed class SampleRenderer : ISampleRenderer
{
    private const int ScenePurpose = 2;

    private readonly SynthesisAssets _assets;
    private readonly RenderOptions _options;
    private readonly IdentityPool _people;
    private readonly ConcurrentBag<Workspace> _idle = [];

    /// <exception cref="UserErrorException">The options make no sense, or there is nobody to render.</exception>
    public SampleRenderer(SynthesisAssets assets, RenderOptions options)
    {
        options.Validate();
        (_assets, _options) = (assets, options);
        _people = new IdentityPool(assets, options);
    }

    public RenderOptions Options => _options;

    Sample ISampleRenderer.Render(long index, LabelGrid? labels) => Render(index, labels: labels);

    /// <summary>Renders one sample; the caller disposes it.</summary>
    /// <param name="index">0 or more.</param>
    /// <param name="withMaps">Also give segmentation and depth.</param>
    /// <param name="labels">Also label a region densely; the picture stays the same.</param>
    public Sample Render(long index, bool withMaps = false, LabelGrid? labels = null)
    {
        if (!_idle.TryTake(out var workspace)) workspace = new Workspace(_options.FrameSize);
        try
        {
            var random = RandomExtensions.Seeded(_options.Seed, 2 * index + (_options.Split == IdentitySplit.Validation ? 1 : 0), ScenePurpose);
            var person = _people[_options.PersonOf(index)];
            var (scene, truth) = workspace.Composer.Compose(person, random, _assets.Maps, _options, index);
            workspace.Renderer.Render(scene, workspace.Frame);
            var picture = Sensor.Expose(workspace.Frame, SensorSettings.Draw(random, _options.FrameSize), random);
            truth = truth with { Visible = VisibleShare(truth, workspace.Frame) };
            return new Sample(picture, truth, withMaps ? [.. workspace.Frame.Segmentation] : null, withMaps ? [.. workspace.Frame.Depth] : null)
            {
                Labels = labels is null ? null : Label(workspace.Renderer, labels, labels.Region(picture, truth), truth),
            };
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    private static SampleLabels Label(FrameRenderer renderer, LabelGrid grid, FaceBox region, SampleTruth truth) =>
        SampleLabels.Of(renderer.Label(region, grid.Side), region, truth, renderer.Shows(truth.LandmarkPoints, truth.Camera));

    private static float VisibleShare(SampleTruth truth, RenderedFrame frame)
    {
        const int FirstInner = 17;
        var visible = 0;
        foreach (var landmark in truth.Landmarks.AsSpan(FirstInner))
        {
            var (x, y) = ((int)MathF.Round(landmark.X), (int)MathF.Round(landmark.Y));
            if ((uint)x >= (uint)frame.Width || (uint)y >= (uint)frame.Height) continue;
            if (frame.Segmentation[y * frame.Width
                + x] is SegmentationClass.Skin or SegmentationClass.Eye or SegmentationClass.Mouth or SegmentationClass.Accessory) visible++;
        }

        return visible / (float)(truth.Landmarks.Length - FirstInner);
    }

    private sealed class Workspace(int size)
    {
        public SceneComposer Composer { get; } = new();

        public FrameRenderer Renderer { get; } = new();

        public RenderedFrame Frame { get; } = new(size, size);
    }
}
