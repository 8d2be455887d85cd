using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace HeadTracker.Training.Data.Packing;

/// <summary>
/// Writes a packed set sample by sample. The file gets its name only in <see cref="Complete"/>; before, or when that is never
/// called, an older file of that name stays as it is. Not thread-safe.
/// </summary>
public sealed class PackWriter : IDisposable
{
    private readonly string path;
    private readonly string partial;
    private readonly PackHeader header;
    private readonly FileStream stream;
    private readonly List<PackedLabel> labels = [];
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> identities = new(StringComparer.Ordinal);
    private readonly List<PackSource> sources = [];
    private bool completed;

    /// <param name="path">Where the set will be.</param>
    /// <param name="header">Sizes and crop rule; the lists are filled from the samples.</param>
    /// <exception cref="UserErrorException">The file cannot be made.</exception>
    public PackWriter(string path, PackHeader header)
    {
        this.path = Path.GetFullPath(path);
        this.header = header;
        partial = this.path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this.path)!);
            stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
            stream.Write(new byte[PackFormat.ImagesOffset]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public int Count => labels.Count;

    /// <summary>Declares where the following samples come from.</summary>
    /// <returns>The number to give to <see cref="Add"/>.</returns>
    public ushort AddSource(PackSource source)
    {
        sources.Add(source);
        return checked((ushort)(sources.Count - 1));
    }

    /// <param name="rgb">Rows of RGB bytes, <see cref="PackHeader.BytesPerImage"/> of them.</param>
    /// <param name="face">Its rotation, weight, identity and name are kept, and the proportions of its box.</param>
    /// <param name="source">From <see cref="AddSource"/>.</param>
    /// <exception cref="UserErrorException">The disk is full or the file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> rgb, LabelledFace face, ushort source)
    {
        if (rgb.Length != header.BytesPerImage) throw new ArgumentException($"{rgb.Length} bytes are no image of {header.StoredSize} pixels a side.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(source, sources.Count);
        try
        {
            stream.Write(rgb);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }

        var region = header.Crop.RegionFor(face.Box);
        labels.Add(new PackedLabel(face.Rotation, face.Weight, source, IdentityOf(face.Identity), region.Width / region.Height));
        names.Add(face.Image);
    }

    /// <summary>Writes labels and header and gives the file its name.</summary>
    public void Complete()
    {
        try
        {
            var labelsOffset = stream.Position;
            stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(labels)));
            var textOffset = stream.Position;
            JsonSerializer.Serialize(stream, header with { Sources = sources, Identities = [.. identities.Keys], Names = names }, PackFormat.Json);
            var end = stream.Position;

            Span<byte> preamble = stackalloc byte[PackFormat.PreambleLength];
            PackFormat.Magic.CopyTo(preamble);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[8..], labels.Count);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[16..], labelsOffset);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[24..], textOffset);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[32..], end - textOffset);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[40..], end);
            stream.Position = 0;
            stream.Write(preamble);
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(partial, path, overwrite: true);
            completed = true;
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public void Dispose()
    {
        if (completed) return;
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // The buffer's rest does not fit on the disk; the file is deleted anyway.
        }

        File.Delete(partial);
    }

    private int IdentityOf(string name)
    {
        if (name.Length == 0) return -1;
        if (!identities.TryGetValue(name, out var number)) identities[name] = number = identities.Count;
        return number;
    }

    private UserErrorException Failed(Exception e) =>
        new($"{path} cannot be written ({e.Message.TrimEnd('.')}); free some space or give another place.", e);
}
