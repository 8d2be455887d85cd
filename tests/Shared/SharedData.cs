namespace HeadTracker.Tests;

/// <summary>Finds the read-only data folder that lies beside the checkout on the project's own machines.</summary>
internal static class SharedData
{
    /// <summary>The repository's root: the nearest folder above the test assembly that holds HeadTracker.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Absolute path of a file or folder under <c>../shared</c>; it may not exist.</summary>
    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", relative));

    public static bool Has(string relative) => Path.Exists(PathOf(relative));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HeadTracker.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"HeadTracker.sln was not found above {AppContext.BaseDirectory}.");
    }
}

/// <summary>A fact that needs a path under <c>../shared</c> and says by name what is missing when it is not there.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string path)
    {
        if (!SharedData.Has(path)) Skip = $"skipped: ../shared/{path} is not here";
    }
}
