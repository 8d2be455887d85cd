using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>What a run of the pipeline has measured so far. Each figure is written by one thread; others may read it at any time.</summary>
public sealed class PipelineStatistics
{
    /// <summary>Reading and decoding a picture, from the moment it was there to be had.</summary>
    public LatencyHistogram Capture { get; } = new();

    /// <summary>Searching and following faces.</summary>
    public LatencyHistogram Detection { get; } = new();

    /// <summary>Poses, in frames with a face.</summary>
    public LatencyHistogram Estimation { get; } = new();

    /// <summary>The part of <see cref="Detection"/> and <see cref="Estimation"/> inside the networks.</summary>
    public LatencyHistogram Networks { get; } = new();

    /// <summary>Filters, in frames with a face.</summary>
    public LatencyHistogram Filtering { get; } = new();

    /// <summary>Drawing, encoding and handing to the window.</summary>
    public LatencyHistogram Output { get; } = new();

    /// <summary>From a picture's arrival until the pose sinks have handed its poses on: files buffered, datagrams with the system.</summary>
    public LatencyHistogram Wire { get; } = new();

    /// <summary>From a picture's arrival to its filtered poses (<see cref="TrackingResult.EndToEnd"/>).</summary>
    public LatencyHistogram EndToEnd { get; } = new();

    /// <summary>The stages by name, in the order in which a frame passes them.</summary>
    public IReadOnlyList<(string Name, LatencyHistogram Latency)> Stages =>
    [
        ("capture", Capture), ("detection", Detection), ("estimation", Estimation), ("networks", Networks), ("filtering", Filtering), ("wire", Wire),
            ("output", Output), ("endToEnd", EndToEnd),
    ];

    /// <summary>Frames that went through the tracker.</summary>
    public long Frames { get; internal set; }

    /// <summary>Frames in which at least one face was seen.</summary>
    public long FramesWithFace { get; internal set; }

    /// <summary>Frames that show something that may be a face, and none that is one for sure.</summary>
    public long FramesUnsure { get; internal set; }

    /// <summary>Frames in which the whole picture was searched.</summary>
    public long Searches { get; internal set; }

    /// <summary>Frames in which the detector ran, on the whole picture or on a part.</summary>
    public long Looks { get; internal set; }

    /// <summary>Frames that a newer one overtook before the tracker was free.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Pixels across of the last picture that went through the tracker; 0 before the first.</summary>
    public int Width { get; internal set; }

    /// <summary>Pixels down of the last picture that went through the tracker.</summary>
    public int Height { get; internal set; }

    /// <summary>From the first frame's arrival to the last one's poses.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Frames through the tracker per second over the whole run.</summary>
    public double FramesPerSecond => Elapsed > TimeSpan.Zero ? Frames / Elapsed.TotalSeconds : 0;
}
