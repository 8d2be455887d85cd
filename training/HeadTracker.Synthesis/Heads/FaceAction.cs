namespace HeadTracker.Synthesis.Heads;

/// <summary>What a face can do, whatever its source calls it. Left and right are the person's own.</summary>
public enum FaceAction
{
    BlinkLeft,
    BlinkRight,
    WideLeft,
    WideRight,
    SquintLeft,
    SquintRight,
    BrowUpLeft,
    BrowUpRight,
    BrowDownLeft,
    BrowDownRight,
    BrowInnerUp,
    SmileLeft,
    SmileRight,
    SmileOpen,
    Frown,
    MouthOpen,
    Shout,
    Pucker,
    Press,
    JawLeft,
    JawRight,
    Disgust,
    Puff,
    SpeakA,
    SpeakO,
    SpeakE,
    SpeakF,
}
