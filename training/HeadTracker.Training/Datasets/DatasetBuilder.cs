using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Datasets;

/// <summary>Shows how far one piece of work is: a label, the number of steps, and the work, which is given what to tell its steps to.</summary>
public delegate void ProgressRunner(string label, int total, Action<Action<int>> work);

/// <summary>
/// Makes all parts of a data file. A part that an earlier build finished from the same keys is kept; one that was stopped leaves nothing
/// and is made again whole.
/// </summary>
/// <param name="plan">What to make.</param>
/// <param name="inputs">The folder that the plan's paths are relative to.</param>
/// <param name="folder">Takes the sets, their contact sheets, the labels and the record.</param>
/// <param name="progress">Shows each part's progress.</param>
/// <param name="log">Takes a line per part, and what was left out.</param>
/// <param name="group">Processes that share the samples of every part, in the same folder; null for this one alone.</param>
public sealed class DatasetBuilder(
    DatasetPlan plan, string inputs, string folder, ProgressRunner progress, TextWriter log, ProcessGroup? group = null)
{
    private readonly ProcessGroup _group = group ?? ProcessGroup.Alone;
    private BuildRecord _earlier = new();
    private BuildRecord _record = new();

    /// <exception cref="UserErrorException">An input is missing or unusable; finished parts stay.</exception>
    /// <exception cref="OperationCanceledException">It stopped as asked; finished parts stay.</exception>
    public BuildRecord Run(CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        _earlier = BuildRecord.Read(folder);
        _record = new BuildRecord { Title = plan.Title };
        using var makers = new PartMakers(plan, inputs, folder, progress, log, Labels, _group);
        PlanInputs.Require(plan, plan.Parts.Where(part => !IsMade(FileOf(part), makers.From(part))), inputs);
        Agreement.Require(
            _group, ("build of the program", Agreement.Build), ("data file", JsonSerializer.Serialize(plan, DatasetPlanFile.Json)),
            ("content of its inputs", _group.IsAlone ? "" : PlanInputs.Listing(plan, inputs)));
        var shared = new SharedPart(_group, folder, makers.Header);
        shared.Clear();
        foreach (var part in plan.Parts)
        {
            // Labels first, so that their time is not the part's and they survive its being stopped.
            makers.Prepare(part, stop);
            var file = FileOf(part);
            var path = Path.Combine(folder, file);
            Make(file, part.Use, makers.From(part), part.Maps ? MapFormat.PathOf(file) : null, () =>
            {
                if (!_group.IsFirst)
                {
                    shared.Write(part.Name, part.Maps, (own, ownMaps) => makers.Write(part, own, ownMaps, stop), null, null);
                    return 0;
                }

                using var writer = new PackWriter(path, makers.Header);
                using var maps = part.Maps ? new MapWriter(path, makers.Header) : null;
                if (_group.IsAlone) makers.Write(part, writer, maps, stop);
                else shared.Write(part.Name, part.Maps, (own, ownMaps) => makers.Write(part, own, ownMaps, stop), writer, maps);
                if (writer.Count == 0) throw new UserErrorException($"Part '{part.Name}' has not one face; look at the reasons above.");
                writer.Complete();
                PackPictures.WriteSheet(Path.ChangeExtension(path, ".png"), path);
                if (maps is not null) MapPictures.Finish(maps, path);
                return writer.Count;
            });
        }

        if (!_group.IsFirst) return _record;
        CheckIdentities();
        PoseHistogram.Write(Path.Combine(folder, "poses.png"), [.. _record.Train.Select(file => Path.Combine(folder, file))]);
        return _record;
    }

    private static string FileOf(PartPlan part) => part.Name + PackFormat.Extension;

    /// <summary>Whether an earlier build finished this file from the same.</summary>
    private bool IsMade(string file, JsonNode from) =>
        _earlier.Find(file) is { } made && Exists(made) && JsonNode.DeepEquals(made.From, from);

    private void Labels(string file, JsonNode from, Func<int> make) => Make(file, null, from, null, make);

    /// <param name="file">Relative to the folder.</param>
    /// <param name="use">Null for labels and boxes, which the first process makes while the others wait.</param>
    /// <param name="from">All that it follows from.</param>
    /// <param name="maps">The file of its label maps, or null.</param>
    /// <param name="make">Gives the number of its faces.</param>
    private void Make(string file, PartUse? use, JsonNode from, string? maps, Func<int> make)
    {
        if (_record.Parts.FirstOrDefault(part => part.File == file) is { } done)
        {
            if (JsonNode.DeepEquals(done.From, from)) return;
            throw new UserErrorException($"Two inputs both make {file}; rename one of them.");
        }

        if (_group.FromFirst(_group.IsFirst && IsMade(file, from)))
        {
            if (!_group.IsFirst) return;
            var made = _earlier.Find(file)!;
            log.WriteLine($"{file}: {made.Faces} faces, as made earlier in {made.Seconds:F0} s");
            Keep(made with { Use = use });
            return;
        }

        if (use is null && !_group.IsFirst) return;
        var watch = Stopwatch.StartNew();
        var faces = make();
        if (!_group.IsFirst) return;
        var seconds = watch.Elapsed.TotalSeconds;
        Keep(new BuiltPart(file, use, faces, Math.Round(seconds, 1), from) { Maps = maps });
        log.WriteLine($"{file}: {faces} faces in {seconds:F0} s, {faces / seconds:F1} per second");
    }

    private void Keep(BuiltPart part)
    {
        _record = _record with { Parts = [.. _record.Parts, part] };
        // Parts that this build has not come to yet stay known, in case it is stopped, and so do those of other data files.
        _record = _record with { Others = [.. _earlier.All.Where(old => _record.Parts.All(done => done.File != old.File) && Exists(old))] };
        _record.Write(folder);
    }

    private bool Exists(BuiltPart part) =>
        File.Exists(Path.Combine(folder, part.File)) && (part.Maps is null || File.Exists(Path.Combine(folder, part.Maps)));

    /// <summary>Nobody is in a training set and in a test set.</summary>
    private void CheckIdentities()
    {
        var (training, test) = (IdentitiesOf(_record.Train), IdentitiesOf(_record.Test.Values));
        var both = training.Intersect(test).ToList();
        if (both.Count > 0)
        {
            throw new UserErrorException(
                $"{both.Count} identities are in a training set and in a test set, such as {both[0].Name} of {both[0].Source}; take their photos out "
                    + "of one of them.");
        }

        log.WriteLine($"{training.Count} identities for training and {test.Count} held out, none in both");
    }

    private HashSet<(string Source, string Name)> IdentitiesOf(IEnumerable<string> files)
    {
        var identities = new HashSet<(string, string)>();
        foreach (var file in files)
        {
            using var pack = new PackReader(Path.Combine(folder, file));
            for (var i = 0; i < pack.Count; i++)
            {
                if (pack.IdentityOf(i) is { Length: > 0 } name) identities.Add((pack.Header.Sources[pack.Labels[i].Source].Name, name));
            }
        }

        return identities;
    }
}
