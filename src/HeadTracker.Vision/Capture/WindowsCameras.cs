using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;
using System.Runtime.Versioning;
using Microsoft.Win32;

namespace HeadTracker.Capture;

/// <summary>Cameras by way of DirectShow's device enumerator, in the order in which OpenCV's DSHOW backend numbers them.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsCameras
{
    private const string Consent = @"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam";
    private static readonly Guid SystemDeviceEnumerator = new("62BE5D10-60EB-11D0-BD3B-00A0C911CE86");
    private static readonly Guid VideoInputDevices = new("860BB310-5D01-11D0-BD3B-00A0C911CE86");

    public static IReadOnlyList<CameraInfo> Find()
    {
        var cameras = new List<CameraInfo>();
        var enumerator = (ICreateDevEnum)Activator.CreateInstance(Type.GetTypeFromCLSID(SystemDeviceEnumerator, throwOnError: true)!)!;
        // S_FALSE and no list: there is not one device of this category.
        if (enumerator.CreateClassEnumerator(VideoInputDevices, out var monikers, 0) != 0 || monikers is null) return cameras;
        var problem = PrivacyBlock();
        var one = new IMoniker[1];
        while (monikers.Next(1, one, nint.Zero) == 0)
        {
            var bagId = typeof(IPropertyBag).GUID;
            one[0].BindToStorage(null!, null, ref bagId, out var storage);
            var bag = (IPropertyBag)storage;
            cameras.Add(new CameraInfo(cameras.Count, Text(bag, "FriendlyName") ?? $"Camera {cameras.Count}", Text(bag, "DevicePath"), [], problem));
        }

        return cameras;
    }

    private static string? PrivacyBlock()
    {
        var denied = new[] { Registry.LocalMachine, Registry.CurrentUser }.Any(hive => IsDenied(hive, Consent) || IsDenied(hive, Consent + @"\NonPackaged"));
        return denied ? "Windows blocks the camera for desktop programs: allow it under Settings, Privacy & security, Camera, and start again." : null;
    }

    private static bool IsDenied(RegistryKey hive, string path)
    {
        using var key = hive.OpenSubKey(path);
        return key?.GetValue("Value") is "Deny";
    }

    private static string? Text(IPropertyBag bag, string name)
    {
        object value = "";
        return bag.Read(name, ref value, nint.Zero) == 0 ? value as string : null;
    }

    [ComImport]
    [Guid("29840822-5B84-11D0-BD3B-00A0C911CE86")]
    [InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    private interface ICreateDevEnum
    {
        [PreserveSig]
        int CreateClassEnumerator(in Guid category, out IEnumMoniker? monikers, int flags);
    }

    [ComImport]
    [Guid("55272A00-42CB-11CE-8135-00AA004BB851")]
    [InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    private interface IPropertyBag
    {
        [PreserveSig]
        int Read([MarshalAs(UnmanagedType.LPWStr)] string name, [In, Out, MarshalAs(UnmanagedType.Struct)] ref object value, nint errorLog);
    }
}
