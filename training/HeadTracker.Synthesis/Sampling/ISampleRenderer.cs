namespace HeadTracker.Synthesis.Sampling;

/// <summary>Renders labelled heads by number: the same options and number give the same bytes, on any thread and in any order.</summary>
public interface ISampleRenderer
{
    RenderOptions Options { get; }

    /// <summary>Renders one sample; the caller disposes it.</summary>
    /// <param name="index">0 or more; neighbours show one person.</param>
    /// <param name="labels">Also labels a region densely; the picture stays the same. Null labels nothing.</param>
    Sample Render(long index, LabelGrid? labels = null);
}
