using System.IO.Compression;
using HeadTracker.Training.Checkpoints;
using static TorchSharp.torch;

namespace HeadTracker.Training.Import;

/// <summary>
/// A state dict as <c>torch.save</c> writes it since PyTorch 1.6: a zip archive with a pickle, which names tensors, and a file of raw elements for each
/// storage. Open while tensors are read.
/// </summary>
/// <remarks>
/// Neither TorchSharp, which reads its own format and TorchScript, nor TorchSharp.PyBridge 1.4.4 reads it here: the latter makes tensors of any size that
/// a pickle claims before a caller can look at it, and gives scalars a dimension.
/// </remarks>
internal sealed class TorchFile : IDisposable
{
    private const string Pickle = "data.pkl";

    /// <summary>Bytes; that of a ResNet-152 has 0.1 MB.</summary>
    private const int LongestPickle = 1 << 22;

    private readonly ZipArchive _archive;
    private readonly string _folder;

    private TorchFile(ZipArchive archive, string folder, IReadOnlyDictionary<string, TorchTensor> tensors) =>
        (_archive, _folder, Tensors) = (archive, folder, tensors);

    /// <summary>What the file says of itself, by name; nothing of their elements is read yet.</summary>
    public IReadOnlyDictionary<string, TorchTensor> Tensors { get; }

    /// <exception cref="InvalidDataException">It is no such file, or not whole.</exception>
    public static TorchFile Open(Stream stream)
    {
        if (stream.Length >= 2 && !StartsAsZip(stream))
            throw new InvalidDataException("it is no zip archive, as torch.save has written since PyTorch 1.6; load and save it again with a newer PyTorch");
        var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        try
        {
            var entry = archive.Entries.FirstOrDefault(file => file.Name == Pickle) ?? throw new InvalidDataException($"it holds no {Pickle}");
            if (entry.Length > LongestPickle) throw new InvalidDataException($"its {Pickle} is too long for a network's");
            var pickle = new byte[entry.Length];
            Fill(entry, pickle);
            return new TorchFile(archive, entry.FullName[..^Pickle.Length], StateDictPickle.Read(pickle));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>A tensor's elements, contiguous, made in the current dispose scope.</summary>
    /// <exception cref="InvalidDataException">They are not all there.</exception>
    public Tensor Read(string name)
    {
        var (file, type, elements, offset, shape, stride) = Tensors[name];
        if (!IsInside(offset, shape, stride, elements)) throw new InvalidDataException($"'{name}' reaches beyond its storage");
        var entry = _archive.GetEntry($"{_folder}data/{file}") ?? throw new InvalidDataException($"the elements of '{name}' are missing");
        if (entry.Length != elements * SafetensorsEntry.SizeOf(type)) throw new InvalidDataException($"the elements of '{name}' are not {elements}");
        using var scope = NewDisposeScope();
        var storage = empty([elements], type, CPU);
        if (elements > 0) Fill(entry, storage.bytes);
        return storage.as_strided(shape, stride, offset).contiguous().MoveToOuterDisposeScope();
    }

    public void Dispose() => _archive.Dispose();

    /// <summary>Whether the view's first and last element, and with them all others, lie in its storage.</summary>
    private static bool IsInside(long offset, long[] shape, long[] stride, long elements)
    {
        if (offset < 0 || shape.Length != stride.Length || shape.Any(side => side < 0) || stride.Any(step => step < 0)) return false;
        Int128 last = offset;
        for (var i = 0; i < shape.Length; i++) last += (Int128)(shape[i] - 1) * stride[i];
        return last < elements;
    }

    private static bool StartsAsZip(Stream stream)
    {
        var starts = stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
        stream.Position = 0;
        return starts;
    }

    private static void Fill(ZipArchiveEntry entry, Span<byte> bytes)
    {
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
    }
}
