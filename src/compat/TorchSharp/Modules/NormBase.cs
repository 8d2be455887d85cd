using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Scale, shift and running statistics per feature.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private readonly Parameter? scale;
    private readonly Parameter? shift;
    private readonly Tensor? mean;
    private readonly Tensor? variance;
    private readonly Tensor? batches;

    protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
    {
        (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
        if (affine)
        {
            scale = new Parameter(empty(num_features, dtype, device));
            shift = new Parameter(empty(num_features, dtype, device));
            register_parameter(nameof(weight), scale);
            register_parameter(nameof(bias), shift);
        }
        if (track_running_stats)
        {
            mean = zeros(num_features, dtype, device);
            variance = ones(num_features, dtype, device);
            batches = zeros([], ScalarType.Int64, device);
            register_buffer(nameof(running_mean), mean);
            register_buffer(nameof(running_var), variance);
            register_buffer(nameof(num_batches_tracked), batches);
        }
        ComponentsAreRegistered();
        reset_parameters();
    }

    public long num_features { get; }
    public double eps { get; set; }

    /// <summary>The weight of the newest batch in the running statistics; null for the mean over all batches.</summary>
    public double? momentum { get; set; }
    public bool affine { get; }
    public bool track_running_stats { get; }

    public Parameter? weight => scale;
    public Parameter? bias => shift;
    public Tensor? running_mean => mean;
    public Tensor? running_var => variance;
    public Tensor? num_batches_tracked => batches;

    public void reset_running_stats()
    {
        mean?.zero_();
        variance?.fill_(1);
        batches?.zero_();
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (scale is not null) nn.init.ones_(scale);
        if (shift is not null) nn.init.zeros_(shift);
    }

    protected abstract void ValidateInputDimensions(Tensor input);
}
