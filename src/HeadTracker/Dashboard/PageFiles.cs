using Microsoft.AspNetCore.Http;

namespace HeadTracker.Dashboard;

/// <summary>The files of the page, which are part of the program.</summary>
internal static class PageFiles
{
    private const string Prefix = "HeadTracker.Dashboard.Page.";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
        [".bin"] = "application/octet-stream",
    };

    /// <summary>Name and bytes of every file.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Load();

    /// <returns>False when there is no such file.</returns>
    public static async Task<bool> TrySendAsync(HttpContext context, string path)
    {
        var name = path switch { "/" => "index.html", "/obs" => "obs.html", _ => path[1..] };
        if (!All.TryGetValue(name, out var content)) return false;
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        return true;
    }

    private static Dictionary<string, byte[]> Load()
    {
        var assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, byte[]>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files[resource[Prefix.Length..]] = content;
        }

        return files;
    }
}
