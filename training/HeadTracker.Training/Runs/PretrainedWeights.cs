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
            throw new UserErrorException($"{path} does not exist; put torchvision's weights there as safetensors, or set model.pretrained to null to start from random ones.");
    }

    /// <summary>Copies every tensor the backbone has; the file's classifier (<c>fc.*</c>) is left out.</summary>
    /// <exception cref="UserErrorException">The file is missing, or holds another network.</exception>
    public static void Load(ResNet backbone, string path)
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
                throw new UserErrorException($"{path} does not hold this backbone ('{name}' is missing or of another shape); give the weights of the same ResNet.");
        }
    }
}
