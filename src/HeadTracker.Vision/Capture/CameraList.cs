namespace HeadTracker.Capture;

/// <summary>The cameras of this machine, as its system tells them.</summary>
public static class CameraList
{
    /// <summary>Looks for them anew; empty where there is none, or the system tells nothing.</summary>
    public static IReadOnlyList<CameraInfo> Find()
    {
        if (OperatingSystem.IsLinux()) return LinuxCameras.Find();
        if (OperatingSystem.IsWindows()) return WindowsCameras.Find();
        if (OperatingSystem.IsMacOS()) return MacCameras.Find();
        return [];
    }

    /// <summary>The camera of this name: the whole name first, then the only one that contains it. Null when there is none.</summary>
    /// <exception cref="UserErrorException">Several cameras contain the name.</exception>
    public static CameraInfo? ByName(IReadOnlyList<CameraInfo> cameras, string name)
    {
        var exact = cameras.FirstOrDefault(camera => camera.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (exact is not null) return exact;
        var partial = cameras.Where(camera => camera.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return partial.Count switch
        {
            0 => null,
            1 => partial[0],
            _ => throw new UserErrorException(
                $"'{name}' fits several cameras ({string.Join(", ", partial.Select(camera => $"{camera.Number}: {camera.Name}"))}); give the number instead."),
        };
    }
}
