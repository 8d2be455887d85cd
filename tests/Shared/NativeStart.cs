using System.Runtime.CompilerServices;
using HeadTracker.Capture;

namespace HeadTracker.Tests;

/// <summary>Tests have a host of their own: what programs tell native libraries at their start is told here, before the first test.</summary>
internal static class NativeStart
{
    [ModuleInitializer]
    internal static void Prepare() => NativeEnvironment.Prepare();
}
