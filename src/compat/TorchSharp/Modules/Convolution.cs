using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions share: geometry and weights (out, in/groups, kernel…), drawn as PyTorch draws them.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))] protected Parameter _weight;
    [ComponentName(Name = nameof(bias))] protected Parameter? _bias;

    private protected Convolution(string name, long inChannels, long outChannels, long[] kernel, long[] stride, long[] padding, Padding? paddingType, long[] dilation, long groups, bool bias, PaddingModes paddingMode, Device? device, ScalarType? dtype)
        : base(name)
    {
        if (groups <= 0 || inChannels % groups != 0 || outChannels % groups != 0) throw new ArgumentException("in_channels and out_channels must be divisible by groups.");
        (in_channels, out_channels, this.groups) = (inChannels, outChannels, groups);
        (kernel_size, this.stride, this.padding, this.dilation) = (kernel, stride, padding, dilation);
        (padding_type, padding_mode) = (paddingType, paddingMode);
        _weight = new Parameter(empty([outChannels, inChannels / groups, .. kernel], dtype, device));
        _bias = bias ? new Parameter(empty(outChannels, dtype, device)) : null;
        reset_parameters();
        RegisterComponents();
    }

    public long in_channels { get; }
    public long out_channels { get; }
    public long groups { get; private set; }
    public long[] kernel_size { get; private set; }
    public long[] stride { get; private set; }
    public long[] padding { get; }
    public long[] dilation { get; private set; }
    public Padding? padding_type { get; }
    public PaddingModes padding_mode { get; private set; }

    public Parameter weight => _weight;
    public Parameter? bias => _bias;

    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(_weight, a: Math.Sqrt(5));
        if (_bias is null) return;
        double bound = 1 / Math.Sqrt(nn.init.CalculateFanInAndFanOut(_weight).Item1);
        nn.init.uniform_(_bias, -bound, bound);
    }
}
