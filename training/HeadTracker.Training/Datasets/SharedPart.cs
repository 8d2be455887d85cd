using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Datasets;

/// <summary>
/// A part that several processes make: each writes a set of its share, and the first joins the shares into what one process would have written, to the
/// byte.
/// </summary>
/// <param name="group">The processes; the folder is the same for all.</param>
/// <param name="folder">Of the data file's sets.</param>
/// <param name="header">The sets'.</param>
internal sealed class SharedPart(ProcessGroup group, string folder, PackHeader header)
{
    private string Shares => Path.Combine(folder, "shares");

    /// <summary>Removes what a build that was killed has left.</summary>
    public void Clear()
    {
        if (group.IsFirst && Directory.Exists(Shares)) Directory.Delete(Shares, recursive: true);
    }

    /// <param name="name">The part's.</param>
    /// <param name="withMaps">Whether it has label maps.</param>
    /// <param name="write">Writes this process's share of every source's samples.</param>
    /// <param name="set">Takes the whole part in the first process; null in the others.</param>
    /// <param name="maps">Likewise, where it has maps.</param>
    public void Write(string name, bool withMaps, Action<PackWriter, MapWriter?> write, PackWriter? set, MapWriter? maps)
    {
        var counts = WriteShare(PathOf(name, group.Rank), withMaps, write);
        var sources = counts.Length - 1;
        // Every source's first sample in every share.
        var table = new long[group.Count * counts.Length];
        counts.CopyTo(table, group.Rank * counts.Length);
        group.Sum(table);
        if (set is null) return;
        PackReader[] shares = [.. Enumerable.Range(0, group.Count).Select(rank => new PackReader(PathOf(name, rank)))];
        try
        {
            MapReader[] mapped = withMaps ? [.. shares.Select(share => new MapReader(share))] : [];
            try
            {
                Join(shares, mapped, table, sources, set, maps);
            }
            finally
            {
                foreach (var one in mapped) one.Dispose();
            }
        }
        finally
        {
            foreach (var share in shares) share.Dispose();
        }

        Clear();
    }

    private static void Join(PackReader[] shares, MapReader[] mapped, long[] table, int sources, PackWriter set, MapWriter? maps)
    {
        foreach (var source in shares[0].Header.Sources) set.AddSource(source);
        for (var source = 0; source < sources; source++)
        {
            for (var rank = 0; rank < shares.Length; rank++)
            {
                var at = rank * (sources + 1) + source;
                for (var sample = (int)table[at]; sample < table[at + 1]; sample++)
                {
                    set.Add(shares[rank], sample);
                    if (maps is not null) maps.Add(mapped[rank].Read(sample));
                }
            }
        }
    }

    /// <returns>How many samples there were before each source, and in the end.</returns>
    private long[] WriteShare(string path, bool withMaps, Action<PackWriter, MapWriter?> write)
    {
        using var writer = new PackWriter(path, header);
        using var maps = withMaps ? new MapWriter(path, header) : null;
        write(writer, maps);
        long[] counts = [.. writer.CountsBefore.Select(count => (long)count), writer.Count];
        writer.Complete();
        if (maps is null) return counts;
        using var set = new PackReader(path);
        maps.Complete(set);
        return counts;
    }

    private string PathOf(string name, int rank) => Path.Combine(Shares, $"{name}-{rank}{PackFormat.Extension}");
}
