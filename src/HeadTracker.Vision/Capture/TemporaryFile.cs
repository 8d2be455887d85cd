namespace HeadTracker.Capture;

/// <summary>An empty file that only this user may read, and that is deleted with its owner.</summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <param name="ending">Of its name, from the dot on; one with anything else than letters and digits is left out.</param>
    /// <exception cref="IOException">There is no room for it; also <see cref="UnauthorizedAccessException"/>.</exception>
    public TemporaryFile(string ending)
    {
        var safe = ending.Length > 1 && ending.AsSpan(1).IndexOfAnyExcept(Letters) < 0 ? ending : "";
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"headtracker-{Guid.NewGuid():N}{safe}");
        NewFile.Create(Path, isPrivate: true).Dispose();
    }

    public string Path { get; }

    private static System.Buffers.SearchValues<char> Letters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public void Dispose() => File.Delete(Path);
}
