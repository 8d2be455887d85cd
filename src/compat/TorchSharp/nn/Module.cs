using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A tree of named parameters, buffers and submodules, which it owns: Dispose frees them all.</summary>
        /// <remarks>What is registered leaves its dispose scope. RegisterComponents finds the fields by reflection, in the order of declaration.</remarks>
        public abstract partial class Module : IDisposable
        {
            private readonly List<(string Name, Parameter Value)> ownParameters = [];
            private readonly List<(string Name, Tensor Value, bool Persistent)> ownBuffers = [];
            private readonly List<(string Name, Module Value)> ownModules = [];
            private readonly string name;
            private bool registered;

            protected Module(string name) => this.name = name;

            public virtual string GetName() => name;

            public virtual bool training { get; private protected set; } = true;

            /// <summary>Registers every field that holds a module, a parameter or a tensor (a buffer), under the field's name.</summary>
            protected virtual void RegisterComponents()
            {
                if (registered) return;
                registered = true;
                foreach (FieldInfo field in GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    string component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(component, module); break;
                        case Parameter parameter: register_parameter(component, parameter); break;
                        case Tensor tensor: register_buffer(component, tensor); break;
                    }
                }
            }

            /// <summary>For modules that register by hand: their fields are not looked at.</summary>
            private protected void ComponentsAreRegistered() => registered = true;

            public virtual void register_module(string name, Module submodule)
            {
                ValidateName(name, "module");
                if (ownModules.Exists(module => module.Name == name)) throw new ArgumentException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                ownModules.Add((name, submodule));
            }

            public virtual void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param)
            {
                ValidateName(name, "parameter");
                if (ownParameters.Exists(parameter => parameter.Name == name)) throw new ArgumentException($"Parameter {name} is already registered.");
                param.DetachFromDisposeScope();
                ownParameters.Add((name, param));
            }

            /// <summary>A tensor that is no parameter but moves with the module and, if persistent, is part of its state.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                ValidateName(name, "buffer");
                if (ownBuffers.Exists(buffer => buffer.Name == name)) throw new ArgumentException($"Tensor {name} is already registered.");
                tensor.DetachFromDisposeScope();
                ownBuffers.Add((name, tensor, persistent));
            }

            private static void ValidateName(string name, string what)
            {
                if (string.IsNullOrEmpty(name)) throw new ArgumentException($"{what} name can't be empty string \"\"");
                if (name.Contains('.')) throw new ArgumentException($"{what} name can't contain \".\", got: {name}");
            }

            public virtual void train(bool train = true)
            {
                training = train;
                foreach ((_, Module module) in ownModules) module.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Calls the function on every submodule, deepest first, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module module) in ownModules) module.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }
                    using Tensor? grad = parameter.grad;
                    using (no_grad()) grad?.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach ((_, Parameter parameter) in ownParameters) parameter.Dispose();
                foreach ((_, Tensor buffer, _) in ownBuffers) buffer.Dispose();
                foreach ((_, Module module) in ownModules) module.Dispose();
            }
        }
    }
}
