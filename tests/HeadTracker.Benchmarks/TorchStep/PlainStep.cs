using System.Runtime.InteropServices;

namespace HeadTracker.Benchmarks.TorchStep;

/// <summary>The same step in C++ (native/step.cpp), in this process, so that both use one libtorch and one pool of threads.</summary>
internal sealed unsafe partial class PlainStep : IDisposable
{
    private const string Library = "TorchStep";
    private readonly nint step;

    /// <param name="images">(B, size, size, 3).</param>
    /// <param name="labels">(B).</param>
    /// <param name="size">Pixels.</param>
    /// <param name="bfloat16">Convolutions in bfloat16.</param>
    /// <param name="parameters">Initial values in the order of registration.</param>
    public PlainStep(float[] images, long[] labels, int size, bool bfloat16, IEnumerable<float[]> parameters)
    {
        step = step_new(images, labels, labels.Length, size, bfloat16 ? 1 : 0);
        var index = 0;
        foreach (var values in parameters) step_set_parameter(step, index++, values);
    }

    public float Run() => step_run(step);

    public void Dispose() => step_free(step);

    [LibraryImport(Library)] private static partial nint step_new(float[] images, long[] labels, long batch, long size, int bfloat16);
    [LibraryImport(Library)] private static partial void step_set_parameter(nint step, long index, float[] values);
    [LibraryImport(Library)] private static partial float step_run(nint step);
    [LibraryImport(Library)] private static partial void step_free(nint step);
}
