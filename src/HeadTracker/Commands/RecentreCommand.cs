using HeadTracker.CommandLine;
using HeadTracker.Sessions;

namespace HeadTracker.Commands;

/// <summary><c>recentre</c>: makes the present pose of a running tracker zero; for hotkey tools and scripts.</summary>
internal sealed class RecentreCommand : Verb
{
    public RecentreCommand()
        : base("recentre", "Make the present pose of the tracker that is running zero.")
    {
        Examples = ["recentre                    bind this to a key of your desktop"];
        SetAction(_ =>
        {
            RecentreListener.Send();
            return 0;
        });
    }
}
