using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Synthesis;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Distributed;
using OpenCvSharp;

namespace HeadTracker.Training.Datasets;

/// <summary>Renders faces on all cores, crops them as the program would and writes them into a packed set in their order.</summary>
public sealed class RenderedPacker : IDisposable
{
    /// <summary>The face's share of a frame of the stored size: crops fill most of the frame and seldom reach beyond it.</summary>
    private static readonly (float From, float To) FaceShare = (0.45f, 0.65f);

    private const int JitterPurpose = 5;

    /// <summary>The share of a face that must be seen for its label to count in full, and what it counts at least.</summary>
    private const float EnoughVisible = 0.3f, LeastWeight = 0.1f;

    /// <summary>A box that overlaps the truth less is somebody else's, or nobody's.</summary>
    private const float LeastOverlap = 0.3f;

    private readonly ISampleRenderer _renderer;
    private readonly PackWriter _writer;
    private readonly PackHeader _header;
    private readonly MapWriter? _maps;
    private readonly ThreadLocal<FaceCrop> _crops;
    private readonly ThreadLocal<IFaceDetector>? _detectors;

    /// <param name="renderer">Makes the faces.</param>
    /// <param name="writer">Stays the caller's.</param>
    /// <param name="header">The writer's.</param>
    /// <param name="detect">Take boxes from the detector run on the full frame, where it finds the face.</param>
    /// <param name="maps">Takes the label maps of the same samples; stays the caller's. Null where none are wanted.</param>
    public RenderedPacker(ISampleRenderer renderer, PackWriter writer, PackHeader header, bool detect, MapWriter? maps = null)
    {
        (_renderer, _writer, _header, _maps) = (renderer, writer, header, maps);
        _crops = new ThreadLocal<FaceCrop>(() => new FaceCrop(header.StoredSize, header.StoredSize));
        if (detect) _detectors = new ThreadLocal<IFaceDetector>(() => FaceDetectors.Create("blazeface", ExecutionProvider.Cpu), trackAllValues: true);
    }

    /// <summary>What is rendered for crops of a header's size and rule.</summary>
    public static RenderOptions OptionsFor(PackHeader header, int seed, bool validation) => new(seed)
    {
        FrameSize = header.StoredSize,
        FaceShare = FaceShare,
        Surroundings = MathF.Max(1, header.Crop.Scale * header.StoredSize / header.InputSize),
        Split = validation ? IdentitySplit.Validation : IdentitySplit.Training,
    };

    /// <summary>Processes that share the samples, by people: this one renders its part alone.</summary>
    public ProcessGroup Group { get; init; } = ProcessGroup.Alone;

    /// <summary>Renders the samples 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="count">How many.</param>
    /// <param name="progress">Told the number of faces done.</param>
    /// <param name="stop">Ends the rendering between two rounds.</param>
    public void Add(int count, Action<int> progress, CancellationToken stop = default)
    {
        var options = _renderer.Options;
        var subject = $"{(_renderer is ClipRenderer ? "clips of " : "")}{(options.Split == IdentitySplit.Validation ? "validation" : "training")} people";
        if (options.LeastYaw > 0) subject += $" turned by {options.LeastYaw:0.#}° or more";
        var detail = $"train synthesize --seed {options.Seed}, {subject}, "
            + $"boxes from {(_detectors is null ? "jitter" : "the detector")}";
        var makeHuman = _writer.AddSource(
            new PackSource("rendered MakeHuman people", "rendered from MakeHuman's assets (AGPL3 as packaged; its makers put output under CC0)", detail));
        var valid = _writer.AddSource(new PackSource("rendered VALID avatars", "avatars under MIT", detail));

        // One thread takes all pictures of a person; a round has two persons per thread.
        var people = Environment.ProcessorCount * 2;
        var round = people * options.SamplesPerPerson;
        var faces = new (byte[] Rgb, LabelledFace Face, string Source, FaceMaps? Maps)[round];
        var (firstPerson, persons) = Group.ShareOf((count + options.SamplesPerPerson - 1) / options.SamplesPerPerson);
        var last = Math.Min((firstPerson + persons) * options.SamplesPerPerson, count);
        for (var first = firstPerson * options.SamplesPerPerson; first < last; first += round)
        {
            stop.ThrowIfCancellationRequested();
            var start = first;
            var end = Math.Min(first + round, last);
            Parallel.For(0, people, p =>
            {
                for (var i = p * options.SamplesPerPerson; i < (p + 1) * options.SamplesPerPerson && start + i < end; i++) faces[i] = Make(start + i);
            });
            for (var i = first; i < end; i++)
            {
                var (rgb, face, source, maps) = faces[i - first];
                _writer.Add(rgb, face, source == "valid" ? valid : makeHuman);
                if (maps is not null) _maps!.Add(maps);
            }

            progress(end);
        }
    }

    public void Dispose()
    {
        _crops.Dispose();
        if (_detectors is null) return;
        foreach (var detector in _detectors.Values) detector.Dispose();
        _detectors.Dispose();
    }

    private (byte[] Rgb, LabelledFace Face, string Source, FaceMaps? Maps) Make(int index)
    {
        FaceBox? found = null;
        var grid = _maps is null ? null : new LabelGrid(FaceMaps.SideFor(_header.StoredSize), (picture, truth) =>
        {
            found = BoxOf(picture, truth, index);
            return FacePacker.RegionOf(found.Value, _header);
        });
        using var sample = _renderer.Render(index, labels: grid);
        var truth = sample.Truth;
        var box = found ?? BoxOf(sample.Picture, truth, index);
        var rgb = new byte[_header.BytesPerImage];
        _crops.Value!.SampleBytes(sample.Picture.AsBgr(), FacePacker.RegionOf(box, _header), rgb);
        for (var i = 0; i < rgb.Length; i += 3) (rgb[i], rgb[i + 2]) = (rgb[i + 2], rgb[i]);
        var face = new LabelledFace($"{index}", box, truth.Rotation) 
        {
            Identity = truth.IdentityId,
            Landmarks = truth.Landmarks,
            // Nobody can tell where a face looks that is all hair or hand.
            Weight = Math.Clamp(truth.Visible / EnoughVisible, LeastWeight, 1),
        };
        return (rgb, face, truth.Source, _maps is null ? null : FaceMaps.OfRendered(sample, _header.StoredSize));
    }

    private FaceBox BoxOf(Mat picture, SampleTruth truth, int index) => Detect(picture.AsBgr(), truth.LandmarkBox)
        ?? CropJitters.Detector.Draw(RandomExtensions.Seeded(_renderer.Options.Seed, index, JitterPurpose), truth.LandmarkBox);

    private FaceBox? Detect(BgrImage image, FaceBox truth)
    {
        if (_detectors is null) return null;
        var found = new List<FaceDetection>();
        _detectors.Value!.Detect(image, found);
        foreach (var face in found)
        {
            if (face.Box.IntersectionOverUnion(truth) > LeastOverlap) return face.Box;
        }

        return null;
    }
}
