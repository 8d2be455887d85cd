using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Contrast-limited adaptive histogram equalisation of single-channel images.</summary>
public class CLAHE : CvObject
{
    private readonly ClaheHandle handle;

    private CLAHE(ClaheHandle handle) => this.handle = handle;

    public static CLAHE Create(double clipLimit = 40.0, Size? tileGridSize = null)
    {
        Native.Check(Native.cvs_clahe_new(clipLimit, tileGridSize ?? new Size(8, 8), out var handle));
        return new(handle);
    }

    /// <summary>Above which share of a tile's histogram a bin is cut, as a multiple of an even one.</summary>
    public double ClipLimit
    {
        get => Get().Limit;
        set => Native.Check(Native.cvs_clahe_set(handle, value, Get().Tiles));
    }

    /// <summary>Count of tiles across and down.</summary>
    public Size TilesGridSize
    {
        get => Get().Tiles;
        set => Native.Check(Native.cvs_clahe_set(handle, Get().Limit, value));
    }

    public void Apply(InputArray src, OutputArray dst) => Native.Check(Native.cvs_clahe_apply(handle, Arguments.Need(src), Arguments.Need(dst)));

    public void CollectGarbage() => Native.Check(Native.cvs_clahe_collect(handle));

    private protected override SafeHandle Resource => handle;

    private (double Limit, Size Tiles) Get()
    {
        Native.Check(Native.cvs_clahe_get(handle, out var limit, out var tiles));
        return (limit, tiles);
    }
}
