using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor's memory is. An index of -1 stands for the current device of its type.</summary>
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = deviceType == DeviceType.CPU ? -1 : index;
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType).Type, index) { }
        public Device(string description) : this(Parse(description).Type, Parse(description).Index) { }
        public Device(int index) : this(DeviceType.CUDA, index) { }

        public override string ToString() => index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        public static implicit operator Device(string description) => new(description);

        private static (DeviceType Type, int Index) Parse(string description)
        {
            string[] parts = description.Split(':');
            int index = parts.Length < 2 ? -1 : int.Parse(parts[1]);
            return (parts[0].ToLowerInvariant() switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                "mps" => DeviceType.MPS,
                "meta" => DeviceType.META,
                _ => throw new ArgumentException($"Unknown device '{description}'; known are cpu, cuda, cuda:N, mps and meta.", nameof(description)),
            }, index);
        }
    }

    public static Device CPU = new(DeviceType.CPU, -1);
    public static Device CUDA => new(DeviceType.CUDA, -1);

    public static Device device(string description) => InitializeDevice(new Device(description));
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(int index) => InitializeDevice(new Device(index));

    public static bool cuda_is_available() => cuda.is_available();

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    private static Device defaultDevice = CPU;
    public static Device get_default_device() => defaultDevice;
    public static void set_default_device(Device device) => defaultDevice = InitializeDevice(device);

    private static ScalarType defaultType = ScalarType.Float32;
    public static ScalarType get_default_dtype() => defaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        NativeMethods.Check(NativeMethods.ts_set_default_dtype((int)dtype));
        defaultType = dtype;
    }
}
