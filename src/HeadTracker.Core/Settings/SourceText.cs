namespace HeadTracker.Settings;

/// <summary>What a user names as a source, as far as others may see it: addresses of cameras hold passwords.</summary>
/// <remarks>Everything here goes by the text alone, since what is no valid address may hold a password all the same.</remarks>
public static class SourceText
{
    private const string Scheme = "://", Hidden = "…";

    /// <summary>Whether it is meant as an address, rather than a camera, file or folder.</summary>
    public static bool IsAddress(string source) => source.Contains(Scheme, StringComparison.Ordinal);

    /// <summary>Whether it holds what <see cref="Shown"/> leaves out.</summary>
    public static bool HasSecret(string source) => IsAddress(source) && Shown(source) != source;

    /// <summary>
    /// The source for screens, files, logs and pages: an address without user and password, and without the parts in which cameras take them
    /// too, which are what follows a question mark and pieces of the path like <c>user=ann_password=…</c>.
    /// </summary>
    public static string Shown(string source) => IsAddress(source) ? ShownAddress(source) : ShownMistake(source);

    private static string ShownAddress(string address)
    {
        var start = address.IndexOf(Scheme, StringComparison.Ordinal) + Scheme.Length;
        var (scheme, rest) = (address[..start], address[start..]);
        var end = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var first ? first : rest.Length;
        var at = rest.LastIndexOf('@');
        // Passwords hold / ? # @ too, and people do not escape them: nobody can tell such a one from a path then, and all of it is left out.
        if (at > end && rest.AsSpan(0, at).Contains(':')) return scheme + Hidden;
        var host = rest.AsSpan(0, end);
        return string.Concat(scheme, host[(host.LastIndexOf('@') + 1)..], ShownPath(rest[end..]));
    }

    private static string ShownPath(string path)
    {
        if (path.IndexOfAny(['?', '#']) is >= 0 and var query) path = path[..query];
        return path.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? path[..(path.LastIndexOf('/', equals) + 1)] + Hidden : path;
    }

    /// <summary>An address with a slash too few is taken for a file.</summary>
    private static string ShownMistake(string source)
    {
        var (colon, at) = (source.IndexOf(':', StringComparison.Ordinal), source.LastIndexOf('@'));
        // A single letter before the colon is a drive of Windows.
        return colon > 1 && at > colon && source.AsSpan(0, colon).IndexOfAny('/', '\\') < 0 ? source[..(colon + 1)] + Hidden : source;
    }
}
