using HeadTracker.Tracking;

using var poses = PoseStream.Open(args.FirstOrDefault("0"));
foreach (var result in poses.Read())
    foreach (var (yaw, pitch, roll) in result.Faces.Select(face => face.Pose.Angles))
        Console.WriteLine($"{result.Timestamp.TotalSeconds:F2} s  yaw {yaw:F1}  pitch {pitch:F1}  roll {roll:F1}");
