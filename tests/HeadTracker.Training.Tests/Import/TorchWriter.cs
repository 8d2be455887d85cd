using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HeadTracker.Training.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Import;

/// <summary>
/// Writes state dicts with the instructions that torch.save's pickler writes, to be spoilt in tests; what CPython's own pickler writes is
/// Golden/resnet18-width1.pth.
/// </summary>
internal sealed class TorchWriter
{
    private readonly List<byte> _pickle = [0x80, 2];
    private readonly List<byte[]> _storages = [];

    public static void Write(string path, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        var writer = new TorchWriter();
        writer.Global("collections", "OrderedDict").Code(")R(");
        foreach (var (name, value) in tensors) writer.Text(name).Tensor(value);
        writer.Code("u}").Text("_metadata").Global("collections", "OrderedDict").Code(")Rsb.").Save(path);
    }

    /// <summary>A pickle of one's own, as the archive's only content but for one storage of four floats.</summary>
    public static string Write(TemporaryFolder folder, Action<TorchWriter> pickle)
    {
        var writer = new TorchWriter();
        writer._storages.Add(new byte[16]);
        pickle(writer);
        writer.Save(folder.PathOf("own.pth"));
        return folder.PathOf("own.pth");
    }

    /// <summary>Instructions without arguments.</summary>
    public TorchWriter Code(string instructions)
    {
        _pickle.AddRange(Encoding.Latin1.GetBytes(instructions));
        return this;
    }

    public TorchWriter Global(string module, string name) => Code($"c{module}\n{name}\n");

    public TorchWriter Text(string text) => Code("X").Integer((int)Encoding.UTF8.GetByteCount(text), "").Code(text);

    public TorchWriter Integer(long value) => Integer(checked((int)value), "J");

    public TorchWriter Numbers(params ReadOnlySpan<long> numbers)
    {
        Code("(");
        foreach (var number in numbers) Integer(number);
        return Code("t");
    }

    public TorchWriter View(string storage, string type, long elements, long offset, long[] shape, long[] stride)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Code("((").Text("storage").Global("torch", type).Text(storage).Text("cpu").Integer(elements).Code("tQ");
        return Integer(offset).Numbers(shape).Numbers(stride).Code("\x89").Global("collections", "OrderedDict").Code(")RtR");
    }

    private void Tensor(Tensor value)
    {
        using var own = value.cpu().contiguous();
        _storages.Add(own.numel() == 0 ? [] : own.bytes.ToArray());
        View($"{_storages.Count - 1}", own.dtype == ScalarType.Int64 ? "LongStorage" : own.dtype == ScalarType.Float16 ? "HalfStorage" : "FloatStorage",
            own.numel(), 0, own.shape, own.stride());
    }

    private TorchWriter Integer(int value, string instruction)
    {
        Code(instruction);
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _pickle.AddRange(bytes);
        return this;
    }

    private void Save(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(archive, "archive/data.pkl", [.. _pickle]);
        Add(archive, "archive/version", "3\n"u8);
        for (var i = 0; i < _storages.Count; i++) Add(archive, $"archive/data/{i}", _storages[i]);
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }
}
