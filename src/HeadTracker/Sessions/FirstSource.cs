using HeadTracker.Capture;
using HeadTracker.Inference;

namespace HeadTracker.Sessions;

/// <summary>What a dashboard begins with where nobody has named a source.</summary>
/// <param name="Source">As <c>--source</c>.</param>
/// <param name="Notice">Why it is no camera and what to do, in one sentence; null for a camera.</param>
internal sealed record FirstSource(string Source, string? Notice = null)
{
    /// <summary>A rendered head that turns, whose true poses lie beside it.</summary>
    public static string DemoClip { get; } = Path.Combine(ModelFiles.Folder, "demo", "turning-head.mp4");

    /// <summary>The first camera that nothing speaks against, else the demo's clip, so that there is something to see.</summary>
    public static FirstSource Among(IReadOnlyList<CameraInfo> cameras)
    {
        if (cameras.FirstOrDefault(camera => camera.Problem is null) is { } camera) return new($"{camera.Number}");
        var reason = cameras.Count > 0 ? cameras[0].Problem!.TrimEnd('.') : "There is no camera; plug one in";
        return new(DemoClip, $"{reason}, and choose it under Source; until then you see a rendered head.");
    }
}
