using HeadTracker.Serialization;
using System.Numerics;
using System.Text.Json;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Results;

namespace HeadTracker.Replay;

/// <summary>A frame of a recording.</summary>
/// <param name="Index">Its number in the source it was recorded from.</param>
/// <param name="Time">On that source's clock.</param>
/// <param name="Faces">As measured, filtered and sent; a pose that a line leaves out is that of the step before.</param>
public sealed record RecordedFrame(long Index, TimeSpan Time, TrackingState State, IReadOnlyList<FacePose> Faces);

/// <summary>Reads <c>poses.jsonl</c> as <c>track --out</c> and <c>track --lines</c> write it.</summary>
public static class PoseRecording
{
    /// <summary>Seconds beyond which a time is not one: thirty years.</summary>
    private const double LongestTime = 1e9;

    /// <summary>Four floats written with all their digits are of unit length to better than this.</summary>
    private const float UnitTolerance = 1e-3f;

    /// <exception cref="UserErrorException">There is no such file, or a line of it is not one of a recording; the sentence names file and line.</exception>
    public static IReadOnlyList<RecordedFrame> Read(string path)
    {
        if (Directory.Exists(path)) throw new UserErrorException($"{path} is a folder; name the {PoseFiles.Lines} in it.");
        if (!File.Exists(path)) throw new UserErrorException($"There is no recording {path}; make one with '{CommandName.Typed} track --out DIR'.");
        var frames = new List<RecordedFrame>();
        try
        {
            foreach (var line in File.ReadLines(path)) frames.Add(Parse(line, path, frames.Count + 1, frames.Count > 0 ? frames[^1].Time : TimeSpan.Zero));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The recording {path} cannot be read ({e.Message.TrimEnd('.')}); check its rights, or copy it somewhere else.", e);
        }

        return frames.Count > 0 ? frames : throw new UserErrorException($"The recording {path} is empty; make one with '{CommandName.Typed} track --out DIR'.");
    }

    private static RecordedFrame Parse(string line, string path, int number, TimeSpan notBefore)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var version = root.TryGetProperty("version", out var given) ? given.GetInt32() : 0;
            if (version != PoseLine.Version)
            {
                var found = version == 0 ? "has no version" : $"has version {version}";
                throw new UserErrorException(
                    $"{path}, line {number}, {found}, and this program reads version {PoseLine.Version}; record it again with '{CommandName.Typed} track "
                        + "--out DIR'.");
            }

            var seconds = root.GetProperty("time").GetDouble();
            if (!(seconds >= 0 && seconds <= LongestTime)) throw new InvalidDataException("its time is out of range");
            var time = TimeSpan.FromSeconds(seconds);
            if (time < notBefore) throw new InvalidDataException("its time lies before that of the line above");
            var state = WireName.Parse<TrackingState>(root.GetProperty("state").GetString()) ?? throw new InvalidDataException("its state is unknown");
            return new RecordedFrame(root.GetProperty("frame").GetInt64(), time, state,
                [.. root.GetProperty("faces").EnumerateArray().Select(face => Face(face, time))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            var reason = e switch
            {
                JsonException => "it is not whole JSON",
                InvalidDataException => e.Message,
                _ => "a member is missing or of the wrong kind",
            };
            throw new UserErrorException($"{path}, line {number}, is not a line of a recording: {reason}; take the line out, or record again.", e);
        }
    }

    private static FacePose Face(JsonElement face, TimeSpan time)
    {
        var measured = face.GetProperty("measured");
        var box = Numbers(face.GetProperty("box"), 4);
        var raw = Pose(measured, time, face.GetProperty("confidence").GetSingle());
        var filtered = face.TryGetProperty("quaternion", out _) ? Pose(face, time, raw.Confidence) : raw;
        var output = face.TryGetProperty("output", out var sent) ? Pose(sent, time, raw.Confidence) : filtered;
        return new FacePose(
            face.GetProperty("id").GetInt32(), new FaceBox(box[0], box[1], box[2], box[3]), face.GetProperty("score").GetSingle(), raw, filtered,
                filtered)
        {
            Output = output,
            IsSure = !face.TryGetProperty("sure", out var sure) || sure.GetBoolean(),
        };
    }

    private static HeadPose Pose(JsonElement json, TimeSpan time, float confidence)
    {
        var q = Numbers(json.GetProperty("quaternion"), 4);
        var rotation = new Quaternion(q[1], q[2], q[3], q[0]);
        if (!(MathF.Abs(rotation.Length() - 1) < UnitTolerance)) throw new InvalidDataException("a quaternion is not of unit length");
        var place = json.GetProperty("translation");
        Vector3? translation = place.ValueKind == JsonValueKind.Null ? null : new Vector3(Numbers(place, 3));
        return new HeadPose(rotation, translation, time, confidence);
    }

    private static float[] Numbers(JsonElement array, int count)
    {
        float[] numbers = [.. array.EnumerateArray().Select(number => number.GetSingle())];
        return numbers.Length == count && Array.TrueForAll(numbers, float.IsFinite)
            ? numbers
            : throw new InvalidDataException($"a list does not have {count} numbers");
    }
}
