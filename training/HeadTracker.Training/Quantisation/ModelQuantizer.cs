using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>What one choice did to the angles of the check faces.</summary>
/// <param name="Name">A rule, and whether the network was balanced before, or a layer.</param>
/// <param name="Difference">Mean absolute difference from the float network, degrees.</param>
/// <param name="Error">Mean absolute error against the labels, degrees.</param>
public readonly record struct QuantizationTrial(string Name, float Difference, float Error);

/// <summary>A quantised network and how it came about.</summary>
/// <param name="Model">Ready to be written.</param>
/// <param name="Rule">What was used of <paramref name="Rules"/>.</param>
/// <param name="Rules">
/// Every range rule, and what <see cref="RangeSearch"/> made of the best, with all layers quantised, for the network as it is and balanced.
/// </param>
/// <param name="Layers">Every layer quantised alone, the most sensitive first.</param>
/// <param name="Kept">What became of it as layers were left in float, one after the other; the first entry is none.</param>
/// <param name="FloatError">Mean absolute error of the float network on the same faces, degrees.</param>
public sealed record QuantizationResult(
    ModelProto Model,
    QuantizationTrial Rule,
    IReadOnlyList<QuantizationTrial> Rules,
    IReadOnlyList<QuantizationTrial> Layers,
    IReadOnlyList<QuantizationTrial> Kept,
    float FloatError);

/// <summary>
/// Static quantisation after training (Jacob et al. 2018; Nagel et al. 2021): activations as uint8 by ranges that calibration faces
/// give, weights as int8 per channel. Range rule, layers left in float, and whether the network is balanced before (<see cref="ChannelEqualizer"/>,
/// <see cref="ShortcutMerger"/>), are chosen by what they do to the angles of other faces; single ranges by what they do to those of the same faces.
/// </summary>
/// <remarks>
/// The measure is the difference from the float network and not the error against labels: an error can shrink by luck on a few hundred
/// faces, a difference cannot. A difference d that has nothing to do with the float network's error e raises it by about d²/2e.
/// </remarks>
public static class ModelQuantizer
{
    /// <summary>At most this share of the layers stays in float; a network that needs more is none to quantise.</summary>
    private const float LargestFloatShare = 0.25f;

    /// <param name="model">A float model with our contract; not changed.</param>
    /// <param name="contract">Its own.</param>
    /// <param name="calibration">Give the ranges.</param>
    /// <param name="check">Give the differences.</param>
    /// <param name="tolerance">Degrees of mean difference above which layers are left in float.</param>
    /// <param name="progress">Told each step, in a few words.</param>
    /// <exception cref="UserErrorException">The model cannot be quantised.</exception>
    public static QuantizationResult Quantize(
        ModelProto model, PoseModelContract contract, CalibrationFaces calibration, CalibrationFaces check, float tolerance, Action<string>? progress = null)
    {
        var source = new QuantizableGraph(model);
        progress?.Invoke("calibrating");
        var expected = PoseProbe.Of(model, contract, check);
        var seen = PoseProbe.Of(model, contract, calibration);
        IReadOnlyDictionary<string, ActivationScale> scales;

        (ModelProto Model, QuantizationTrial Trial) Try(string name, IEnumerable<QuantizableNode> nodes)
        {
            progress?.Invoke(name);
            var quantized = QdqRewriter.Rewrite(source, nodes, scales);
            var found = PoseProbe.Of(quantized, contract, check);
            return (quantized, new QuantizationTrial(name, found.DifferenceFrom(expected), found.ErrorOn(check)));
        }

        float MovedBy(IReadOnlyDictionary<string, ActivationScale> ranges) =>
            PoseProbe.Of(QdqRewriter.Rewrite(source, source.Nodes, ranges), contract, calibration).DifferenceFrom(seen);

        var tried = new List<Candidate>();
        var balanced = new QuantizableGraph(ShortcutMerger.Merge(ChannelEqualizer.Equalize(source, calibration)));
        foreach (var (form, suffix) in new[] { (source, ""), (balanced, ", balanced") })
        {
            source = form;
            var histograms = ActivationCalibrator.Record(source, calibration);
            var byRule = new List<Candidate>();
            foreach (var rule in Enum.GetValues<RangeRule>())
            {
                scales = ActivationCalibrator.Scales(source, calibration, rule, histograms);
                byRule.Add(new(source, scales, Try(rule + suffix, source.Nodes).Trial));
            }

            scales = RangeSearch.From(
                byRule.MinBy(one => one.Trial.Difference).Scales, [.. byRule.Select(one => one.Scales)], source.RangedTensors, MovedBy,
                round => progress?.Invoke($"searching ranges{suffix}, {round}"));
            tried.AddRange([.. byRule, new(source, scales, Try("searched" + suffix, source.Nodes).Trial)]);
        }

        (source, scales, var best) = tried.MinBy(one => one.Trial.Difference);
        var layers = source.Nodes.Where(node => !node.OnlyPicks).ToList();
        var sensitivities = layers.Select(layer => Try(layer.Name, [layer]).Trial).OrderByDescending(trial => trial.Difference).ToList();

        var nodes = source.Nodes.ToList();
        var kept = new List<QuantizationTrial>();
        var (quantized, trial) = Try("none", nodes);
        kept.Add(trial);
        foreach (var layer in sensitivities.Take((int)(LargestFloatShare * layers.Count)))
        {
            if (trial.Difference <= tolerance) break;
            nodes.RemoveAll(node => node.Name == layer.Name);
            (quantized, trial) = Try(layer.Name, nodes);
            kept.Add(trial);
        }

        return new QuantizationResult(quantized, best, [.. tried.Select(one => one.Trial)], sensitivities, kept, expected.ErrorOn(check));
    }

    /// <summary>A form of the network with ranges for all of its layers.</summary>
    private readonly record struct Candidate(QuantizableGraph Source, IReadOnlyDictionary<string, ActivationScale> Scales, QuantizationTrial Trial);
}
