namespace HeadTracker.Training.Tests.Data;

/// <summary>A database with AFLW's tables and three faces: one good, one without a photo, one without a box.</summary>
internal static class AflwSample
{
    /// <summary>Made with the sqlite3 shell from Golden/aflw-sample.sql; see Golden/README.md.</summary>
    public static void Write(TemporaryFolder folder)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "aflw-sample.sqlite"), folder.PathOf("aflw/data/aflw.sqlite"));
        folder.Write("aflw/data/flickr/0/image00002.jpg", "x");
    }
}
