using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The tree as flat lists; names join the path with dots. A tensor registered twice is listed once.
        public abstract partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach ((string path, Module module) in Walk(recurse))
                {
                    foreach ((string name, Parameter parameter) in module.ownParameters)
                    {
                        if (!parameter.IsInvalid && seen.Add(parameter)) yield return (path + name, parameter);
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach ((string path, Module module) in Walk(recurse))
                {
                    foreach ((string name, Tensor buffer, bool persistent) in module.ownBuffers)
                    {
                        if (!buffer.IsInvalid && (persistent || include_nonpersistent) && seen.Add(buffer)) yield return (path + name, buffer);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules.Select(module => (module.Name, module.Value));
            public virtual IEnumerable<Module> children() => ownModules.Select(module => module.Value);

            /// <summary>Every module below this one.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() => Walk(recurse: true).Skip(1).Select(entry => (entry.Path[..^1], entry.Module));
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual bool has_parameter(string target) => named_parameters().Any(entry => entry.name == target);
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(entry => entry.name == target).parameter;
            public virtual bool has_buffer(string target) => named_buffers().Any(entry => entry.name == target);
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(entry => entry.name == target).buffer;

            // Depth first, this module itself with an empty path, each below with a path that ends in a dot.
            private IEnumerable<(string Path, Module Module)> Walk(bool recurse)
            {
                yield return ("", this);
                if (!recurse) yield break;
                foreach ((string name, Module child) in ownModules)
                {
                    foreach ((string path, Module module) in child.Walk(true)) yield return ($"{name}.{path}", module);
                }
            }
        }
    }
}
