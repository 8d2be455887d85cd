using HeadTracker.Training.Commands;

return TrainCommandLine.Run(args);
