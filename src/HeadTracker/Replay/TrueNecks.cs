using System.Numerics;
using System.Text.Json;

namespace HeadTracker.Replay;

/// <summary>Where the neck of a rendered clip's head truly was: <c>neck</c> in the lines of its <c>.truth.jsonl</c>.</summary>
internal static class TrueNecks
{
    /// <returns>A place per frame of the clip, in metres in the camera frame.</returns>
    /// <exception cref="UserErrorException">The file is not there, or does not tell.</exception>
    public static IReadOnlyList<Vector3> Read(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(Parse)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The truth {path} cannot be read ({e.Message.TrimEnd('.')}); name the .truth.jsonl beside a rendered clip.", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UserErrorException($"{path} does not say where the neck was; take a .truth.jsonl that '{CommandName.Typed} train render-clip' wrote.", e);
        }
    }

    private static Vector3 Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return new Vector3([.. document.RootElement.GetProperty("neck").EnumerateArray().Select(number => number.GetSingle())]);
    }
}
