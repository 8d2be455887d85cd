using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Runs;

/// <summary>Initial weights of a backbone from a safetensors file with torchvision's names (<c>conv1.weight</c> … <c>layer4.2.bn3.bias</c>).</summary>
public static class PretrainedWeights
{
    /// <exception cref="UserErrorException">There is no such file.</exception>
    public static void RequireFile(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException(
                $"{path} does not exist; make it of torchvision's weights with 'train weights', or set model.pretrained to null to start from random ones.");
    }

    /// <summary>Copies every tensor the backbone has; the file's classifier (<c>fc.*</c>) is left out.</summary>
    /// <param name="backbone">Receives them.</param>
    /// <param name="path">The file.</param>
    /// <param name="heads">Receives the head that the file of an exported model has besides; null leaves it out.</param>
    /// <exception cref="UserErrorException">The file is missing, or holds another network, or no head of these bins.</exception>
    public static void Load(ResNet backbone, string path, PoseHeads? heads = null)
    {
        RequireFile(path);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var tensors = Safetensors.Load(path).Tensors;
        foreach (var (name, target) in backbone.state_dict())
        {
            if (tensors.TryGetValue(name, out var source) && source.shape.SequenceEqual(target.shape)) target.copy_(source);
            // Older files lack the batch counter, which nothing here reads.
            else if (!name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                throw new UserErrorException(
                    $"{path} does not hold this backbone ('{name}' is missing or of another shape); give the weights of the same ResNet.");
        }

        if (heads is null) return;
        const string prefix = "heads.";
        var found = tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
        CopyHeads(found, heads, () => $"{path} has no head of a network with these bins; leave out 'initHeads', or make the file of a model that this program "
            + "exported, of the same bins.");
    }

    /// <summary>Copies an encoder, batch norms' statistics and all, widened where the target has more channels; heads stay as they are.</summary>
    /// <param name="source">Its encoder is copied.</param>
    /// <param name="target">On the same device; its encoder receives.</param>
    /// <param name="name">The source's, for messages.</param>
    /// <exception cref="UserErrorException">The encoders differ in depth, or the target is narrower.</exception>
    public static void Copy(PoseNetwork source, PoseNetwork target, string name)
    {
        if (!Fits(source.Definition.Shape, target.Definition.Shape))
            throw new UserErrorException(
                $"'{name}' is a {source.Definition} and cannot start a {target.Definition}; give both the same backbone, "
                    + "and model.width at least the first one's.");
        Widening.Copy(source.Backbone, target.Backbone);
    }

    /// <summary>Copies the heads that both have, by bin size.</summary>
    /// <param name="source">Its heads are copied.</param>
    /// <param name="target">On the same device; receives them.</param>
    /// <param name="name">The source's, for messages.</param>
    /// <exception cref="UserErrorException">They have no head in common.</exception>
    public static void CopyHeads(PoseNetwork source, PoseNetwork target, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        CopyHeads(source.Heads.state_dict(), target.Heads, () => $"'{name}', a {source.Definition}, has no head of a {target.Definition}; "
            + "leave out 'initHeads', or give both the same bins and width.");
    }

    private static void CopyHeads(IReadOnlyDictionary<string, Tensor> source, PoseHeads target, Func<string> problem)
    {
        var common = target.state_dict().Where(head => source.TryGetValue(head.Key, out var own) && own.shape.SequenceEqual(head.Value.shape)).ToArray();
        if (common.Length == 0) throw new UserErrorException(problem());
        foreach (var (head, tensor) in common) tensor.copy_(source[head]);
    }

    /// <summary>Copies a task's own layers out of a checkpoint of the stage that learnt it alone.</summary>
    /// <param name="checkpoint">Its file.</param>
    /// <param name="target">Receives them.</param>
    /// <param name="name">The stage's, for messages.</param>
    /// <exception cref="UserErrorException">The checkpoint is broken, or of other tasks.</exception>
    public static void CopyTaskHeads(string checkpoint, TaskHeads target, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var tensors = TrainingCheckpoint.LoadAuxiliary(checkpoint);
        foreach (var (key, tensor) in target.state_dict())
        {
            if (!tensors.TryGetValue($"heads.{key}", out var source) || !source.shape.SequenceEqual(tensor.shape))
                throw new UserErrorException($"'{name}' lacks this task's '{key}', or has it in another shape; run that stage anew.");
            tensor.copy_(source);
        }
    }

    private static bool Fits(ResNetShape source, ResNetShape target) =>
        source.Width <= target.Width && source.Bottleneck == target.Bottleneck && source.Blocks.SequenceEqual(target.Blocks);
}
