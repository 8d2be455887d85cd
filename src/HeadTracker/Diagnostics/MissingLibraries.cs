using System.Runtime.InteropServices;

namespace HeadTracker.Diagnostics;

/// <summary>Finds out which of the system's libraries a native library lacks, which .NET's message does not tell.</summary>
internal static class MissingLibraries
{
    private const string OpenCv = "libOpenCvSharpExtern.so";

    private static readonly string[] Folders =
    [
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
        "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib",
    ];

    /// <summary>Debian's packages by how their libraries' names begin.</summary>
    private static readonly (string Library, string Package)[] Packages =
    [
        ("libgtk-3.", "libgtk-3-0"), ("libgdk-3.", "libgtk-3-0"), ("libfreetype.", "libfreetype6"), ("libharfbuzz.", "libharfbuzz0b"),
        ("libdrm.", "libdrm2"), ("libatomic.", "libatomic1"), ("libpangocairo-1.0.", "libpangocairo-1.0-0"), ("libpango-1.0.", "libpango-1.0-0"),
        ("libatk-1.0.", "libatk1.0-0"), ("libcairo-gobject.", "libcairo-gobject2"), ("libcairo.", "libcairo2"), ("libgdk_pixbuf-2.0.", "libgdk-pixbuf-2.0-0"),
        ("libgio-2.0.", "libglib2.0-0"), ("libgobject-2.0.", "libglib2.0-0"), ("libglib-2.0.", "libglib2.0-0"), ("libX11.", "libx11-6"),
        ("libstdc++.", "libstdc++6"), ("libgcc_s.", "libgcc-s1"), ("libepoxy.", "libepoxy0"),
    ];

    /// <summary>One sentence on what OpenCV's library lacks and how to get it; null when that is not why it does not load.</summary>
    public static string? OfOpenCv()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var folders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var library = folders.Append(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, OpenCv)).FirstOrDefault(File.Exists);
        return library is not null && Of(library) is { Count: > 0 } missing ? Sentence(missing) : null;
    }

    /// <summary>Names of the libraries that cannot be found, of those that it needs and those that they need.</summary>
    /// <param name="library">Path of a library.</param>
    internal static IReadOnlyList<string> Of(string library)
    {
        var missing = new List<string>();
        Collect(library, [], missing);
        return missing;
    }

    internal static string Sentence(IReadOnlyList<string> missing)
    {
        var packages = missing.Select(PackageOf).OfType<string>().Distinct().ToList();
        var cure = packages.Count > 0
            ? $"'sudo apt-get install {string.Join(' ', packages)}' brings {(missing.Count == 1 ? "it" : "them")} on Debian and Ubuntu"
            : "install what holds them with this system's package manager";
        return $"OpenCV's library needs {string.Join(", ", missing)}, which {(missing.Count == 1 ? "is" : "are")} not on this machine: {cure}.";
    }

    private static string? PackageOf(string library) =>
        Array.Find(Packages, known => library.StartsWith(known.Library, StringComparison.Ordinal)).Package;

    /// <summary>A library that is there and still does not load lacks others in turn.</summary>
    private static void Collect(string library, HashSet<string> seen, List<string> missing)
    {
        foreach (var name in ElfFile.NeededBy(library))
        {
            if (!seen.Add(name) || NativeLibrary.TryLoad(name, out _)) continue;
            if (Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(ElfFile.IsLibrary) is { } path) Collect(path, seen, missing);
            else missing.Add(name);
        }
    }
}
