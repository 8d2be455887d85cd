using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HeadTracker.Benchmarks.TorchStep;

// Training steps in C# and C++ by turns, after native/build.sh:
//   dotnet run -c Release --project tests/HeadTracker.Benchmarks -- torch-step [PAIRS [BATCH]]
if (args is ["torch-step", ..]) return StepComparison.Run(args.AsSpan(1));

// Compared within one run, in this process, so that native libraries are found where the build put them. For example:
//   dotnet run -c Release --project tests/HeadTracker.Benchmarks -- --filter '*Crop*'
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithArtifactsPath("artifacts/benchmarks");
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, config);
return 0;
