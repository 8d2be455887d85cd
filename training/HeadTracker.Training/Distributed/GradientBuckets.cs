using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Distributed;

/// <summary>
/// Adds up the gradients of all processes, many parameters at a time: an exchange costs its latency once a bucket, not once a parameter.
/// </summary>
/// <remarks>
/// All exchanges come behind the backward pass: TorchSharp has no hooks on gradients that would tell when one is ready. What running them beside it could
/// win at most is what the log of a stage calls "exchanging".
/// </remarks>
public sealed class GradientBuckets : IDisposable
{
    /// <summary>Numbers of a bucket, 25 MiB of them as in PyTorch's DistributedDataParallel; a larger parameter has one of its own.</summary>
    private const long BucketLength = 25 << 18;

    private readonly ProcessGroup _group;
    private readonly List<(Parameter[] Parameters, Tensor Flat)> _buckets = [];

    /// <param name="parameters">float32, the same in every process; not owned.</param>
    /// <param name="group">The processes.</param>
    public GradientBuckets(IEnumerable<Parameter> parameters, ProcessGroup group)
    {
        _group = group;
        var next = new List<Parameter>();
        long length = 0;
        foreach (var parameter in parameters)
        {
            if (length > 0 && length + parameter.numel() > BucketLength) Close();
            next.Add(parameter);
            length += parameter.numel();
        }

        if (length > 0) Close();

        void Close()
        {
            _buckets.Add(([.. next], zeros(length, ScalarType.Float32, next[0].device).DetachFromDisposeScope()));
            next.Clear();
            length = 0;
        }
    }

    /// <summary>Bytes that every process gives in a step.</summary>
    public long Bytes => _buckets.Sum(bucket => bucket.Flat.numel() * sizeof(float));

    /// <summary>Replaces every parameter's gradient by the sum over all processes; one without any counts as zeros, and gets none.</summary>
    public void Sum()
    {
        using var none = no_grad();
        foreach (var (parameters, flat) in _buckets)
        {
            using var scope = NewDisposeScope();
            long offset = 0;
            var places = new (Tensor Gradient, Tensor Place)[parameters.Length];
            for (var i = 0; i < parameters.Length; i++)
            {
                var place = flat.narrow(0, offset, parameters[i].numel());
                offset += parameters[i].numel();
                if (parameters[i].grad is not { } gradient) continue;
                var values = ProcessGroup.Flat(gradient);
                place.copy_(values);
                places[i] = (values, place);
            }

            _group.Sum(flat);
            foreach (var (gradient, place) in places) gradient?.copy_(place);
        }
    }

    public void Dispose()
    {
        foreach (var (_, flat) in _buckets) flat.Dispose();
    }
}
