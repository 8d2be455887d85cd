namespace HeadTracker.Training.Data.Hdf5;

/// <summary>Kinds of header messages that matter here, by their numbers in the format.</summary>
internal enum Hdf5Message
{
    Dataspace = 1,
    LinkInfo = 2,
    Datatype = 3,
    Link = 6,
    Layout = 8,
    Filters = 11,
    Continuation = 16,
    SymbolTable = 17,
}

/// <summary>The messages that describe a group or a dataset.</summary>
internal static class Hdf5ObjectHeader
{
    private const int MostBlocks = 1024;

    /// <summary>Each message's kind and bytes, continuation blocks followed.</summary>
    public static IReadOnlyList<(Hdf5Message Kind, byte[] Data)> Read(Hdf5Bytes file, long address)
    {
        var messages = new List<(Hdf5Message, byte[])>();
        var blocks = new Queue<(long Address, long Length)>();
        var prefix = file.At(file.Read(address, 16));
        if (prefix.Byte() == 1) ReadOld(file, address, prefix, blocks, messages);
        else ReadNew(file, address, blocks, messages);
        return messages;
    }

    private static void ReadOld(Hdf5Bytes file, long address, Hdf5Bytes.Cursor prefix, Queue<(long, long)> blocks, List<(Hdf5Message, byte[])> messages)
    {
        prefix.Skip(7);
        blocks.Enqueue((address + 16, prefix.UInt32()));
        Walk(file, blocks, messages, (at, length) => file.At(file.Read(at, length)), block =>
        {
            var (kind, size) = (block.UInt16(), block.UInt16());
            block.Skip(4);
            return (kind, size);
        }, headerSize: 8);
    }

    private static void ReadNew(Hdf5Bytes file, long address, Queue<(long, long)> blocks, List<(Hdf5Message, byte[])> messages)
    {
        const int checksum = 4;
        var start = file.Expect("OHDR", address, 16);
        if (start.Byte() != 2) throw new InvalidDataException("an object header has an unknown version");
        var flags = start.Byte();
        var sizeAt = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        var sizeBytes = 1 << (flags & 3);
        var first = address + sizeAt + sizeBytes;
        var ordered = (flags & 4) != 0;

        blocks.Enqueue((first, file.At(file.Read(address + sizeAt, sizeBytes)).Number(sizeBytes)));
        Walk(file, blocks, messages, (at, length) => at == first ? file.At(file.Read(at, length)) : file.Expect("OCHK", at, length - checksum), block =>
        {
            var (kind, size) = (block.Byte(), block.UInt16());
            block.Skip(ordered ? 3 : 1);
            return (kind, size);
        }, headerSize: ordered ? 6 : 4);
    }

    private static void Walk(Hdf5Bytes file, Queue<(long Address, long Length)> blocks, List<(Hdf5Message Kind, byte[] Data)> messages, Func<long, long, Hdf5Bytes.Cursor> open,
        Func<Hdf5Bytes.Cursor, (int Kind, int Size)> next, int headerSize)
    {
        for (var count = 0; blocks.TryDequeue(out var place); count++)
        {
            if (count == MostBlocks) throw new InvalidDataException("an object header has no end");
            var block = open(place.Address, place.Length);
            // A gap smaller than a message's header may lie at the end.
            while (block.Left >= headerSize)
            {
                var (kind, size) = next(block);
                var data = block.Bytes(size);
                if (kind != (int)Hdf5Message.Continuation)
                {
                    messages.Add(((Hdf5Message)kind, data));
                    continue;
                }

                var target = file.At(data);
                blocks.Enqueue((target.Offset(), target.Length()));
            }
        }
    }
}
