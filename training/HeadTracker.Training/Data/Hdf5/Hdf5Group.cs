namespace HeadTracker.Training.Data.Hdf5;

/// <summary>What a group holds, by name: from link messages (newer files) or from a B-tree of symbols (h5py's default).</summary>
internal static class Hdf5Group
{
    private const int HardLink = 0;

    /// <summary>Address of each member's object header.</summary>
    public static Dictionary<string, long> Members(Hdf5Bytes file, IReadOnlyList<(Hdf5Message Kind, byte[] Data)> messages)
    {
        var members = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (kind, data) in messages)
        {
            var message = file.At(data);
            switch (kind)
            {
                case Hdf5Message.SymbolTable:
                    ReadSymbols(file, message.Offset(), message.Offset(), members);
                    break;
                case Hdf5Message.Link:
                    ReadLink(message, members);
                    break;
                case Hdf5Message.LinkInfo:
                    message.Skip(1);
                    message.Skip((message.Byte() & 1) != 0 ? 8 : 0);
                    if (message.Offset() != Hdf5Bytes.Undefined) throw new InvalidDataException("its root group is stored densely, which is not supported; rewrite it with 'h5repack'");
                    break;
            }
        }

        return members;
    }

    private static void ReadSymbols(Hdf5Bytes file, long tree, long heap, Dictionary<string, long> members)
    {
        var heapHeader = file.Expect("HEAP", heap, 8 + 2 * file.LengthSize + file.OffsetSize);
        heapHeader.Skip(4);
        var heapLength = heapHeader.Length();
        heapHeader.Length();
        var names = file.At(file.Read(heapHeader.Offset(), heapLength));

        foreach (var (node, _) in Hdf5BTree.Leaves(file, tree, Hdf5BTree.GroupNode, keySize: file.LengthSize))
        {
            var header = file.Expect("SNOD", node, 8);
            header.Skip(2);
            var count = header.UInt16();
            var entrySize = 2 * file.OffsetSize + 24;
            var entries = file.At(file.Read(node + 8, (long)count * entrySize));
            for (var k = 0; k < count; k++)
            {
                entries.Seek(k * entrySize);
                names.Seek(entries.Offset());
                members[names.Text()] = entries.Offset();
            }
        }
    }

    private static void ReadLink(Hdf5Bytes.Cursor message, Dictionary<string, long> members)
    {
        message.Skip(1);
        var flags = message.Byte();
        var type = (flags & 8) != 0 ? message.Byte() : HardLink;
        message.Skip((flags & 4) != 0 ? 8 : 0);
        message.Skip((flags & 16) != 0 ? 1 : 0);
        var length = message.Number(1 << (flags & 3));
        if (length > message.Left) throw new InvalidDataException("a name has no end");
        var name = System.Text.Encoding.UTF8.GetString(message.Bytes((int)length));
        if (type == HardLink) members[name] = message.Offset();
    }
}
