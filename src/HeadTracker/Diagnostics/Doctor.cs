using System.Runtime.InteropServices;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Output;
using HeadTracker.Rendering.Typography;
using HeadTracker.Tracking;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace HeadTracker.Diagnostics;

/// <summary>Looks at everything that a run needs on this machine. A check that throws is a finding, not the end.</summary>
public static class Doctor
{
    private static readonly string Reinstall = $"Delete the folders artifacts and .headtracker and start {CommandName.Typed} again.";

    public static IEnumerable<Finding> Examine()
    {
        yield return Fine("HeadTracker", $"{ProgramVersion.Text}, in {AppContext.BaseDirectory}");
        yield return Fine("System",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores, "
                + $"{RuntimeInformation.FrameworkDescription}");
        yield return Try("OpenCV", Reinstall, OpenCv);
        yield return Try("Video files", Reinstall, Video, FindingKind.Missing);
        yield return Ffmpeg();
        yield return Try("ONNX Runtime", Reinstall, OnnxRuntime);
        yield return Try("Detector", $"Run 'npm ci' in the program's folder and start {CommandName.Typed} again.", DetectorState);
        yield return Try("Pose model", Reinstall, PoseModelState);
        foreach (var finding in Cameras()) yield return finding;
        yield return Try("Text", OperatingSystem.IsLinux() ? "Install libfontconfig1 (Debian's name for it)." : Reinstall, FontStack.Describe);
        yield return Try("Window", "Use --headless, or start from a desktop session with OpenGL 3.3.", OpenGlProbe.Describe, FindingKind.Missing);
        yield return Try("Writing here", "Give a folder that this user may write to with --out.", Writing, FindingKind.Missing);
        foreach (var path in NativeLibraries.Loaded()) yield return Fine("Loaded", path);
    }

    private static Finding Fine(string subject, string text) => new(subject, FindingKind.Fine, text);

    private static Finding Try(string subject, string advice, Func<string> look, FindingKind otherwise = FindingKind.Broken)
    {
        try
        {
            return Fine(subject, look());
        }
        catch (UserErrorException e)
        {
            return new Finding(subject, otherwise, e.Message);
        }
        catch (Exception e)
        {
            var cause = e is TypeInitializationException ? e.InnerException ?? e : e;
            var lacksLibraries = cause is DllNotFoundException && cause.Message.Contains("OpenCvSharp", StringComparison.Ordinal);
            if (lacksLibraries && MissingLibraries.OfOpenCv() is { } missing) return new Finding(subject, otherwise, missing);
            return new Finding(subject, otherwise, NativeLibraries.WhatFailed(cause), advice);
        }
    }

    private static string OpenCv() => $"{Cv2.GetVersionString()}, {Cv2.GetNumThreads()} threads";

    /// <summary>Writes a film of one picture and reads it back: encoder, container and decoder in one.</summary>
    private static string Video()
    {
        var file = Path.Combine(Path.GetTempPath(), $"headtracker-{Guid.NewGuid():N}.mp4");
        try
        {
            using var picture = new Mat(64, 64, MatType.CV_8UC3, Scalar.All(128));
            using (var writer = new VideoWriter(file, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 30, picture.Size())) writer.Write(picture);
            using var source = new VideoFileSource(file);
            return "MP4 can be written and read";
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Without it OpenCV decodes films, and addresses do not open.</summary>
    private static Finding Ffmpeg()
    {
        const string subject = "FFmpeg", lost = "so that addresses such as rtsp://camera.local/1 do not open";
        var libraries = FfmpegProgram.HasLibraries ? "; FFmpeg's libraries decode films" : "";
        if (FfmpegProgram.Find() is not { } program)
        {
            return new Finding(subject, FindingKind.Missing, $"the program ffmpeg is not on the search path, {lost}{libraries}",
                "Install the package ffmpeg ('sudo apt-get install ffmpeg' on Debian and Ubuntu); without it some films are slow, and AV1 does not play.");
        }

        return FfmpegProgram.VersionOf(program) is { } version
            ? Fine(subject, $"{version}, {program}{libraries}")
            : new Finding(subject, FindingKind.Missing, $"{program} does not run, {lost}{libraries}", "Install the package ffmpeg anew.");
    }

    private static string OnnxRuntime() => $"{OrtEnv.Instance().GetVersionString()}, built with {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}";

    private static string DetectorState()
    {
        using var detector = FaceDetectors.Create("blazeface");
        return $"{detector.Name} on {detector.Provider}";
    }

    private static string PoseModelState()
    {
        using var estimator = PoseEstimators.Create(Engines.DefaultModel);
        return $"{estimator.Name} on {estimator.Provider}";
    }

    private static IEnumerable<Finding> Cameras()
    {
        IReadOnlyList<CameraInfo> cameras = [];
        var search = Try("Cameras", "Videos and photos work without; unplug the camera, plug it in again, and look once more.",
            () => $"{(cameras = CameraList.Find()).Count} found", FindingKind.Missing);
        if (cameras.Count == 0)
        {
            yield return search.Kind == FindingKind.Fine
                ? search with { Kind = FindingKind.Missing, Text = "none found", Advice = "Plug one in, or give videos and photos." }
                : search;
        }

        foreach (var camera in cameras)
        {
            var problem = camera.Problem ?? CameraSource.ProblemOf(camera.Number);
            yield return new Finding($"Camera {camera.Number}", problem is null ? FindingKind.Fine : FindingKind.Missing,
                problem ?? $"{camera.Name}, {camera.Modes.Count} modes");
        }
    }

    private static string Writing()
    {
        using var folder = new OutputFolder(Directory.GetCurrentDirectory());
        return folder.Path;
    }
}
