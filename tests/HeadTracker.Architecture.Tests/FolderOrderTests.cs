using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Tracking;

namespace HeadTracker.Architecture.Tests;

/// <summary>The order of the folders inside each project of the tracker. Those of synthesis and training are stated in their own tests.</summary>
public class FolderOrderTests
{
    [Fact]
    public void Core() => FolderOrder.Check(
        typeof(HeadPose), "HeadTracker", "", "Serialization", "Geometry", "Contract", "Filtering", "Response", "Attention", "Results", "Settings", "Metrics");

    [Fact]
    public void Vision() => FolderOrder.Check(typeof(FaceTracker), "HeadTracker", "Capture", "Inference", "Detection", "Estimation", "Tracking");

    [Fact]
    public void Program() => FolderOrder.Check(
        Projects.Program.Type,
        "HeadTracker",
        "Output",
        "Output.Protocols",
        "Output.FreeTrack",
        "Output.Network",
        "Hotkeys",
        "Profiles",
        "Rendering.Typography",
        "Rendering.Glfw",
        "Rendering",
        "Dashboard",
        "Replay",
        "Measurement",
        "Sessions",
        "Diagnostics",
        "Commands");
}
