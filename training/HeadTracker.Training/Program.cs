using HeadTracker.Capture;
using HeadTracker.Training.Commands;

// Before anything loads a native library: libraries read these settings only once.
NativeEnvironment.Prepare();
return TrainCommandLine.Run(args);
