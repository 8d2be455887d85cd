using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>
/// Reads the numeric datasets in the root group of an HDF5 file as h5py and MATLAB write it by default (superblocks 0 to 3, groups
/// as symbol tables or links, data contiguous or in chunks, packed by gzip, LZF or not, with shuffled bytes or without).
/// </summary>
/// <remarks>
/// Format: "HDF5 File Format Specification", version 3.0. No library on the package feed reads it. What is left out (newer chunk indexes,
/// dense groups, text, compounds) says so in an <see cref="InvalidDataException"/>. Thread-safe; owns the open file.
/// </remarks>
public sealed class Hdf5File : IDisposable
{
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];
    private readonly SafeFileHandle handle;
    private readonly Hdf5Bytes file;
    private readonly Dictionary<string, long> members;

    /// <exception cref="InvalidDataException">The file is no HDF5 file, is damaged, or uses what this reader leaves out.</exception>
    public Hdf5File(string path)
    {
        handle = File.OpenHandle(path);
        try
        {
            (file, var root) = ReadSuperblock(handle);
            members = Hdf5Group.Members(file, Hdf5ObjectHeader.Read(file, root));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Names of what the root group holds.</summary>
    public IReadOnlyCollection<string> Names => members.Keys;

    /// <summary>A dataset of the root group; null when it has none of this name.</summary>
    /// <exception cref="InvalidDataException">It is no dataset of numbers, or is stored in a way that this reader leaves out.</exception>
    public Hdf5Dataset? Find(string name) =>
        members.TryGetValue(name, out var address) ? new Hdf5Dataset(file, Hdf5ObjectHeader.Read(file, address)) : null;

    public void Dispose() => handle.Dispose();

    private static (Hdf5Bytes File, long Root) ReadSuperblock(SafeFileHandle handle)
    {
        // Sizes are not known yet; the parts read with this one hold neither addresses nor lengths.
        var start = new Hdf5Bytes(handle, 8, 8);
        var cursor = start.At(start.Read(0, Math.Min(128, RandomAccess.GetLength(handle))));
        if (cursor.Left < Signature.Length + 8 || !cursor.Bytes(Signature.Length).AsSpan().SequenceEqual(Signature)) throw new InvalidDataException("it is no HDF5 file");

        var version = cursor.Byte();
        if (version > 3) throw new InvalidDataException($"its superblock has version {version}, newer than 3");
        if (version < 2) cursor.Skip(4);
        var (offsetSize, lengthSize) = (cursor.Byte(), cursor.Byte());
        // Reserved or flags; sizes of B-tree nodes (not needed: every node states how many entries it has); more flags.
        cursor.Skip(version switch { 0 => 9, 1 => 13, _ => 1 });
        var file = new Hdf5Bytes(handle, offsetSize, lengthSize);
        if (cursor.Number(offsetSize) != 0) throw new InvalidDataException("its data does not begin at its start");
        // Free space or extension; end of file; old: driver, then the root's name.
        cursor.Skip((version < 2 ? 4 : 2) * offsetSize);
        return (file, cursor.Number(offsetSize));
    }
}
