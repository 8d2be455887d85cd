namespace HeadTracker.Synthesis.Gltf;

/// <summary>What one file may become in memory. Few bytes can ask for many: streams unpack, and meshes may share what they are made of.</summary>
/// <remarks>
/// Avatars of VALID take up to 44 MB decoded, 45,107 vertices in 8 meshes and 64 KB of JSON; everything here is some three times that or more.
/// </remarks>
internal sealed class GlbBudget
{
    /// <summary>Of the file itself, and of all that is unpacked and read from it together.</summary>
    public const long MostBytes = 128 << 20;

    /// <summary>Meshes are counted as often as nodes show them.</summary>
    public const int MostMeshes = 64, MostVertices = 1 << 18;

    /// <summary>Its elements refer to each other, so work may grow with its square.</summary>
    public const int MostJson = 1 << 20;

    private long _bytes;
    private int _meshes, _vertices;

    /// <summary>Called before what takes the bytes is made. Safe for several threads.</summary>
    /// <exception cref="InvalidDataException">It is too much.</exception>
    public void TakeBytes(long bytes)
    {
        if (bytes < 0 || Interlocked.Add(ref _bytes, bytes) > MostBytes) throw TooMuch($"{MostBytes >> 20} MiB of decoded data");
    }

    /// <inheritdoc cref="TakeBytes"/>
    public void TakeMesh(int vertices)
    {
        if (++_meshes > MostMeshes) throw TooMuch($"{MostMeshes} meshes");
        _vertices += vertices;
        if (_vertices > MostVertices) throw TooMuch($"{MostVertices} vertices");
    }

    public static InvalidDataException TooMuch(string limit) => new($"it holds more than {limit}");
}
