using System.Globalization;
using System.Text.Json.Serialization;
using HeadTracker.Serialization;

namespace HeadTracker.Filtering;

/// <summary>The filters by the names people type: <c>none</c>, <c>one-euro</c>, <c>accela</c>, <c>kalman</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoseFilterKind>))]
public enum PoseFilterKind
{
    /// <summary><see cref="PassThroughFilter"/>.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary><see cref="OneEuroFilter"/>, the default.</summary>
    [JsonStringEnumMemberName("one-euro")]
    OneEuro,

    /// <summary><see cref="AccelaFilter"/>.</summary>
    [JsonStringEnumMemberName("accela")]
    Accela,

    /// <summary><see cref="KalmanFilter"/>.</summary>
    [JsonStringEnumMemberName("kalman")]
    Kalman,
}

/// <summary>Filters by their kinds and names.</summary>
public static class PoseFilters
{
    /// <summary>A new filter of this kind with its default parameters.</summary>
    public static IPoseFilter Create(PoseFilterKind kind) => kind switch
    {
        PoseFilterKind.None => new PassThroughFilter(),
        PoseFilterKind.OneEuro => new OneEuroFilter(),
        PoseFilterKind.Accela => new AccelaFilter(),
        PoseFilterKind.Kalman => new KalmanFilter(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What people type, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. new[] { PoseFilterKind.OneEuro, PoseFilterKind.Accela, PoseFilterKind.Kalman, PoseFilterKind.None }.Select(WireName.Of)];

    /// <summary>The name with the prediction, if there is one: <c>one-euro + 50 ms</c>.</summary>
    public static string NameOf(FilterOptions options) =>
        options.PredictMs > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{WireName.Of(options.Kind)} + {options.PredictMs:0.#} ms")
            : WireName.Of(options.Kind);
}
