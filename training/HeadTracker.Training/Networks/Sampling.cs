namespace HeadTracker.Training.Networks;

/// <summary>How a residual block goes over its input.</summary>
/// <param name="Stride">Input pixels between two outputs.</param>
/// <param name="Dilation">Input pixels between two of a kernel's, where the stride is taken.</param>
/// <param name="DilationAfter">The same behind it.</param>
public readonly record struct Sampling(int Stride, int Dilation = 1, int DilationAfter = 1)
{
    /// <summary>
    /// Gives the layers of a network, from its input on, the sampling at which it takes an output every so many pixels. A stride beyond that is left out,
    /// and all kernels behind it are spread by its factor instead: they then read the very pixels that they would have read, and their outputs are those
    /// of the network with its strides, with more between them ("à trous", Holschneider et al. 1990).
    /// </summary>
    /// <param name="outputStride">A power of two.</param>
    internal sealed class Course(int outputStride)
    {
        private int _stride = 1, _dilation = 1;

        /// <summary>A layer that halves.</summary>
        public Sampling Halve()
        {
            if (2 * _stride <= outputStride)
            {
                _stride *= 2;
                return new(2, _dilation, _dilation);
            }

            var before = _dilation;
            _dilation *= 2;
            return new(1, before, _dilation);
        }

        /// <summary>A layer that keeps its input's size.</summary>
        public Sampling Keep() => new(1, _dilation, _dilation);
    }
}
