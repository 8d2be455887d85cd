using System.Runtime.InteropServices;

namespace HeadTracker.Training.Data;

/// <summary>Runs queries on an SQLite file through the system's own library, read-only. Not thread-safe.</summary>
/// <remarks>libsqlite3 on Linux and macOS, winsqlite3.dll on Windows: parts of the system, so that no package is needed.</remarks>
public sealed partial class SqliteDatabase : IDisposable
{
    private const string Library = "sqlite3";
    private const int Ok = 0, Row = 100, Done = 101, OpenReadOnly = 1;
    private readonly string _path;
    private nint _database;

    static SqliteDatabase() =>
        NativeLibrary.SetDllImportResolver(typeof(SqliteDatabase).Assembly, (name, assembly, search) =>
        {
            if (name != Library) return 0;
            foreach (var candidate in (ReadOnlySpan<string>)(OperatingSystem.IsWindows() ? ["winsqlite3.dll"] : ["libsqlite3.so.0", "libsqlite3.dylib"]))
            {
                if (NativeLibrary.TryLoad(candidate, assembly, search, out var handle)) return handle;
            }

            return 0;
        });

    /// <exception cref="UserErrorException">The file is no database, or the system has no SQLite.</exception>
    public SqliteDatabase(string path)
    {
        _path = path;
        try
        {
            Check(sqlite3_open_v2(path, out _database, OpenReadOnly, 0));
        }
        catch (DllNotFoundException e)
        {
            throw new UserErrorException($"{path} needs SQLite, which this system lacks; install it (Debian: libsqlite3-0).", e);
        }
    }

    /// <summary>The rows of a query, every column as text ("" for NULL).</summary>
    /// <exception cref="UserErrorException">The file lacks a table or column, or is damaged.</exception>
    public IEnumerable<string[]> Query(string sql)
    {
        Check(sqlite3_prepare_v2(_database, sql, -1, out var statement, 0));
        try
        {
            var columns = sqlite3_column_count(statement);
            while (true)
            {
                var code = sqlite3_step(statement);
                if (code == Done) yield break;
                if (code != Row) Check(code);
                var row = new string[columns];
                for (var i = 0; i < columns; i++) row[i] = Marshal.PtrToStringUTF8(sqlite3_column_text(statement, i)) ?? "";
                yield return row;
            }
        }
        finally
        {
            // Repeats the last step's error, which has been reported.
            _ = sqlite3_finalize(statement);
        }
    }

    public void Dispose()
    {
        if (_database != 0) _ = sqlite3_close_v2(_database);
        _database = 0;
    }

    private void Check(int code)
    {
        if (code == Ok) return;
        var message = _database == 0 ? $"error {code}" : Marshal.PtrToStringUTF8(sqlite3_errmsg(_database));
        throw new UserErrorException($"{_path} cannot be read as the AFLW database ({message}); fetch it again.");
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_open_v2(string filename, out nint database, int flags, nint vfs);

    [LibraryImport(Library)]
    private static partial int sqlite3_close_v2(nint database);

    [LibraryImport(Library)]
    private static partial nint sqlite3_errmsg(nint database);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_prepare_v2(nint database, string sql, int length, out nint statement, nint tail);

    [LibraryImport(Library)]
    private static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    private static partial int sqlite3_column_count(nint statement);

    [LibraryImport(Library)]
    private static partial nint sqlite3_column_text(nint statement, int column);

    [LibraryImport(Library)]
    private static partial int sqlite3_finalize(nint statement);
}
