using HeadTracker.Training.Augmentation;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The box offsets of the convolutional ensemble, the KD paper's eq. 5: B_{s,p} = {(s·i, s·j) : 0 ≤ i, j ≤ 2p/s} in pixels of the network's
/// input, measured from the corner of an image that has <paramref name="Padding"/> pixels more on every side.
/// </summary>
/// <param name="Stride">s: pixels between neighbouring offsets, at least 1.</param>
/// <param name="Padding">p: how far the box moves each way; a multiple of s. 0 is no ensemble.</param>
public readonly record struct EnsembleGrid(int Stride, int Padding)
{
    // Half the side of the largest inputs in use; a box moved further has left its face.
    private const int MaxPadding = 112;

    /// <summary>No ensemble: the box as it is.</summary>
    public static readonly EnsembleGrid Single = new(1, 0);

    /// <summary>Offsets along one axis.</summary>
    public int PerAxis => 2 * Padding / Stride + 1;

    /// <summary>A: the number of predictions averaged.</summary>
    public int Count => PerAxis * PerAxis;

    /// <summary>All offsets (x, y) from the padded image's top left corner.</summary>
    public IEnumerable<(int X, int Y)> Offsets
    {
        get
        {
            for (var j = 0; j < PerAxis; j++)
            {
                for (var i = 0; i < PerAxis; i++) yield return (i * Stride, j * Stride);
            }
        }
    }

    /// <summary>A random choice of <paramref name="count"/> different offsets.</summary>
    public IReadOnlyList<(int X, int Y)> Draw(int count, SeededRandom random)
    {
        var all = Offsets.ToArray();
        return [.. random.Permutation(all.Length).Take(count).Select(index => all[index])];
    }

    /// <exception cref="UserErrorException">The stride does not divide the padding, or the boxes would be moved off the face.</exception>
    public EnsembleGrid Validated() => Stride >= 1 && Padding is >= 0 and <= MaxPadding && Padding % Stride == 0
        ? this
        : throw new UserErrorException(
            $"An ensemble of stride {Stride} and padding {Padding} has no grid: give a padding of at most {MaxPadding} pixels and a stride of at "
                + "least 1 that divides the padding.");

    public override string ToString() => $"p={Padding} s={Stride}";
}
