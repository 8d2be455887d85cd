using System.Runtime.InteropServices;

namespace HeadTracker.Capture;

/// <summary>The few calls of Video4Linux that list cameras and tell why one cannot be used. Numbers and layouts: linux/videodev2.h.</summary>
internal static unsafe partial class VideoForLinux
{
    public const int AccessDenied = 13, Busy = 16, NoSuchDevice = 19, NoSuchAddress = 6, NoSuchFile = 2, NotPermitted = 1;

    private const uint VideoCapture = 1;
    private const uint DeviceCapabilitiesGiven = 0x8000_0000;
    private const int ReadWrite = 2, NonBlocking = 0x800;

    // _IOC(direction, 'V', number, size of the struct).
    private const nuint QueryCapabilities = 0x8068_5600;
    private const nuint EnumerateFormats = 0xC040_5602;
    private const nuint RequestBuffers = 0xC014_5608;
    private const nuint EnumerateSizes = 0xC02C_564A;
    private const nuint EnumerateIntervals = 0xC034_564B;

    /// <summary>Opens a device for the calls below; negative on failure, the reason in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static int Open(string path) => open(path, ReadWrite | NonBlocking);

    public static void Close(int device) => _ = close(device);

    /// <summary>False for the devices that carry only metadata or play out, which webcams and loopbacks also register.</summary>
    public static bool CapturesVideo(int device)
    {
        Capability capability = default;
        if (ioctl(device, QueryCapabilities, &capability) != 0) return false;
        var flags = (capability.Capabilities & DeviceCapabilitiesGiven) != 0 ? capability.DeviceCapabilities : capability.Capabilities;
        return (flags & VideoCapture) != 0;
    }

    /// <summary>Whether another program streams from the device: its buffers then cannot be had.</summary>
    public static bool IsBusy(int device)
    {
        var request = new BufferRequest { Count = 1, Type = VideoCapture, Memory = 1 };
        if (ioctl(device, RequestBuffers, &request) != 0) return Marshal.GetLastPInvokeError() == Busy;
        request.Count = 0;
        _ = ioctl(device, RequestBuffers, &request);
        return false;
    }

    /// <summary>Every format and size with its highest rate.</summary>
    public static List<CameraMode> Modes(int device)
    {
        var modes = new List<CameraMode>();
        for (var format = new FormatDescription { Type = VideoCapture }; ioctl(device, EnumerateFormats, &format) == 0; format.Index++)
        {
            for (var size = new FrameSize { Format = format.Format }; ioctl(device, EnumerateSizes, &size) == 0; size.Index++)
            {
                // A discrete size is (A, B); a range is (A..B in steps of C) × (D..E in steps of F), of which the largest counts.
                var (width, height) = size.Kind == 1 ? (size.A, size.B) : (size.B, size.E);
                modes.Add(new CameraMode(FourCharacters(format.Format), (int)width, (int)height, HighestRate(device, format.Format, width, height)));
                if (size.Kind != 1) break;
            }
        }

        return modes;
    }

    private static double HighestRate(int device, uint format, uint width, uint height)
    {
        var highest = 0.0;
        for (var interval = new FrameInterval { Format = format, Width = width, Height = height };
             ioctl(device, EnumerateIntervals, &interval) == 0;
             interval.Index++)
        {
            // Discrete or the shortest of a range: both stand first.
            if (interval.Numerator > 0) highest = Math.Max(highest, (double)interval.Denominator / interval.Numerator);
            if (interval.Kind != 1) break;
        }

        return highest;
    }

    private static string FourCharacters(uint code) =>
        string.Create(4, code, (text, value) =>
        {
            for (var i = 0; i < 4; i++) text[i] = (char)((value >> (8 * i)) & 0x7F);
        }).Trim();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int device);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int device, nuint request, void* argument);

    [StructLayout(LayoutKind.Explicit, Size = 104)]
    private struct Capability
    {
        [FieldOffset(84)]
        public uint Capabilities;

        [FieldOffset(88)]
        public uint DeviceCapabilities;
    }

    [StructLayout(LayoutKind.Sequential, Size = 20)]
    private struct BufferRequest
    {
        public uint Count, Type, Memory;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct FormatDescription
    {
        [FieldOffset(0)]
        public uint Index;

        [FieldOffset(4)]
        public uint Type;

        [FieldOffset(44)]
        public uint Format;
    }

    [StructLayout(LayoutKind.Sequential, Size = 44)]
    private struct FrameSize
    {
        public uint Index, Format, Kind, A, B, C, D, E, F;
    }

    [StructLayout(LayoutKind.Sequential, Size = 52)]
    private struct FrameInterval
    {
        public uint Index, Format, Width, Height, Kind, Numerator, Denominator;
    }
}
