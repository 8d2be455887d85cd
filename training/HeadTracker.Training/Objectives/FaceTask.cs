using System.Text.Json.Serialization;

namespace HeadTracker.Training.Objectives;

/// <summary>What a network can learn of a face.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaceTask>))]
public enum FaceTask
{
    /// <summary>The head's, by the deployed network's own heads.</summary>
    Pose,

    /// <summary>Which class each cell shows.</summary>
    Segmentation,

    /// <summary>Which part of the face, left and right apart.</summary>
    Parts,

    /// <summary>Behind the face's centre, in face sizes.</summary>
    Depth,

    Normals,

    /// <summary>Where classes meet or the depth jumps.</summary>
    Edges,

    /// <summary>The head, with what is worn on it.</summary>
    Saliency,

    /// <summary>68 of them.</summary>
    Landmarks,

    /// <summary>From each cell to the centre of its part.</summary>
    Offsets,

    /// <summary>Which environment lights the face.</summary>
    Scene,

    /// <summary>What is worn, done and known of the person.</summary>
    Attributes,
}
