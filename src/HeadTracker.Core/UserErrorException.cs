namespace HeadTracker;

/// <summary>
/// Something the person at the keyboard can mend. The message is one sentence that names what was found and says what to
/// do next; the command line prints it as it is on standard error and exits with code 1.
/// </summary>
public sealed class UserErrorException : Exception
{
    public UserErrorException(string message)
        : base(message)
    {
    }

    public UserErrorException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
