using Microsoft.Data.Sqlite;

namespace HeadTracker.Training.Data;

/// <summary>Runs queries on an SQLite file, read-only. Not thread-safe.</summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;

    /// <exception cref="UserErrorException">The file cannot be opened.</exception>
    public SqliteDatabase(string path)
    {
        _path = path;
        // A pool would keep the file open after Dispose.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            _connection.Open();
        }
        catch (SqliteException e)
        {
            _connection.Dispose();
            throw Unreadable(e);
        }
    }

    /// <summary>The rows of a query, every column as text ("" for NULL).</summary>
    /// <exception cref="UserErrorException">The file is no database, lacks a table or column, or is damaged.</exception>
    public IEnumerable<string[]> Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = Guarded(command.ExecuteReader);
        while (Guarded(reader.Read)) yield return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))];
    }

    public void Dispose() => _connection.Dispose();

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw Unreadable(e);
        }
    }

    private UserErrorException Unreadable(SqliteException e) =>
        new($"{_path} cannot be read as the AFLW database ({e.Message.TrimEnd('.')}); fetch it again.", e);
}
