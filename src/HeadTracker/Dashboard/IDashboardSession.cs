using HeadTracker.Geometry;
using HeadTracker.Output.Network;

namespace HeadTracker.Dashboard;

/// <summary>Milliseconds of a stage: lately, and over the whole run.</summary>
internal sealed record StageFigures(string Name, double Lately, double P50, double P95);

/// <summary>A run as the page shows it, several times a second.</summary>
/// <param name="State">searching, tracking, lost, no-signal, paused, ended.</param>
/// <param name="Problem">One sentence on what is wrong with the source or missing, or null.</param>
/// <param name="Provider">What really runs the pose model.</param>
/// <param name="Fps">Poses per second, lately.</param>
/// <param name="Dropped">Frames that a newer one overtook.</param>
/// <param name="Recording">The folder that is being recorded to, or null.</param>
/// <param name="SettingsVersion">Rises with every change of the settings, whoever made it.</param>
internal sealed record SessionStatus(
    string State,
    string? Problem,
    string Source,
    string Model,
    string Provider,
    string Detector,
    string DetectorProvider,
    double Fps,
    long Frames,
    long Dropped,
    IReadOnlyList<StageFigures> Stages,
    bool Paused,
    string? Recording,
    long SettingsVersion)
{
    /// <summary>The camera's diagonal field of view in degrees, through which the page draws.</summary>
    public float FieldOfView { get; init; } = PinholeCamera.TypicalDiagonalFieldOfView;

    /// <summary>How each output fares.</summary>
    public IReadOnlyList<OutputState> Outputs { get; init; } = [];

    /// <summary>The profile that changes are written to, or null for none.</summary>
    public string? Profile { get; init; }
}

/// <summary>Something that can be chosen.</summary>
/// <param name="Value">What the choice is told with.</param>
/// <param name="Label">What people read.</param>
internal sealed record Choice(string Value, string Label);

/// <summary>The sources and pose models of this machine.</summary>
internal sealed record SessionChoices(IReadOnlyList<Choice> Sources, IReadOnlyList<Choice> Models)
{
    /// <summary>Names of this user's profiles.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Names of the protocols that poses can be sent in.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = PoseDestination.Names;
}

/// <summary>What the dashboard sees and changes of a run.</summary>
/// <remarks>Called by the server's threads, several at once. What the user got wrong throws <see cref="UserErrorException"/> and changes nothing.</remarks>
internal interface IDashboardSession
{
    SessionStatus Status { get; }

    SessionChoices Choices { get; }

    /// <summary>The newest pose on the axes of the response curves.</summary>
    AxesFigures Axes { get; }

    void Recentre();

    bool IsPaused { get; set; }

    /// <summary>Starts or ends a recording.</summary>
    /// <returns>The folder that is being recorded to, or that was.</returns>
    string Record(bool on);

    void SwitchSource(string source);

    void SwitchModel(string model);

    /// <summary>Goes over to another of this user's profiles.</summary>
    void SwitchProfile(string name);

    /// <summary>Writes the settings in force into a new profile, and goes over to it.</summary>
    void SaveProfile(string name);

    /// <summary>All settings as JSON, as the profile has them.</summary>
    string Settings { get; }

    string SettingsSchema { get; }

    /// <summary>Puts other settings in force and into the profile; those left out get their defaults.</summary>
    void ReplaceSettings(string json);

    /// <summary>Changes the settings that are named and leaves the others.</summary>
    void ChangeSettings(string json);
}
