using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>The label maps beside the packed sets of a <see cref="FaceSet"/>. They stay on the disk, and are read batch by batch.</summary>
public sealed class FaceMapSet : IDisposable
{
    /// <summary>Enough samples to see what kinds of labels a set has.</summary>
    private const int Looks = 64;

    private readonly FaceSet _set;
    private readonly Dictionary<string, MapReader> _readers = [];

    private FaceMapSet(FaceSet set) => _set = set;

    /// <summary>All that the sets know, which scenes are numbered by.</summary>
    public IReadOnlyList<string> Scenes => [.. _readers.Values.SelectMany(reader => reader.Header.Scenes).Distinct()];

    /// <summary>The <see cref="Scenes"/> of packed sets, whose images are not read.</summary>
    /// <exception cref="UserErrorException">A packed set has no maps, or they are damaged or another set's.</exception>
    public static IReadOnlyList<string> ScenesOf(IEnumerable<string> packs) => [.. packs.SelectMany(pack =>
    {
        using var set = new PackReader(pack);
        using var maps = new MapReader(set);
        return maps.Header.Scenes;
    }).Distinct()];

    /// <param name="set">Of packed sets; not owned.</param>
    /// <exception cref="UserErrorException">A packed set has no maps, or they are damaged or another set's.</exception>
    public static FaceMapSet Open(FaceSet set)
    {
        var maps = new FaceMapSet(set);
        try
        {
            foreach (var pack in PacksOf(set))
            {
                using var reader = new PackReader(pack);
                maps._readers[pack] = new MapReader(reader);
            }

            return maps;
        }
        catch
        {
            maps.Dispose();
            throw;
        }
    }

    /// <summary>Whether all of a set's packed sets have maps beside them.</summary>
    public static bool IsBeside(FaceSet set) => PacksOf(set).All(pack => File.Exists(MapFormat.PathOf(pack)));

    /// <exception cref="UserErrorException">None of the sets has labels of a task.</exception>
    public void Require(IEnumerable<IFaceTask> tasks, string stage)
    {
        var samples = Some();
        foreach (var task in tasks)
        {
            if (samples.Any(task.Knows)) continue;
            throw new UserErrorException(
                $"Stage '{stage}' learns '{task.Task.Name}', of which {string.Join(", ", _readers.Values.Select(reader => reader.Path))} "
                    + "know nothing; add a rendered set to data.train, or leave the task out.");
        }
    }

    /// <exception cref="UserErrorException">A sample does not say what moves.</exception>
    public void RequireMotion(string stage)
    {
        if (Some().All(sample => sample.Motion is not null)) return;
        throw new UserErrorException(
            $"Stage '{stage}' learns what moves, which {string.Join(", ", _readers.Values.Select(reader => reader.Path))} "
                + "do not say of all samples; give sets of clips alone in data.clips.");
    }

    /// <summary>The labels of some samples after what was done to their images. In the caller's dispose scope.</summary>
    /// <param name="batch">Of this set.</param>
    /// <param name="scenes">What scenes are numbered by: the training set's.</param>
    /// <exception cref="UserErrorException">A record is damaged.</exception>
    public MapBatch LabelsOf(FaceBatch batch, IReadOnlyList<string> scenes)
    {
        using var scope = NewDisposeScope();
        var rows = batch.Rows.ToArray();
        var stored = MapBatch.Of([.. rows.Select(Read)], _set.Images.Side, scenes, _set.Images.Device);
        return MapSampler.Sample(stored, batch.Transforms, [.. rows.Select(row => _set.Aspects[(int)row])], _set.InputSize).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values) reader.Dispose();
    }

    private static IEnumerable<string> PacksOf(FaceSet set) => set.Samples.Select(sample => sample.Pack).Distinct();

    private FaceMaps[] Some()
    {
        var looks = Math.Min(Looks, _set.Count);
        return [.. Enumerable.Range(0, looks).Select(i => Read(i * (long)_set.Count / looks))];
    }

    private FaceMaps Read(long row)
    {
        var (pack, number) = _set.Samples[(int)row];
        return _readers[pack].Read(number);
    }
}
