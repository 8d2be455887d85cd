using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam's update: one fused pass over float32 on the CPU, tensor operators elsewhere.</summary>
internal static unsafe class AdamMath
{
    internal static void Step(Parameter parameter, Tensor grad, Tensor mean, Tensor square, Tensor? peak, AdamStep step)
    {
        if (parameter.dtype == ScalarType.Float32 && grad.dtype == ScalarType.Float32 && parameter.device_type == DeviceType.CPU)
        {
            NativeMethods.Check(NativeMethods.ts_adam(parameter.Handle, grad.Handle, mean.Handle, square.Handle, peak?.Handle ?? 0, &step));
            return;
        }
        using DisposeScope scope = NewDisposeScope();
        if (step.Maximize != 0) grad = -grad;
        if (step.Decoupled != 0) parameter.mul_(1 - step.LearningRate * step.WeightDecay);
        else if (step.WeightDecay != 0) grad = grad.add(parameter, step.WeightDecay);
        mean.mul_(step.Beta1).add_(grad, 1 - step.Beta1);
        square.mul_(step.Beta2).addcmul_(grad, grad, 1 - step.Beta2);
        if (peak is not null) peak.copy_(peak.maximum(square));
        Tensor root = (peak ?? square).sqrt().div_(Math.Sqrt(1 - Math.Pow(step.Beta2, step.Step))).add_(step.Epsilon);
        parameter.addcdiv_(mean, root, -step.LearningRate / (1 - Math.Pow(step.Beta1, step.Step)));
    }

    internal static void Validate(double lr, double beta1, double beta2, double eps, double weightDecay)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1 value: {beta1}");
        if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2 value: {beta2}");
        if (eps < 0) throw new ArgumentException($"Invalid eps value: {eps}");
        if (weightDecay < 0) throw new ArgumentException($"Invalid weight_decay value: {weightDecay}");
    }
}
