using System.Reflection;
using HeadTracker.CommandLine;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Tracking;
using HeadTracker.Training.Networks;

namespace HeadTracker.Architecture.Tests;

/// <summary>A project of the solution and all that it may use of the others.</summary>
/// <param name="Type">Any type of it.</param>
/// <param name="Uses">The projects it may use, those it gets through others included.</param>
internal sealed record Project(Type Type, params IReadOnlyList<Project> Uses)
{
    public Assembly Assembly => Type.Assembly;

    public string Name => Assembly.GetName().Name!;
}

/// <summary>The projects and the only arrows between them.</summary>
internal static class Projects
{
    public static readonly Project Core = new(typeof(HeadPose));
    public static readonly Project CommandLine = new(typeof(Verb), Core);
    public static readonly Project Vision = new(typeof(FaceTracker), Core);
    public static readonly Project Program = new(typeof(RunSummary), Core, CommandLine, Vision);
    public static readonly Project Synthesis = new(typeof(HeadRig), Core, Vision);
    public static readonly Project Training = new(typeof(ResNet), Core, CommandLine, Vision, Synthesis);

    public static IReadOnlyList<Project> All { get; } = [Core, CommandLine, Vision, Program, Synthesis, Training];
}
