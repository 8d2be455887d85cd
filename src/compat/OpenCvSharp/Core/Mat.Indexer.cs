namespace OpenCvSharp;

/// <content>Access by index.</content>
public partial class Mat
{
    /// <summary>Addresses elements from the layout the Mat had when the indexer was made; indices are not checked.</summary>
    public sealed class Indexer<T> : MatIndexer<T> where T : unmanaged
    {
        private readonly Mat parent;
        private readonly nint data;
        private readonly long step0, step1, step2;

        internal Indexer(Mat parent)
        {
            this.parent = parent;
            data = parent.Data;
            (step0, step1, step2) = (parent.Step(0), parent.Step(1), parent.Step(2));
        }

        public override T this[int i0]
        {
            get => At(i0 * step0);
            set => At(i0 * step0) = value;
        }

        public override T this[int i0, int i1]
        {
            get => At(i0 * step0 + i1 * step1);
            set => At(i0 * step0 + i1 * step1) = value;
        }

        public override T this[int i0, int i1, int i2]
        {
            get => At(i0 * step0 + i1 * step1 + i2 * step2);
            set => At(i0 * step0 + i1 * step1 + i2 * step2) = value;
        }

        private unsafe ref T At(long offset)
        {
            // The pixels live as long as the parent does.
            GC.KeepAlive(parent);
            return ref *(T*)(data + (nint)offset);
        }
    }
}
