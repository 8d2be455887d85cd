using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Xunit.Abstractions;
using Assembly = System.Reflection.Assembly;

namespace HeadTracker.Architecture.Tests;

/// <summary>Who may use whom: the arrows between projects, and which of them may touch native engines.</summary>
public class ProjectArrowTests(ITestOutputHelper output)
{
    private static readonly string[] Tests =
        ["HeadTracker.Core.Tests", "HeadTracker.Tests", "HeadTracker.Benchmarks", "HeadTracker.Synthesis.Tests", "HeadTracker.Training.Tests"];

    [Fact]
    public void A_project_uses_only_those_it_may()
    {
        foreach (var project in Projects.All)
        {
            var used = project.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(IsOurs);
            Assert.Empty(used.Except(project.Uses.Select(other => other.Name)).Select(name => $"{project.Name} uses {name}"));
        }
    }

    /// <summary>Packages by the projects that may have them; whatever is not named here comes with .NET.</summary>
    [Fact]
    public void Core_is_managed_code_and_engines_stay_where_they_belong()
    {
        Assert.Equal(["System.Numerics.Tensors"], Foreign(Projects.Core));
        Assert.Equal(["Spectre.Console", "System.CommandLine"], Foreign(Projects.CommandLine));
        Assert.Equal(["Microsoft.ML.OnnxRuntime", "OpenCvSharp", "System.Numerics.Tensors"], Foreign(Projects.Vision));
        Assert.DoesNotContain("TorchSharp", Foreign(Projects.Program));
        Assert.DoesNotContain(Foreign(Projects.Training).Concat(Foreign(Projects.Synthesis)), name => name.StartsWith("Silk.NET", StringComparison.Ordinal));

        static IEnumerable<string> Foreign(Project project) =>
            project.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => !IsOurs(name) && !IsOfDotNet(name))
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Only_tests_see_internals()
    {
        foreach (var project in Projects.All)
        {
            var friends = project.Assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), inherit: false).Cast<InternalsVisibleToAttribute>();
            Assert.Empty(friends.Select(friend => friend.AssemblyName).Except(Tests).Select(name => $"{name} sees {project.Name}'s internals"));
        }
    }

    /// <summary>Writes how many types lean on how many others along each arrow, between projects and between the folders inside them.</summary>
    [Fact]
    public void Arrows_are_counted()
    {
        var assemblies = Projects.All.Select(project => project.Assembly).ToArray();
        var arrows = new ArchLoader().LoadAssemblies(assemblies).Build().Types
            .Where(IsInFolder)
            .SelectMany(type => type.GetTypeDependencies().Distinct().Where(IsInFolder).Select(used => (From: FolderOf(type), To: FolderOf(used))))
            .Where(arrow => arrow.From != arrow.To)
            .ToList();
        Assert.NotEmpty(arrows);
        foreach (var group in arrows.CountBy(arrow => (ProjectOf(arrow.From), ProjectOf(arrow.To))).OrderBy(pair => pair.Key))
        {
            output.WriteLine($"{group.Key.Item1} -> {group.Key.Item2}: {group.Value}");
        }

        foreach (var group in arrows.CountBy(arrow => arrow).OrderBy(pair => pair.Key))
        {
            output.WriteLine($"  {group.Key.From} -> {group.Key.To}: {group.Value}");
        }

        static string ProjectOf(string folder) => folder.Split(':')[0];
        static string FolderOf(IType type) => $"{type.Assembly.Name.Split(',')[0]}:{type.Namespace.FullName}";
        static bool IsInFolder(IType type) => type is { Assembly: not null, Namespace.FullName: { } folder } and not GenericParameter && IsOurs(folder);
    }

    private static bool IsOurs(string name) => name.StartsWith("HeadTracker", StringComparison.Ordinal);

    /// <summary>Whether an assembly lies in one of .NET's own folders.</summary>
    private static bool IsOfDotNet(string name)
    {
        var location = Assembly.Load(name).Location;
        return location.Contains($"{Path.DirectorySeparatorChar}shared{Path.DirectorySeparatorChar}Microsoft.", StringComparison.Ordinal);
    }
}
