using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum buffers that start as the first gradient.</summary>
public class SGD : OptimizerHelper, optim.IMomentum
{
    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = [.. parameters] }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
        if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
        foreach (ParamGroup group in parameters) add_param_group(group);
    }

    public double Momentum
    {
        get => _parameter_groups.OfType<ParamGroup>().First().Momentum;
        set
        {
            foreach (ParamGroup group in _parameter_groups.OfType<ParamGroup>()) group.Momentum = value;
        }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var defaults = (Options)_defaults;
        Options options = param_group.Options as Options ?? new Options();
        options.LearningRate ??= defaults.LearningRate;
        options.momentum ??= defaults.momentum;
        options.dampening ??= defaults.dampening;
        options.weight_decay ??= defaults.weight_decay;
        options.nesterov ??= defaults.nesterov;
        options.maximize ??= defaults.maximize;
        options.InitialLearningRate = options.LearningRate!.Value;
        param_group.Options = options;
        base.add_param_group(param_group);
        foreach (Parameter parameter in param_group.Parameters) Remember(parameter, new State(parameter));
    }

    public override Tensor? step(Func<Tensor>? closure = null) => Step(closure, static (parameter, grad, remembered, chosen) =>
    {
        var (state, options) = ((State)remembered, (Options)chosen);
        bool first = state.momentum_buffer is null;
        if (first && options.momentum != 0) state.Begin();
        Update(parameter, grad, state.momentum_buffer, new SgdStep
        {
            LearningRate = options.LearningRate!.Value,
            Momentum = options.momentum!.Value,
            Dampening = options.dampening!.Value,
            WeightDecay = options.weight_decay!.Value,
            Nesterov = options.nesterov!.Value ? 1 : 0,
            Maximize = options.maximize!.Value ? 1 : 0,
            First = first ? 1 : 0,
        });
    });

    // One fused pass over float32 on the CPU, tensor operators elsewhere.
    private static unsafe void Update(Parameter parameter, Tensor grad, Tensor? buffer, SgdStep step)
    {
        if (parameter.dtype == ScalarType.Float32 && grad.dtype == ScalarType.Float32 && parameter.device_type == DeviceType.CPU)
        {
            NativeMethods.Check(NativeMethods.ts_sgd(parameter.Handle, grad.Handle, buffer?.Handle ?? 0, &step));
            return;
        }
        using DisposeScope scope = NewDisposeScope();
        if (step.Maximize != 0) grad = -grad;
        if (step.WeightDecay != 0) grad = grad.add(parameter, step.WeightDecay);
        if (buffer is not null)
        {
            if (step.First != 0) buffer.copy_(grad);
            else buffer.mul_(step.Momentum).add_(grad, 1 - step.Dampening);
            grad = step.Nesterov != 0 ? grad.add(buffer, step.Momentum) : buffer;
        }
        parameter.add_(grad, -step.LearningRate);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) FreeStates();
    }

    public class Options : OptimizerOptions
    {
        public double? momentum, dampening, weight_decay;
        public bool? nesterov, maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (momentum, dampening, weight_decay, nesterov, maximize) = (other.momentum, other.dampening, other.weight_decay, other.nesterov, other.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }) { }

        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }

    public class State : OptimizerState, IDisposable
    {
        /// <summary>Null until the first step with momentum.</summary>
        public Tensor? momentum_buffer;

        public State(Parameter parameter) : base(parameter) { }

        internal void Begin() => momentum_buffer = Zeros();

        public override void LoadStateDict(OptimizerState source)
        {
            if (((State)source).momentum_buffer is not { } other)
            {
                Dispose();
                momentum_buffer = null;
                return;
            }
            if (momentum_buffer is null) Begin();
            momentum_buffer!.copy_(other);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && (momentum_buffer is null ? state.momentum_buffer is null : state.momentum_buffer is not null && momentum_buffer.allclose(state.momentum_buffer));

        public override void to(Device device) => Move(ref momentum_buffer, device);

        internal override void Free() => Dispose();

        public void Dispose()
        {
            momentum_buffer?.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}
