using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Output;
using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>A profile on disk: a name in the user's folder of profiles, or a path.</summary>
/// <param name="Name">As the user gave it.</param>
/// <param name="Path">The file, whether it exists or not.</param>
public sealed record Profile(string Name, string Path)
{
    private const string SchemaFile = "profile.schema.json";

    /// <summary>Where named profiles live: <c>~/.config/headtracker/profiles</c>, <c>%APPDATA%\headtracker\profiles</c>.</summary>
    public static string Folder => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "headtracker", "profiles");

    /// <summary>Names of the profiles in the user's folder.</summary>
    public static IReadOnlyList<string> Names => !Directory.Exists(Folder) ? [] :
        [.. Directory.EnumerateFiles(Folder, "*.json").Where(file => System.IO.Path.GetFileName(file) != SchemaFile)
            .Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The profile of a name or path; it need not exist.</summary>
    /// <exception cref="UserErrorException">The text is neither.</exception>
    public static Profile Of(string nameOrPath)
    {
        if (nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || nameOrPath.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            return new(nameOrPath, System.IO.Path.GetFullPath(nameOrPath));
        }

        if (nameOrPath.Length == 0 || nameOrPath.AsSpan().IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0 || nameOrPath[0] == '.')
        {
            throw new UserErrorException($"'{nameOrPath}' cannot be the name of a profile; take letters and digits, or give the path of a .json file.");
        }

        return new(nameOrPath, System.IO.Path.Combine(Folder, nameOrPath + ".json"));
    }

    public bool Exists => File.Exists(Path);

    /// <exception cref="UserErrorException">There is no such file, it cannot be read, or it says what no profile can; the
    /// sentence names file and key.</exception>
    public TrackerSettings Load()
    {
        string text;
        try
        {
            text = File.ReadAllText(Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            var others = Names.Count > 0 ? $" (there are {string.Join(", ", Names)})" : "";
            throw new UserErrorException($"There is no profile {Path}{others}; make it with '{CommandName.Typed} profiles {Name} --reset'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The profile {Path} cannot be read ({e.Message.TrimEnd('.')}); check its rights.", e);
        }

        try
        {
            return SettingsJson.Parse(text);
        }
        catch (UserErrorException e)
        {
            throw new UserErrorException($"{Path}: {e.Message}", e);
        }
    }

    /// <summary>Puts other camera settings into the file and leaves the rest of it as it is.</summary>
    /// <param name="camera">An address in it is kept without user and password, unless the file itself has it so.</param>
    /// <returns>What is in the file now, or null when it was there already.</returns>
    /// <exception cref="UserErrorException">The file is not a profile any more, or cannot be written.</exception>
    public CameraSettings? Remember(CameraSettings camera)
    {
        var before = Load().Camera;
        if (camera.Source is { } source && source != before.Source) camera = camera with { Source = SourceText.Shown(source) };
        if (camera == before) return null;
        try
        {
            var file = JsonNode.Parse(File.ReadAllText(Path))!.AsObject();
            var json = JsonSerializer.SerializeToNode(camera, SettingsJson.Options)!.AsObject();
            foreach (var unset in json.Where(member => member.Value is null).Select(member => member.Key).ToList()) json.Remove(unset);
            file["camera"] = json;
            Replace(file.ToJsonString(SettingsJson.Options).ReplaceLineEndings("\n") + "\n");
            return camera;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
    }

    /// <summary>Keeps other dashboards from writing this profile.</summary>
    /// <returns>The caller disposes it; null where nothing can be written anyway.</returns>
    /// <exception cref="UserErrorException">Another one holds it.</exception>
    public IDisposable? Hold()
    {
        try
        {
            return FileLock.TryTake(Path + ".lock")
                ?? throw new UserErrorException($"Another dashboard writes its settings to {Path}; give this one a profile of its own with --profile.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the file whole or not at all, with the schema beside it, so that editors can help.</summary>
    /// <exception cref="UserErrorException">A value makes no sense, or the file cannot be written.</exception>
    public void Save(TrackerSettings settings)
    {
        SettingsJson.Validate(settings);
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        try
        {
            Directory.CreateDirectory(folder);
            NewFile.Replace(System.IO.Path.Combine(folder, SchemaFile), SettingsJson.WriteSchema(), isPrivate: false);
            Replace(SettingsJson.Write(settings with { Schema = "./" + SchemaFile }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
    }

    /// <summary>For this user alone: a profile names cameras by their addresses.</summary>
    private void Replace(string text) => NewFile.Replace(Path, text, isPrivate: true);

    private UserErrorException NotWritten(Exception e) =>
        new($"The profile {Path} cannot be written ({e.Message.TrimEnd('.')}); check the folder's rights and space.", e);
}
