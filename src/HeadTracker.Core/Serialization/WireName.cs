using System.Reflection;
using System.Text.Json.Serialization;

namespace HeadTracker.Serialization;

/// <summary>
/// The words that stand for an enum's values outside the program: in files, messages and on the command line. Each value says its own in
/// a <see cref="JsonStringEnumMemberNameAttribute"/>, so that JSON has the same.
/// </summary>
public static class WireName
{
    /// <summary>The word for a value. Allocates nothing.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.All[Array.IndexOf(Words<T>.Values, value)];

    /// <summary>The value of a word, or null when it stands for none.</summary>
    public static T? Parse<T>(string? word)
        where T : struct, Enum => Array.IndexOf(Words<T>.All, word) is >= 0 and var index ? Words<T>.Values[index] : null;

    /// <summary>Every word, in the values' order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Words<T>.All;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();

        public static readonly string[] All = [.. Values.Select(WordFor)];

        private static string WordFor(T value) =>
            typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no word for the wire.");
    }
}
