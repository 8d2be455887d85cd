using HeadTracker.Contract;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Inference;

/// <summary>An ONNX file, loaded by the best execution provider that really runs it.</summary>
/// <remarks>
/// ONNX Runtime falls back to the CPU in silence, and a broken driver can run a network and return zeros. So an accelerator is
/// taken only after <see cref="ProviderTrial"/> saw it run the network's nodes with the CPU's results; what was refused, and why, is
/// kept for the person. Thread-safe once open; disposed by who opened it, after its bindings.
/// </remarks>
public sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    private OnnxSession(string path, InferenceSession session, ExecutionProvider provider, IReadOnlyList<ProviderRefusal> refusals)
    {
        _session = session;
        FilePath = path;
        Provider = provider;
        Refusals = refusals;
        Inputs = [.. session.InputNames.Select(name => OnnxTensor.From(name, session.InputMetadata[name]))];
        Outputs = [.. session.OutputNames.Select(name => OnnxTensor.From(name, session.OutputMetadata[name]))];
        Metadata = session.ModelMetadata.CustomMetadataMap;
    }

    /// <summary>As it was given.</summary>
    public string FilePath { get; }

    /// <summary>What runs the network; never <see cref="ExecutionProvider.Auto"/>.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>The providers that were tried before it.</summary>
    public IReadOnlyList<ProviderRefusal> Refusals { get; }

    /// <summary>In the model's order.</summary>
    public IReadOnlyList<OnnxTensor> Inputs { get; }

    /// <summary>In the model's order.</summary>
    public IReadOnlyList<OnnxTensor> Outputs { get; }

    /// <summary>The file's own key-value pairs (<c>metadata_props</c>).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="path">An ONNX file; checked against the manifest beside it when that lists it.</param>
    /// <param name="provider">One provider, or <see cref="ExecutionProvider.Auto"/> for the first that works and is faster than the CPU.</param>
    /// <param name="threads">CPU threads of one run; 0 for as many as pay (<see cref="ThreadTrial"/>).</param>
    /// <exception cref="UserErrorException">The file is missing or damaged, or the provider asked for does not run it.</exception>
    public static OnnxSession Open(string path, ExecutionProvider provider = ExecutionProvider.Auto, int threads = 0)
    {
        var model = ReadModel(path);
        // Windows has a telemetry of its own beside the one that NativeEnvironment turns off.
        OrtEnv.Instance().DisableTelemetryEvents();
        var available = OrtEnv.Instance().GetAvailableProviders();
        var refusals = new List<ProviderRefusal>();
        var cpu = Guarded(path, () => threads == 0 ? ThreadTrial.Open(model) : ThreadTrial.OpenWith(model, threads));
        foreach (var candidate in ExecutionProviders.All)
        {
            if (provider != ExecutionProvider.Auto && provider != candidate) continue;
            if (candidate == ExecutionProvider.Cpu) return Described(path, cpu, candidate, refusals);

            var reason = "this build of ONNX Runtime does not contain it";
            if (available.Contains(candidate.RuntimeName()) && ProviderTrial.Run(model, candidate, Math.Max(1, threads), cpu, out reason) is { } accelerated)
            {
                if (provider == candidate || SpeedTrial.IsWorthIt(accelerated, cpu, out reason))
                {
                    cpu.Dispose();
                    return Described(path, accelerated, candidate, refusals);
                }

                accelerated.Dispose();
            }

            refusals.Add(new ProviderRefusal(candidate, reason));
        }

        cpu.Dispose();
        throw new UserErrorException($"{provider.DisplayName()} does not run {path}: {refusals[0].Reason}; choose another provider, or auto.");
    }

    /// <summary>Ties the model to buffers. Every input and output must be there.</summary>
    public OnnxBinding Bind(IEnumerable<BoundTensor> inputs, IEnumerable<BoundTensor> outputs) => new(_session, inputs, outputs);

    /// <summary>Unloads the model; its bindings go first.</summary>
    public void Dispose() => _session.Dispose();

    internal static SessionOptions OptionsFor(int threads)
    {
        // What goes wrong comes back as an exception, which becomes our own sentence: nothing on the console besides.
        var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        // Idle workers sleep instead of spinning: capture and window need the cores between two runs.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static byte[] ReadModel(string path)
    {
        try
        {
            var model = File.ReadAllBytes(path);
            ModelManifest.Check(path, model);
            return model;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"There is no model {path}; check the name, or see the list of models.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The model {path} cannot be read: {e.Message.TrimEnd('.')}; check its permissions.", e);
        }
    }

    private static OnnxSession Described(string path, InferenceSession session, ExecutionProvider provider, IReadOnlyList<ProviderRefusal> refusals)
    {
        try
        {
            return Guarded(path, () => new OnnxSession(path, session, provider, refusals));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // A file may say what ONNX Runtime takes and its .NET side trips over, names that are no text for example.
    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not UserErrorException)
        {
            throw new UserErrorException($"{path} is not a whole ONNX model ({ProviderTrial.FirstLine(e.Message)}); fetch or export it again.", e);
        }
    }
}
