using System.Buffers.Binary;
using PureHDF;
using PureHDF.VOL.Native;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>Reads the numeric datasets in the root group of an HDF5 file by PureHDF.</summary>
/// <remarks>
/// Whatever is wrong with a file is an <see cref="InvalidDataException"/>, whose message goes on after the file's name. Thread-safe, its
/// datasets included; owns the open file.
/// </remarks>
public sealed class Hdf5File : IDisposable
{
    private const int SuperblockBytes = 64;
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];
    private readonly Lock _reading = new();
    private readonly Hdf5Stream _stream;
    private readonly NativeFile _file;

    static Hdf5File() => Hdf5Filters.Register();

    /// <exception cref="InvalidDataException">The file is no HDF5 file, is cut off, or is damaged.</exception>
    public Hdf5File(string path)
    {
        _stream = new Hdf5Stream(File.OpenHandle(path));
        try
        {
            _stream.Begin();
            RequireWhole(_stream);
            _stream.Position = 0;
            _file = Guarded(() => H5File.Open(_stream));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Names of what the root group holds.</summary>
    public IReadOnlyCollection<string> Names => Guarded(() => _file.Children().Select(child => child.Name).ToList());

    /// <summary>The file's bytes.</summary>
    internal long Length => _stream.Length;

    /// <summary>A dataset of the root group; null when it has none of this name.</summary>
    /// <exception cref="InvalidDataException">It is no dataset of numbers, or is stored in a way that is not supported.</exception>
    public Hdf5Dataset? Find(string name) => Guarded(() =>
    {
        if (!_file.LinkExists(name)) return null;
        return _file.Get(name) is NativeDataset dataset ? new Hdf5Dataset(this, dataset) : throw new InvalidDataException("it is not a dataset");
    });

    public void Dispose() => _file.Dispose();

    /// <summary>One read at a time. PureHDF throws whatever a damaged byte leads it to; it becomes an <see cref="InvalidDataException"/>.</summary>
    internal T Guarded<T>(Func<T> read)
    {
        try
        {
            lock (_reading)
            {
                _stream.Begin();
                return read();
            }
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            throw e.GetBaseException() as InvalidDataException ?? new InvalidDataException("it is damaged or stored in a way that is not supported", e);
        }
    }

    /// <summary>A file that was cut off is refused at once: its superblock says where it ended.</summary>
    private static void RequireWhole(Hdf5Stream file)
    {
        var start = new byte[SuperblockBytes];
        if (file.Length < start.Length || file.Read(start) < start.Length || !start.AsSpan().StartsWith(Signature))
        {
            throw new InvalidDataException("it is no HDF5 file");
        }

        // Bytes of an address, and where addresses begin: base, free space or extension, then the file's end. Version 1 has 4 bytes more than 0.
        var (size, first) = start[8] switch { 0 => (start[13], 24), 1 => (start[13], 28), _ => (start[9], 12) };
        if (size is not (4 or 8)) throw new InvalidDataException($"addresses of {size} bytes are not known");
        var address = start.AsSpan(first + 2 * size);
        var end = size == 8 ? BinaryPrimitives.ReadInt64LittleEndian(address) : BinaryPrimitives.ReadUInt32LittleEndian(address);
        if (end < 0 || end > file.Length) throw new InvalidDataException("it is cut off or damaged");
    }
}
