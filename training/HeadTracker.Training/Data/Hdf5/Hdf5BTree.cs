namespace HeadTracker.Training.Data.Hdf5;

/// <summary>Version 1 B-trees: what groups and chunked datasets are found by.</summary>
internal static class Hdf5BTree
{
    public const int GroupNode = 0, ChunkNode = 1;

    /// <summary>The addresses that the lowest nodes point to, each with the key before it, in the tree's order.</summary>
    public static IEnumerable<(long Address, byte[] Key)> Leaves(Hdf5Bytes file, long address, int type, int keySize, int belowLevel = 64)
    {
        var header = file.Expect("TREE", address, 8 + 2 * file.OffsetSize);
        var (nodeType, level, count) = (header.Byte(), header.Byte(), header.UInt16());
        // Levels fall, so that a damaged tree has an end too.
        if (nodeType != type || level >= belowLevel) throw new InvalidDataException("its index is damaged");
        var entries = file.At(file.Read(address + 8 + 2 * file.OffsetSize, (long)count * (keySize + file.OffsetSize)));
        for (var k = 0; k < count; k++)
        {
            var key = entries.Bytes(keySize);
            var child = entries.Offset();
            if (level == 0)
            {
                yield return (child, key);
                continue;
            }

            foreach (var leaf in Leaves(file, child, type, keySize, level)) yield return leaf;
        }
    }
}
