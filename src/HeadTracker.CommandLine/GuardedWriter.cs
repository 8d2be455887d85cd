using System.Text;

namespace HeadTracker.CommandLine;

/// <summary>Passes text on, and what the system refuses of it to a handler.</summary>
/// <param name="inner">Stays the caller's.</param>
/// <param name="refused">May throw something else instead.</param>
internal sealed class GuardedWriter(TextWriter inner, Action<IOException> refused) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <summary>In one piece, as it would be without this.</summary>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            refused(e);
        }
    }
}
