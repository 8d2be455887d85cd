using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// Frames of clips, with what moves in the next fifth of a second: <see cref="RenderOptions.SamplesPerPerson"/> of a clip, evenly spread over it, and a
/// clip of every person. Of the options it takes seed, frame size, people and split; nothing is worn.
/// </summary>
public sealed class ClipRenderer : ISampleRenderer
{
    /// <summary>Frames from the one that is shown to the one up to which <see cref="SampleLabels.Motion"/> goes.</summary>
    public const int Later = 5;

    private const int ClipPurpose = 6;

    private readonly SynthesisAssets _assets;
    private readonly IdentityPool _people;

    /// <exception cref="UserErrorException">The options make no sense, or there is nobody to render.</exception>
    public ClipRenderer(SynthesisAssets assets, RenderOptions options)
    {
        options.Validate();
        (_assets, Options) = (assets, options);
        _people = new IdentityPool(assets, options);
    }

    public RenderOptions Options { get; }

    /// <inheritdoc/>
    public Sample Render(long index, LabelGrid? labels = null)
    {
        var (number, turn) = Math.DivRem(index, Options.SamplesPerPerson);
        var random = RandomExtensions.Seeded(Options.Seed, 2 * number + (Options.Split == IdentitySplit.Validation ? 1 : 0), ClipPurpose);
        var script = ClipScript.Wandering(Options.FrameSize, random);
        var clip = new RenderedClip(script, _people[number], random.Pick(_assets.Maps), random.Next());
        var frame = (int)(turn * (script.FrameCount - Later) / Options.SamplesPerPerson);
        var sample = clip.Render(frame, labels, frame + Later);
        return sample with { Truth = sample.Truth with { Index = index } };
    }
}
