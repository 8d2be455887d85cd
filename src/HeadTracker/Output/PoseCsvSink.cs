using HeadTracker.Serialization;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using HeadTracker.Geometry;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary><c>poses.csv</c>: one row per face and frame; a frame without a face has one row with empty cells, so that gaps stay visible.</summary>
/// <remarks>A column's name ends with its unit. The plain ones are filtered poses in the camera frame, measured_… the same before the filter,
/// output_… the angles as they are sent, recentred and shaped. Numbers have a point whatever the system's language, and all their digits.</remarks>
public sealed class PoseCsvSink : IPoseSink
{
    private const string FrameColumns = "frame,time_s,state";

    private const string FaceColumns = ",id,x_px,y_px,width_px,height_px,score,yaw_deg,pitch_deg,roll_deg,qw,qx,qy,qz,tx_m,ty_m,tz_m,confidence,"
        + "measured_yaw_deg,measured_pitch_deg,measured_roll_deg,measured_qw,measured_qx,measured_qy,measured_qz,measured_tx_m,measured_ty_m,measured_tz_m,"
        + "output_yaw_deg,output_pitch_deg,output_roll_deg";

    private const string AttentionColumns = ",gaze,warnings\n";
    private static readonly byte[] NoFace = [.. Enumerable.Repeat((byte)',', FaceColumns.Count(sign => sign == ','))];
    private readonly BufferedFile _file;

    public PoseCsvSink(OutputFolder folder, string name)
    {
        _file = new BufferedFile(folder, name);
        Encoding.ASCII.GetBytes(FrameColumns + FaceColumns + AttentionColumns, _file.Buffer);
    }

    public void Write(TrackingResult result)
    {
        if (result.Faces.Count == 0)
        {
            WriteFrame(result);
            _file.Buffer.Write(NoFace);
            WriteAttention(result);
        }

        foreach (var face in result.Faces)
        {
            WriteFrame(result);
            WriteFace(face);
            WriteAttention(result);
        }

        _file.FlushWhenFull();
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();

    private void WriteFrame(TrackingResult result)
    {
        Utf8Formatter.TryFormat(result.Index, _file.Buffer.GetSpan(24), out var written);
        _file.Buffer.Advance(written);
        _file.Buffer.Write(","u8);
        Utf8Formatter.TryFormat(result.Timestamp.TotalSeconds, _file.Buffer.GetSpan(32), out written);
        _file.Buffer.Advance(written);
        _file.Buffer.Write(","u8);
        Encoding.ASCII.GetBytes(WireName.Of(result.State), _file.Buffer);
    }

    private void WriteFace(in FacePose face)
    {
        var box = face.Box;
        WriteCell(face.Id);
        WriteCell(box.X);
        WriteCell(box.Y);
        WriteCell(box.Width);
        WriteCell(box.Height);
        WriteCell(face.Score);
        WritePose(face.Pose);
        WriteCell(face.Pose.Confidence);
        WritePose(face.Measured);
        WriteAngles(face.Output.Angles);
    }

    private void WritePose(in HeadPose pose)
    {
        WriteAngles(pose.Angles);
        WriteCell(pose.Rotation.W);
        WriteCell(pose.Rotation.X);
        WriteCell(pose.Rotation.Y);
        WriteCell(pose.Rotation.Z);
        WriteCell(pose.Translation?.X);
        WriteCell(pose.Translation?.Y);
        WriteCell(pose.Translation?.Z);
    }

    private void WriteAngles(in EulerAngles angles)
    {
        WriteCell(angles.Yaw);
        WriteCell(angles.Pitch);
        WriteCell(angles.Roll);
    }

    // Empty when the driver-monitoring demo is off; several warnings have blanks between them.
    private void WriteAttention(TrackingResult result)
    {
        _file.Buffer.Write(","u8);
        if (result.Attention is { } status) Encoding.ASCII.GetBytes(WireName.Of(status.Gaze), _file.Buffer);
        _file.Buffer.Write(","u8);
        for (var i = 0; i < result.Warnings.Count; i++)
        {
            if (i > 0) _file.Buffer.Write(" "u8);
            Encoding.ASCII.GetBytes(WireName.Of(result.Warnings[i]), _file.Buffer);
        }

        _file.Buffer.Write("\n"u8);
    }

    private void WriteCell(float? value)
    {
        _file.Buffer.Write(","u8);
        if (value is not { } number) return;
        Utf8Formatter.TryFormat(number, _file.Buffer.GetSpan(32), out var written);
        _file.Buffer.Advance(written);
    }
}
