using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by position, registered as 0, 1, …; calls none of them.</summary>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> items;

        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => items = [.. modules];

        protected override void RegisterComponents()
        {
            if (named_children().Any()) return;
            for (int k = 0; k < items.Count; k++) register_module(k.ToString(), items[k]);
        }

        public T this[int index]
        {
            get => items[index];
            set => items[index] = value;
        }

        public int Count => items.Count;
        public bool IsReadOnly => false;
        public void Add(T item) => items.Add(item);
        public void append(params T[] parameters) => items.AddRange(parameters);
        public void extend(IEnumerable<T> modules) => items.AddRange(modules);
        public void Insert(int index, T item) => items.Insert(index, item);
        public bool Remove(T item) => items.Remove(item);
        public void RemoveAt(int index) => items.RemoveAt(index);
        public void Clear() => items.Clear();
        public bool Contains(T item) => items.Contains(item);
        public int IndexOf(T item) => items.IndexOf(item);
        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }
}
