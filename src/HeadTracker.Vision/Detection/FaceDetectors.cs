using HeadTracker.Inference;

namespace HeadTracker.Detection;

/// <summary>Makes detectors from names and files.</summary>
public static class FaceDetectors
{
    /// <summary>The detectors that come with the program, by name, and their files in <see cref="ModelFiles.Folder"/>.</summary>
    public static readonly IReadOnlyDictionary<string, string> BuiltIn = new Dictionary<string, string>
    {
        ["blazeface"] = "blazeface-back-256.onnx",
        ["blazeface-back"] = "blazeface-back-256.onnx",
        ["blazeface-front"] = "blazeface-front-128.onnx",
    };

    /// <inheritdoc cref="Create(DetectorOptions)"/>
    /// <param name="model">As <see cref="DetectorOptions.Model"/>.</param>
    /// <param name="provider">What shall run it.</param>
    public static IFaceDetector Create(string model, ExecutionProvider provider = ExecutionProvider.Auto) =>
        Create(new DetectorOptions { Model = model, Provider = provider });

    /// <summary>Opens a detector; which kind a file is shows in its tensors.</summary>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="UserErrorException">The model is missing, damaged, or of no known kind, or an option is out of range.</exception>
    public static IFaceDetector Create(DetectorOptions options)
    {
        if (options.MinimumScore is not (> 0 and < 1))
        {
            throw new UserErrorException($"The detector's least score is {options.MinimumScore}, but must lie between 0 and 1, such as 0.5.");
        }

        var network = Open(options.Model, options);
        try
        {
            return new FaceDetector(network, options, options.Follower is null ? null : Open(options.Follower, options));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static IFaceNetwork Open(string model, DetectorOptions options)
    {
        var path = BuiltIn.TryGetValue(model.ToLowerInvariant(), out var file) ? ModelFiles.PathOf(file) : ModelFiles.Resolve(model);
        var session = OnnxSession.Open(path, options.Provider, options.Threads);
        if (BlazeFaceNetwork.Recognises(session)) return new BlazeFaceNetwork(session);
        if (YuNetNetwork.Recognises(session)) return new YuNetNetwork(session);

        var found = string.Join("; ", session.Inputs.Concat(session.Outputs.Take(4)));
        session.Dispose();
        throw new UserErrorException(
            $"{path} is no face detector known here: expected the tensors of BlazeFace (input [1, 128 or 256, the same, 3], 4 outputs) or of YuNet "
            + $"(square input [1, 3, S, S], 12 outputs cls_8 … kps_32), found {found}; name another file, or use blazeface.");
    }
}
