using HeadTracker.Capture;
using HeadTracker.Commands;

// Before anything loads a native library: libraries read these settings only once.
NativeEnvironment.Prepare();
return TrackerCommandLine.Run(args);
