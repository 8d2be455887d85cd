using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each feature over the batch while training, by the running statistics otherwise.</summary>
public abstract class BatchNorm : NormBase
{
    protected BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name) { }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        double weightOfNew = momentum ?? 0;
        if (training && track_running_stats)
        {
            num_batches_tracked!.add_(1);
            weightOfNew = momentum ?? 1.0 / num_batches_tracked.item<long>();
        }
        bool useBatch = training || !track_running_stats;
        bool giveStatistics = !training || track_running_stats;
        return nn.functional.batch_norm(input, giveStatistics ? running_mean : null, giveStatistics ? running_var : null, weight, bias, useBatch, weightOfNew, eps);
    }
}
