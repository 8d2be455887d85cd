using System.Text;

namespace HeadTracker.CommandLine;

/// <summary>Makes a console that takes no more (a full disk behind <c>&gt;</c>, a terminal that is gone) a case that the program knows.</summary>
internal static class StandardStreams
{
    /// <summary>From now on standard output fails with a sentence, and standard error, of which nobody could be told, keeps silent.</summary>
    public static void Guard()
    {
        WriteUtf8();
        Console.SetOut(new GuardedWriter(Console.Out, e => throw new UserErrorException(
            $"What was to be printed cannot be written to standard output ({e.Message.TrimEnd('.')}); send it somewhere else.", e)));
        // Also on threads of their own, where an exception would end the process.
        Console.SetError(new GuardedWriter(Console.Error, _ => { }));
    }

    /// <summary>Whatever code page a console of Windows has, or charset a locale: names of files and cameras are any, and JSON is UTF-8.</summary>
    private static void WriteUtf8()
    {
        try
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (IOException)
        {
            // There is no console to tell.
        }
    }
}
