using HeadTracker.Capture;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Distributed;

// Before anything loads a native library: libraries read these settings only once.
NativeEnvironment.Prepare();
return Job.Leave(TrainCommandLine.Run(args));
