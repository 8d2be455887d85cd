using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimisers share: state by parameter, and its saving and loading.</summary>
public class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = null!;
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    private protected OptimizerState this[Parameter parameter] => states[parameter];

    private protected void Remember(Parameter parameter, OptimizerState state) => states.Add(parameter, state);

    /// <summary>Calls the body for every parameter that has a gradient, outside of any graph.</summary>
    private protected Tensor? Step(Func<Tensor>? closure, Action<Parameter, Tensor, OptimizerState, OptimizerOptions> body)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using IDisposable recording = enable_grad();
            loss = closure();
        }
        using IDisposable quiet = no_grad();
        foreach (ParamGroup group in _parameter_groups)
        {
            foreach (Parameter parameter in group.Parameters)
            {
                using Tensor? grad = parameter.grad;
                if (grad is not null) body(parameter, grad, states[parameter], group.Options);
            }
        }
        return loss;
    }

    /// <summary>The state itself, not a copy: save it before the next step.</summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (ParamGroup group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            foreach (Parameter parameter in group.Parameters) dictionary.State.Add(states[parameter]);
        }
        return dictionary;
    }

    /// <summary>Copies options and state, matched by position.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count) throw new ArgumentException("loaded state dict has a different number of parameter groups");
        if (own.State.Count != state_dict.State.Count) throw new ArgumentException("loaded state dict has a different number of parameters");
        for (int k = 0; k < own.Options.Count; k++) own.Options[k].LoadStateDict(state_dict.Options[k]);
        using IDisposable quiet = no_grad();
        for (int k = 0; k < own.State.Count; k++) own.State[k].LoadStateDict(state_dict.State[k]);
    }

    public virtual void to(Device device)
    {
        foreach (OptimizerState state in states.Values) state.to(device);
    }

    private protected void FreeStates()
    {
        foreach (OptimizerState state in states.Values) state.Free();
        states.Clear();
    }
}
