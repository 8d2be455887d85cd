using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules in a row, named 0, 1, … unless names are given. Results between them are disposed as soon as they are used.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.Module<Tensor, Tensor>> items = [];

        public Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
        {
            ComponentsAreRegistered();
            foreach (nn.Module<Tensor, Tensor> module in modules) append(module);
        }

        public Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
        {
            ComponentsAreRegistered();
            foreach ((string name, nn.Module<Tensor, Tensor> module) in modules) append(name, module);
        }

        public int Count => items.Count;

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(items.Count.ToString(), module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            var item = (nn.Module<Tensor, Tensor>)module;
            register_module(name, item);
            items.Add(item);
            return this;
        }

        [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => items[index];

        public override Tensor forward(Tensor tensor)
        {
            if (items.Count == 0) return tensor.alias();
            Tensor current = tensor;
            foreach (nn.Module<Tensor, Tensor> module in items)
            {
                Tensor next = module.call(current);
                if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next)) current.Dispose();
                current = next;
            }
            return current;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);
            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new([.. modules]);
            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new([.. modules]);
        }
    }
}
