using HeadTracker.Training.Data.Readers;

namespace HeadTracker.Training.Commands;

/// <summary>Files that a command reads, and so must not write.</summary>
internal static class Originals
{
    /// <param name="output">What the command is about to write.</param>
    /// <param name="inputs">What it reads, however the paths are written; null for nothing.</param>
    /// <exception cref="UserErrorException">The output is one of the inputs.</exception>
    public static void Protect(string output, params IEnumerable<string?> inputs)
    {
        if (inputs.FirstOrDefault(input => input is not null && FileIdentity.AreSame(input, output)) is { } original)
        {
            throw new UserErrorException($"--out names {original} itself, which this command reads; give another file.");
        }
    }

    /// <summary>The files that datasets are made of, as far as the command line names them.</summary>
    public static IEnumerable<string?> Of(IEnumerable<string> references) =>
        references.Select(DatasetReference.Parse).SelectMany(dataset => new[] { dataset.Path, dataset.Boxes, dataset.Labels });
}
