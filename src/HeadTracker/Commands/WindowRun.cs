namespace HeadTracker.Commands;
internal static class WindowRun { public static (HeadTracker.Output.RunSummary Summary, string? Folder) Execute(Engines engines, TrackRequest request, CancellationToken stop) => throw new NotImplementedException(); }
