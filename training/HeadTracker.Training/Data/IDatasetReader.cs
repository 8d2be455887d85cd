namespace HeadTracker.Training.Data;

/// <summary>What a reader is told beside where the dataset lies.</summary>
/// <param name="Boxes">Replaces the dataset's own boxes; faces without one there are dropped. Null keeps its own.</param>
/// <param name="Labels">A labels file that lies elsewhere, for kinds whose labels are one CSV file. Null takes the dataset's own.</param>
public sealed record ReadOptions(BoxFile? Boxes = null, string? Labels = null);

/// <summary>Reads the labels of one kind of dataset in the layout that users get when they unpack the original.</summary>
/// <remarks>
/// Stateless. A broken entry is dropped into the report with its name and never ends the reading; rotations come from
/// <see cref="Geometry.PoseConventions"/> alone.
/// </remarks>
public interface IDatasetReader
{
    /// <summary>What users call the kind on the command line, such as "300w-lp".</summary>
    string Kind { get; }

    /// <summary>Its name for people.</summary>
    string Name { get; }

    /// <summary>Terms of use in a few words.</summary>
    string Terms { get; }

    /// <summary>Whether a folder or archive looks like this kind.</summary>
    bool Recognises(IFileStore files);

    /// <summary>Where the photos of <see cref="Read"/> are looked up; takes the files over.</summary>
    IPhotoSource PhotosOf(IFileStore files) => new FilePhotos(files);

    /// <summary>Reads every face; what is dropped goes into the report.</summary>
    IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report);
}
