using static TorchSharp.torch;

namespace HeadTracker.Training.Checkpoints;

/// <summary>
/// Named tensors in one file, in the safetensors format that the field exchanges weights in. Tensor memory is read and written in place, without a
/// copy in between.
/// </summary>
public static class Safetensors
{
    /// <summary>Reads every tensor; they are made in the current dispose scope.</summary>
    /// <exception cref="UserErrorException">The file is missing, broken, cut short or damaged.</exception>
    public static SafetensorsFile Load(string path) => Open(path, (stream, header) =>
    {
        SafetensorsChecksum.Verify(stream, header);
        var start = stream.Position;
        var tensors = new Dictionary<string, Tensor>(header.Entries.Count);
        using var scope = NewDisposeScope();
        foreach (var entry in header.Entries.OrderBy(entry => entry.Begin))
        {
            var tensor = empty(entry.Shape, entry.Type, CPU);
            stream.Position = start + entry.Begin;
            if (entry.Begin < entry.End) stream.ReadExactly(tensor.bytes);
            tensors.Add(entry.Name, tensor);
        }

        scope.MoveToOuter(tensors.Values);
        return new SafetensorsFile(tensors, header.Metadata);
    });

    /// <summary>Holds a file against its checksum, if it has one, without reading a tensor, and gives its metadata.</summary>
    /// <exception cref="UserErrorException">The file is missing, broken, cut short or damaged.</exception>
    public static IReadOnlyDictionary<string, string> Verify(string path) => Open(path, (stream, header) =>
    {
        SafetensorsChecksum.Verify(stream, header);
        return header.Metadata;
    });

    /// <summary>Reads the metadata alone.</summary>
    /// <exception cref="UserErrorException">The file is missing, broken or cut short.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) => Open(path, (_, header) => header.Metadata);

    /// <summary>Writes beside the file first and replaces it whole at the end: what was there before survives any failure.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">On any device, of any layout; written in row-major order.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <param name="checksum">Adds one to the metadata, which <see cref="Load"/> holds the file against.</param>
    /// <exception cref="UserErrorException">The disk is full, or the folder cannot be written.</exception>
    public static void Save(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool checksum = false)
    {
        var all = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>());
        if (checksum) all[SafetensorsChecksum.Key] = SafetensorsChecksum.Blank;
        var header = new SafetensorsHeader(Place(tensors), all);
        AtomicFile.Write(path, partial =>
        {
            using var stream = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            stream.Write(header.Format());
            foreach (var entry in header.Entries) Write(stream, tensors[entry.Name]);
            if (checksum) SafetensorsChecksum.Seal(stream);
        });
    }

    // Wide types first, so that every tensor is aligned to its own element size; names order the rest.
    private static List<SafetensorsEntry> Place(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entries = new List<SafetensorsEntry>(tensors.Count);
        long next = 0;
        foreach (var (name, tensor) in tensors.OrderByDescending(pair => SafetensorsEntry.SizeOf(pair.Value.dtype))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (SafetensorsEntry.SizeOf(tensor.dtype) == 0) throw new NotSupportedException($"Safetensors has no type for {tensor.dtype} ('{name}').");
            var entry = new SafetensorsEntry(name, tensor.dtype, tensor.shape, next, 0);
            entries.Add(entry with { End = next += entry.Bytes });
        }

        return entries;
    }

    private static void Write(FileStream stream, Tensor tensor)
    {
        if (tensor.numel() == 0) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        stream.Write(tensor.detach().cpu().contiguous().bytes);
    }

    private static T Open<T>(string path, Func<FileStream, SafetensorsHeader, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return read(stream, SafetensorsHeader.Read(stream));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"{path} does not exist; check the path.", e);
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException($"{path} is no whole safetensors file ({e.Message}); copy or download it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message.TrimEnd('.')}); check the disk and the file's permissions.", e);
        }
    }
}
