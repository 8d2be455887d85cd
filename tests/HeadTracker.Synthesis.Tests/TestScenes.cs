using System.Numerics;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Tests;

namespace HeadTracker.Synthesis.Tests;

/// <summary>What several tests need: people and light without npm's packages.</summary>
internal static class TestScenes
{
    public const string Avatars = "data/avatars";

    private static readonly Lazy<ValidSource> Source = new(() => new ValidSource(SharedData.PathOf(Avatars)));

    public static ValidSource Valid => Source.Value;

    /// <summary>VALID people under a plain sky.</summary>
    public static SynthesisAssets Assets => new([Sky()], null, Valid);

    /// <summary>White above, grey below, a warm lamp to the left of the viewer.</summary>
    public static EnvironmentMap Sky()
    {
        var pixels = new Vector4[32 * 16];
        for (var y = 0; y < 16; y++)
        {
            for (var x = 0; x < 32; x++) pixels[y * 32 + x] = y < 8 ? Vector4.One : new Vector4(0.3f);
        }

        pixels[6 * 32 + 4] = new Vector4(9, 7, 5, 1);
        return EnvironmentMap.FromPixels("sky", 32, 16, pixels);
    }
}

/// <summary>A fact that needs the npm packages of the folder training and says so when they are not there.</summary>
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute()
    {
        if (!Directory.Exists(Modules)) Skip = "skipped: training/node_modules is not here; run 'npm ci' in the folder training";
    }

    public static string Modules { get; } = Path.Combine(SharedData.RepositoryRoot, "training", "node_modules");
}
