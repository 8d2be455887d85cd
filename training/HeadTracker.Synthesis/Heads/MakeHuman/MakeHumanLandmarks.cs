namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>The 68 landmarks on MakeHuman's base mesh, chosen by eye on the mean of its macro shapes and mirrored.</summary>
internal static class MakeHumanLandmarks
{
    /// <summary>Base vertices in iBUG's order.</summary>
    public static int[] Vertices { get; } =
    [
        5739, 5433, 5098, 910, 5241, 737, 5295, 5293, 747, 11899, 11901, 7457, 11850, 7612, 11713, 12032, 12336, 190, 178, 176, 177, 181,
        6957, 6953, 6952, 6954, 6966, 133, 131, 164, 294, 359, 314, 343, 7077, 7120, 6780, 4849, 54, 1077, 6772, 6777, 7769, 6838, 11467,
        13376, 13373, 13368, 3734, 5351, 450, 455, 7210, 11953, 10402, 7239, 7245, 496, 490, 484, 3732, 471, 474, 7227, 10400, 7236, 523, 481,
    ];
}
