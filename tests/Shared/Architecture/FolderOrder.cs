using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace HeadTracker.Tests;

/// <summary>The order in which a project's folders build on each other: a folder may use those before it, never one behind it.</summary>
/// <remarks>Folders are told by namespaces, and uses by compiled code, in which nothing is left of constants and of an enum's bare values.</remarks>
internal static class FolderOrder
{
    /// <summary>Fails with every use that goes against the order, and with every folder that is not in it or not in the project.</summary>
    /// <param name="project">Any type of it.</param>
    /// <param name="root">The namespace of its root folder.</param>
    /// <param name="folders">All of its folders in their order, each by what its namespace has behind <paramref name="root"/>; "" is the root itself.</param>
    public static void Check(System.Type project, string root, params string[] folders)
    {
        var namespaces = Array.ConvertAll(folders, folder => folder.Length == 0 ? root : $"{root}.{folder}");
        var types = new ArchLoader().LoadAssembly(project.Assembly).Build().Types.Where(IsOfFolder).ToList();
        string[] failures =
        [
            .. types.Where(type => PlaceOf(type) < 0).Select(type => $"{type.FullName} is in a folder that has no place in the order."),
            .. namespaces.Except(types.Select(type => type.Namespace.FullName)).Select(name => $"{name} has a place in the order and no types."),
            .. from type in types
               // The library confuses type parameters that have the same name in different folders.
               from used in type.GetTypeDependencies().Where(used => used is not GenericParameter).Distinct()
               where PlaceOf(type) >= 0 && PlaceOf(used) > PlaceOf(type)
               select $"{type.FullName} uses {used.FullName}, whose folder comes behind its own.",
        ];
        Assert.True(failures.Length == 0, string.Join('\n', failures.Order()));

        int PlaceOf(IType type) => Array.IndexOf(namespaces, type.Namespace?.FullName);
    }

    /// <summary>The entry point has no namespace; what compilers add lies in their own.</summary>
    private static bool IsOfFolder(IType type) =>
        type.Namespace.FullName is { Length: > 0 } name && !name.StartsWith("System.", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
