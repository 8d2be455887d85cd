using TorchSharp.Modules;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The module's state as a dictionary, and its moves between types and devices.
        public abstract partial class Module
        {
            /// <summary>Parameters and persistent buffers by name. The tensors are the module's own, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string path = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string name, Parameter parameter) in named_parameters()) destination.TryAdd(path + name, parameter);
                foreach ((string name, Tensor buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(path + name, buffer);
                return destination;
            }

            /// <summary>Copies the values of equally named tensors into this module's own; shapes must agree.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> own = state_dict();
                List<string> missing = [.. own.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true)];
                List<string> unexpected = [.. source.Keys.Where(key => !own.ContainsKey(key) && skip?.Contains(key) != true)];
                if (strict && missing.Count + unexpected.Count > 0) throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");

                using IDisposable quiet = no_grad();
                foreach ((string key, Tensor value) in source)
                {
                    if (skip?.Contains(key) == true || !own.TryGetValue(key, out Tensor? target)) continue;
                    if (!target.shape.AsSpan().SequenceEqual(value.shape)) throw new ArgumentException($"Mismatched shapes for '{key}': [{string.Join(", ", target.shape)}] in the module, [{string.Join(", ", value.shape)}] in the dictionary.");
                    target.copy_(value);
                }
                return (missing, unexpected);
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Convert(device, dtype, non_blocking);
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Convert(null, dtype, non_blocking);
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => Convert(new Device(deviceType, deviceIndex), null, non_blocking);

            // The tensors stay the objects they are and get new storage, so an optimiser that holds them keeps working.
            // Only floating point changes type: counters such as num_batches_tracked stay integers.
            private Module Convert(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                if (device is not null) InitializeDevice(device);
                using IDisposable quiet = no_grad();
                foreach (Tensor tensor in parameters().Concat(buffers()))
                {
                    ScalarType type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                    using Tensor moved = tensor.to(type, device ?? tensor.device, non_blocking: nonBlocking);
                    if (moved.Handle == tensor.Handle) continue; // where it should be already: the same native tensor
                    tensor.grad = null;
                    Check(ts_set_data(tensor.Handle, moved.Handle));
                }
                return this;
            }
        }
    }
}
