namespace HeadTracker.Contract;

/// <summary>What every description of a network has to keep to.</summary>
internal static class ModelInput
{
    /// <summary>Degrees: a finer bin is a slip, and asks for more memory than all faces.</summary>
    private const float LeastBin = 0.1f;

    /// <summary>What is wrong with an input, as the object of "says"; null for nothing.</summary>
    public static string? FirstFlaw(int size, CropRule crop, PixelNormalizer normalizer)
    {
        if (size is < 1 or > 4096) return $"an input size of {size}";
        if (!(crop.Scale > 0 && float.IsFinite(crop.Scale))) return $"a crop scale of {crop.Scale}";
        if (normalizer.Mean.Count != 3 || normalizer.Std.Count != 3)
        {
            return $"{normalizer.Mean.Count} means and {normalizer.Std.Count} deviations where three channels need 3";
        }

        if (!normalizer.Mean.All(float.IsFinite)) return "a mean that is no number";
        return normalizer.Std.Any(std => !(std > 0 && float.IsFinite(std))) ? "a deviation that is not above 0" : null;
    }

    /// <summary>What is wrong with bins.</summary>
    public static string? FirstFlaw(BinSpecification bins) => bins.BinSize >= LeastBin && bins.Range >= bins.BinSize && bins.Range <= 180
        ? null
        : $"bins of {bins.BinSize}° over ±{bins.Range}°";
}
