namespace HeadTracker.Filtering;

/// <summary>The filters by the names people type: <c>none</c>, <c>one-euro</c>, <c>accela</c>, <c>kalman</c>.</summary>
public enum PoseFilterKind
{
    None,
    OneEuro,
    Accela,
    Kalman,
}

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

    public static string NameOf(PoseFilterKind kind) => kind switch
    {
        PoseFilterKind.OneEuro => "one-euro",
        PoseFilterKind.Accela => "accela",
        PoseFilterKind.Kalman => "kalman",
        _ => "none",
    };
}
