namespace HeadTracker;

/// <summary>
/// Something the person at the keyboard can mend. The message is one sentence that names what was found and says what to
/// do next; the command line prints it as it is on standard error and exits with code 1. It is one line, whatever names and texts of files
/// it quotes.
/// </summary>
public sealed class UserErrorException : Exception
{
    /// <summary>With the sentence alone.</summary>
    /// <param name="message">What was found, and what to do.</param>
    public UserErrorException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>With what it came from, for whoever mends the program.</summary>
    /// <param name="message">What was found, and what to do.</param>
    /// <param name="cause">Not shown to the user.</param>
    public UserErrorException(string message, Exception? cause)
        : base(OneLine(message), cause)
    {
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
