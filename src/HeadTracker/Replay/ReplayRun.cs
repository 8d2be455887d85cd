using HeadTracker.Filtering;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Results;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Replay;

/// <summary>What to do with a recording.</summary>
/// <param name="Recording">The file, for the summary.</param>
/// <param name="Settings">Filter, recentring, response, outputs and driver monitoring.</param>
/// <param name="Output">Folder for the files, or null for none.</param>
/// <param name="Speed">1 plays in real time; null in real time when poses are sent and as fast as possible otherwise.</param>
/// <param name="RecentreAt">The first face seen from this time on is made zero; null for none.</param>
/// <param name="Profile">The profile's file, or null.</param>
internal sealed record ReplayRequest(
    string Recording, TrackerSettings Settings, string? Output, double? Speed, TimeSpan? RecentreAt, string? Profile = null)
{
    /// <summary>The files among all this, which <see cref="Output"/> must not replace.</summary>
    public IReadOnlyList<Original> Originals =>
        [new Original("recording", Recording), .. Profile is null ? [] : new[] { new Original("profile", Profile) }];
}

/// <summary>Plays a recording to files and receivers.</summary>
internal static class ReplayRun
{
    /// <returns>How it went, and the folder with the files, if there is one.</returns>
    /// <exception cref="UserErrorException">An output cannot be opened, or would replace the recording.</exception>
    public static (ReplaySummary Summary, string? Folder) Execute(IReadOnlyList<RecordedFrame> recording, ReplayRequest request, CancellationToken stop)
    {
        var settings = request.Settings;
        using var folder = request.Output is { } output ? new OutputFolder(output, request.Originals) { IsPrivate = true } : null;
        using var files = folder is null ? null : new PoseFiles(folder);
        using var senders = new LiveOutputs(settings.Outputs, Console.Error.WriteLine);
        var player = new RecordingPlayer(settings.NewShaping(), [senders, .. files is null ? [] : new[] { files }])
        {
            RecentreAt = request.RecentreAt,
            Attention = new AttentionWatch(settings.Attention),
        };
        var played = player.Play(recording, request.Speed ?? (senders.HasAny ? 1 : null), stop);
        files?.Complete();
        // Closed first: an open file cannot be renamed on Windows.
        files?.Dispose();
        folder?.Commit();
        var summary = new ReplaySummary(
            request.Recording,
            played,
            recording.Take(played).Count(frame => frame.State == TrackingState.Tracking),
            played > 0 ? (recording[played - 1].Time - recording[0].Time).TotalSeconds : 0,
            PoseFilters.NameOf(settings.Filter),
            stop.IsCancellationRequested);
        return (summary, folder?.Path);
    }
}
