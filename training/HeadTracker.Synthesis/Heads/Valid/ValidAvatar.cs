using System.Numerics;
using HeadTracker.Synthesis.Gltf;
using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>One person of the VALID library as its file holds it: meshes in the bind pose, in metres, and encoded textures.</summary>
internal sealed class ValidAvatar
{
    private readonly GlbFile _glb;
    private readonly string _path;

    private ValidAvatar(string path, GlbFile glb, ValidSkeleton skeleton, IReadOnlyList<ValidMesh> meshes)
    {
        (_path, _glb) = (path, glb);
        Meshes = meshes;
        Skeleton = skeleton;
    }

    public string Name => _glb.Name;

    public IReadOnlyList<ValidMesh> Meshes { get; }

    public ValidSkeleton Skeleton { get; }

    /// <summary>The whole body's skin and clothes.</summary>
    public ValidMesh Body => Find("H_DDS_HighRes") ?? throw new InvalidDataException($"{Name} has no body mesh: it is no VALID avatar.");

    public static ValidAvatar Load(string path)
    {
        var glb = GlbFile.Load(path);
        var skeleton = new ValidSkeleton(glb);
        var nodes = glb.List("nodes");
        var meshes = Enumerable.Range(0, nodes.Count)
            .Where(n => nodes[n].TryGetProperty("mesh", out _) && nodes[n].TryGetProperty("skin", out _) && !IsGlaze(nodes[n]))
            .Select(n => ValidMesh.Read(glb, n, skeleton))
            .ToList();
        return new ValidAvatar(path, glb, skeleton, meshes);
    }

    public ValidMesh? Find(string name) => Meshes.FirstOrDefault(m => m.Name == name);

    // Some avatars have a clear shell before each eye, without a texture. The eye's own shine stands for it here.
    private static bool IsGlaze(System.Text.Json.JsonElement node) => node.GetProperty("name").GetString()!.EndsWith("_trans", StringComparison.Ordinal);

    /// <summary>The picture of skin and clothes, as large as those of all avatars, so that they can be mixed.</summary>
    /// <exception cref="UserErrorException">It cannot be decoded, or is smaller.</exception>
    public Texture Skin(int image) => GlbFile.Guarded(_path, () =>
        Picture(image, ValidSource.TextureSide) is { Width: ValidSource.TextureSide, Height: ValidSource.TextureSide } skin
            ? skin
            : throw new InvalidDataException($"its skin's picture has less than {ValidSource.TextureSide} × {ValidSource.TextureSide} pixels"));

    /// <summary>A picture of the file, decoded.</summary>
    /// <exception cref="UserErrorException">It cannot be.</exception>
    public Texture Picture(int image, int largestSide) => GlbFile.Guarded(_path, () => TextureLoader.Decode(_glb.ImageBytes(image), largestSide));
}
