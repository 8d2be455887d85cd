using System.CommandLine;
using System.CommandLine.Help;

namespace HeadTracker.CommandLine;

/// <summary>Runs a program's verbs. Exit codes: 0 done, 1 failed, 2 bad usage; errors are one sentence on standard error.</summary>
public static class VerbRunner
{
    private const int Failed = 1, BadUsage = 2;

    /// <summary>Runs a command line.</summary>
    /// <param name="root">Its verbs.</param>
    /// <param name="program">How the user calls it.</param>
    /// <param name="args">What the user wrote after that.</param>
    /// <param name="otherwise">What is run where that is nothing.</param>
    public static int Run(RootCommand root, string program, string[] args, params string[] otherwise)
    {
        StandardStreams.Guard();
        if (args.Length == 0) args = otherwise;
        var parsed = root.Parse(args);
        // Help is help, whatever else is missing.
        if (parsed.Action is not (HelpPage or HelpAction) && UsageError.Find(parsed, program) is { } error)
        {
            Console.Error.WriteLine(error);
            return BadUsage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UserErrorException e)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } part)
        {
            // Work on several cores wraps what its parts say.
            Console.Error.WriteLine(part.Message);
            return Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What has a sentence of its own is a UserErrorException by now; this is the system's about the rest, such as a temporary folder.
            Console.Error.WriteLine($"Something could not be read or written ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); "
                + "see whether it is there, has room, and may be used by this user.");
            return Failed;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            // .NET's message names the library that does not load, but not what it lacks.
            Console.Error.WriteLine($"A native library, or one that it needs, is missing; '{CommandName.Typed} doctor' names it and says what to install.");
            return Failed;
        }
        catch (Exception e)
        {
            // A fault of the program: whoever mends it needs all there is.
            Console.Error.WriteLine($"HeadTracker has a fault; please report this: {e}");
            return Failed;
        }
    }
}
