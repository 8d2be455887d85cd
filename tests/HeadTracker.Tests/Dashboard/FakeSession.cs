using HeadTracker.Dashboard;

namespace HeadTracker.Tests.Dashboard;

/// <summary>A session that writes down what was asked of it.</summary>
internal sealed class FakeSession : IDashboardSession
{
    public List<string> Calls { get; } = [];

    public SessionStatus Status { get; set; } = new("tracking", null, "fake", "landmarks", "CPU", "blazeface", "CPU", 30, 12, 1, [], false, null, 0);

    /// <summary>Thrown instead of the choices.</summary>
    public Exception? Fault { get; set; }

    public SessionChoices Choices => Fault is null ? new([new Choice("0", "Camera")], [new Choice("landmarks", "landmarks")]) : throw Fault;

    public bool IsPaused { get; set; }

    public string Settings { get; private set; } = """{"filter":{"kind":"one-euro"}}""";

    public string SettingsSchema => """{"type":"object"}""";

    public void Recentre() => Calls.Add("recentre");

    public string Record(bool on)
    {
        Calls.Add($"record {on}");
        return "/there";
    }

    public void SwitchSource(string source) => throw new UserErrorException($"There is no camera '{source}'.");

    public void SwitchModel(string model) => Calls.Add($"model {model}");

    public AxesFigures Axes { get; set; } = new(null, null);

    public void SwitchProfile(string name) => Calls.Add($"profile {name}");

    public void SaveProfile(string name) => Calls.Add($"save {name}");

    public void ReplaceSettings(string json) => Settings = json;

    public void ChangeSettings(string json) => Calls.Add($"change {json}");
}
