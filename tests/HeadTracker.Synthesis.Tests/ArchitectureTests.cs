using HeadTracker.Synthesis.Sampling;
using HeadTracker.Tests;

namespace HeadTracker.Synthesis.Tests;

public sealed class ArchitectureTests
{
    /// <summary>The way a picture goes: what surfaces are and how light meets them, whose they are, one scene, what a sensor makes of it, samples.</summary>
    [Fact]
    public void Folders_use_only_those_before_them() => FolderOrder.Check(
        typeof(SampleRenderer),
        "HeadTracker.Synthesis",
        "",
        "Imaging",
        "Gltf",
        "Surfaces",
        "Rasterization",
        "Lighting",
        "Heads",
        "Heads.MakeHuman",
        "Heads.Valid",
        "Accessories",
        "Rendering",
        "Sensing",
        "Sampling");
}
