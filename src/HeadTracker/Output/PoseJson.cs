using System.Text.Json;
using HeadTracker.Geometry;

namespace HeadTracker.Output;

/// <summary>Boxes and poses as JSON, the same in every output. Angles are degrees, lengths pixels for boxes and metres for heads.</summary>
internal static class PoseJson
{
    public static void WriteBox(Utf8JsonWriter json, in FaceBox box)
    {
        json.WriteStartArray("box"u8);
        json.WriteNumberValue(box.X);
        json.WriteNumberValue(box.Y);
        json.WriteNumberValue(box.Width);
        json.WriteNumberValue(box.Height);
        json.WriteEndArray();
    }

    public static void WriteRotation(Utf8JsonWriter json, in HeadPose pose)
    {
        var angles = pose.Angles;
        json.WriteNumber("yaw"u8, angles.Yaw);
        json.WriteNumber("pitch"u8, angles.Pitch);
        json.WriteNumber("roll"u8, angles.Roll);
        json.WriteStartArray("quaternion"u8);
        json.WriteNumberValue(pose.Rotation.W);
        json.WriteNumberValue(pose.Rotation.X);
        json.WriteNumberValue(pose.Rotation.Y);
        json.WriteNumberValue(pose.Rotation.Z);
        json.WriteEndArray();
    }

    public static void WriteTranslation(Utf8JsonWriter json, in HeadPose pose)
    {
        if (pose.Translation is not { } translation)
        {
            json.WriteNull("translation"u8);
            return;
        }

        json.WriteStartArray("translation"u8);
        json.WriteNumberValue(translation.X);
        json.WriteNumberValue(translation.Y);
        json.WriteNumberValue(translation.Z);
        json.WriteEndArray();
    }
}
