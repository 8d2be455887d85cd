using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>What checks of models share.</summary>
internal static class ModelCheck
{
    /// <summary>Reads something from a model, which is disposed when that throws.</summary>
    public static T OrDispose<T>(OnnxSession model, Func<OnnxSession, T> read)
    {
        try
        {
            return read(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What to do about a model that says nothing, or nothing true, about itself.</summary>
    public static string Template(OnnxSession model) => $"'{CommandName.Typed} models --describe {model.FilePath}' prints a description to complete, "
        + "or name another model, or 'landmarks'";
}
