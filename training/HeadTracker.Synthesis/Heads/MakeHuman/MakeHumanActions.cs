namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>Which of MakeHuman's expression targets make each action; every race has its own version of each.</summary>
internal static class MakeHumanActions
{
    public static IReadOnlyDictionary<FaceAction, (string Target, float Weight)[]> All { get; } = new Dictionary<FaceAction, (string, float)[]>
    {
        [FaceAction.BlinkLeft] = [("eye-left-closure", 1)],
        [FaceAction.BlinkRight] = [("eye-right-closure", 1)],
        [FaceAction.WideLeft] = [("eye-left-opened-up", 0.8f)],
        [FaceAction.WideRight] = [("eye-right-opened-up", 0.8f)],
        [FaceAction.SquintLeft] = [("eye-left-slit", 0.8f)],
        [FaceAction.SquintRight] = [("eye-right-slit", 0.8f)],
        [FaceAction.BrowUpLeft] = [("eyebrows-left-up", 0.9f)],
        [FaceAction.BrowUpRight] = [("eyebrows-right-up", 0.9f)],
        [FaceAction.BrowDownLeft] = [("eyebrows-left-down", 0.9f)],
        [FaceAction.BrowDownRight] = [("eyebrows-right-down", 0.9f)],
        [FaceAction.BrowInnerUp] = [("eyebrows-left-inner-up", 0.9f), ("eyebrows-right-inner-up", 0.9f)],
        [FaceAction.SmileLeft] = [("mouth-corner-puller", 0.5f)],
        [FaceAction.SmileRight] = [("mouth-corner-puller", 0.5f)],
        [FaceAction.SmileOpen] = [("mouth-corner-puller", 0.8f), ("mouth-parling", 0.5f)],
        [FaceAction.Frown] = [("mouth-depression", 0.8f)],
        [FaceAction.MouthOpen] = [("mouth-open", 0.5f)],
        [FaceAction.Shout] = [("mouth-open", 0.75f)],
        [FaceAction.Pucker] = [("mouth-pursing", 0.8f)],
        [FaceAction.Press] = [("mouth-compression", 0.8f)],
        [FaceAction.Disgust] = [("nose-compression", 0.8f), ("mouth-upward-retraction", 0.5f)],
        [FaceAction.SpeakA] = [("mouth-open", 0.35f)],
        [FaceAction.SpeakO] = [("mouth-open", 0.2f), ("mouth-pursing", 0.6f)],
        [FaceAction.SpeakE] = [("mouth-parling", 0.8f)],
        [FaceAction.SpeakF] = [("mouth-elevation", 0.6f)],
    };

    /// <summary>All targets named above, in order: their places are the persons' morph numbers.</summary>
    public static IReadOnlyList<string> Targets { get; } =
        [.. All.Values.SelectMany(t => t).Select(t => t.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>By morph number.</summary>
    public static IReadOnlyDictionary<FaceAction, IReadOnlyList<(int Morph, float Weight)>> ByNumber { get; } = All.ToDictionary(
        a => a.Key,
        a => (IReadOnlyList<(int, float)>)[.. a.Value.Select(t => (Targets.ToList().IndexOf(t.Target), t.Weight))]);
}
