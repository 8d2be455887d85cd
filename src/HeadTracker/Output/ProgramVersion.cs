using System.Reflection;

namespace HeadTracker.Output;

/// <summary>What this build calls itself.</summary>
internal static class ProgramVersion
{
    /// <summary>Such as "1.0.0", without the commit.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
