using HeadTracker.Commands;

// Before anything loads a native library: libraries read these settings only once.
NativeEnvironment.Prepare();
return CommandLine.Run(args);
