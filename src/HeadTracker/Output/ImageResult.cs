using System.Text;
using System.Text.Json;
using HeadTracker.Results;

namespace HeadTracker.Output;

/// <summary>The faces of one picture.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Faces">Largest first; <see cref="FacePose.Id"/> counts them from 1.</param>
public sealed record ImageResult(string File, int Width, int Height, IReadOnlyList<FacePose> Faces)
{
    /// <summary>
    /// One line: <c>{"file","width","height","faces":[{"box":[x,y,w,h],"score","yaw","pitch","roll","quaternion":[w,x,y,z],"confidence"}]}</c>,
    /// and <c>"sure":false</c> behind the score of a face that may be none.
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("file"u8, File);
            json.WriteNumber("width"u8, Width);
            json.WriteNumber("height"u8, Height);
            json.WriteStartArray("faces"u8);
            foreach (var face in Faces)
            {
                json.WriteStartObject();
                PoseJson.WriteBox(json, face.Box);
                json.WriteNumber("score"u8, face.Score);
                if (!face.IsSure) json.WriteBoolean("sure"u8, false);
                PoseJson.WriteRotation(json, face.Pose);
                json.WriteNumber("confidence"u8, face.Pose.Confidence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
