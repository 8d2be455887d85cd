namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>Which of VALID's face morphs make each action.</summary>
internal static class ValidActions
{
    public static IReadOnlyDictionary<FaceAction, (string Morph, float Weight)[]> All { get; } = new Dictionary<FaceAction, (string, float)[]>
    {
        [FaceAction.BlinkLeft] = [("LeyeClose", 1)],
        [FaceAction.BlinkRight] = [("ReyeClose", 1)],
        [FaceAction.WideLeft] = [("LeyeOpen", 1)],
        [FaceAction.WideRight] = [("ReyeOpen", 1)],
        [FaceAction.SquintLeft] = [("Lsquint", 1), ("LlowLid", 0.6f)],
        [FaceAction.SquintRight] = [("Rsquint", 1), ("RlowLid", 0.6f)],
        [FaceAction.BrowUpLeft] = [("LbrowUp", 1), ("LLbrowUp", 1)],
        [FaceAction.BrowUpRight] = [("RbrowUp", 1), ("RRbrowUp", 1)],
        [FaceAction.BrowDownLeft] = [("LbrowDown", 1), ("LLbrowDown", 1)],
        [FaceAction.BrowDownRight] = [("RbrowDown", 1), ("RRbrowDown", 1)],
        [FaceAction.BrowInnerUp] = [("Lpityful", 1), ("Rpityful", 1)],
        [FaceAction.SmileLeft] = [("LsmileClose", 1)],
        [FaceAction.SmileRight] = [("RsmileClose", 1)],
        [FaceAction.SmileOpen] = [("LsmileOpen", 1), ("RsmileOpen", 1)],
        [FaceAction.Frown] = [("LmouthSad", 1), ("RmouthSad", 1)],
        [FaceAction.MouthOpen] = [("MouthOpen", 1)],
        [FaceAction.Shout] = [("Shout", 1)],
        [FaceAction.Pucker] = [("Kiss", 1)],
        [FaceAction.Press] = [("MPB_Up", 1), ("MPB_Down", 1)],
        [FaceAction.JawLeft] = [("Ljaw", 1)],
        [FaceAction.JawRight] = [("Rjaw", 1)],
        [FaceAction.Disgust] = [("Ldisgust", 1), ("Rdisgust", 1)],
        [FaceAction.Puff] = [("Lblow", 1), ("Rblow", 1)],
        [FaceAction.SpeakA] = [("AE_AA", 1)],
        [FaceAction.SpeakO] = [("AO_a", 0.6f), ("UW_U", 0.6f)],
        [FaceAction.SpeakE] = [("Ax_E", 1)],
        [FaceAction.SpeakF] = [("FV", 1)],
    };

    /// <summary>All morphs named above, in order: their places are the persons' morph numbers.</summary>
    public static IReadOnlyList<string> Morphs { get; } =
        [.. All.Values.SelectMany(m => m).Select(m => m.Morph).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>By morph number.</summary>
    public static IReadOnlyDictionary<FaceAction, IReadOnlyList<(int Morph, float Weight)>> ByNumber { get; } = All.ToDictionary(
        a => a.Key,
        a => (IReadOnlyList<(int, float)>)[.. a.Value.Select(m => (Morphs.ToList().IndexOf(m.Morph), m.Weight))]);
}
