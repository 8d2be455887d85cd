namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their joint norm is at most max_norm; gives the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Modules.Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable quiet = no_grad();
                Tensor[] grads = [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
                if (grads.Length == 0) return 0;
                Tensor total = stack(grads.Select(grad => grad.norm((float)norm_type).to(grads[0].device))).norm((float)norm_type);
                double norm = total.ToDouble();
                double factor = max_norm / (norm + 1e-6);
                if (factor < 1)
                {
                    foreach (Tensor grad in grads) grad.mul_(factor);
                }
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Modules.Parameter> tensors, double clip_value)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable quiet = no_grad();
                foreach (Modules.Parameter tensor in tensors) tensor.grad?.clamp_(-clip_value, clip_value);
            }
        }
    }
}
