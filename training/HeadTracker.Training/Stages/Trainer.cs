using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace HeadTracker.Training.Stages;

/// <summary>What a training stage does, apart from its loss.</summary>
/// <param name="Name">The stage's name, for messages.</param>
/// <param name="Folder">Where checkpoints and metrics go.</param>
/// <param name="Seed">Fixes the order of samples and the augmentations.</param>
/// <param name="Optimiser">Batch, epochs, learning rate and its course.</param>
/// <param name="Augmentation">What happens to the images.</param>
/// <param name="Padding">Pixels to keep around each box, for a teacher's ensemble.</param>
/// <param name="Origins">What else the result depends on, in words: initial weights, a teacher. A run resumes only from the same.</param>
public sealed record TrainingPlan(
    string Name, RunFolder Folder, long Seed, OptimiserOptions Optimiser, AugmentationOptions Augmentation, int Padding = 0, string Origins = "")
{
    /// <summary>The processes that share every batch. Any number of them does the same steps but for batch norms, so a run goes on with another.</summary>
    public ProcessGroup Group { get; init; } = ProcessGroup.Alone;
}

/// <summary>Where a training stage stands.</summary>
public readonly record struct TrainingProgress(long Step, long Steps, double Loss)
{
    /// <summary>Where the time of its steps went; null where one process trains.</summary>
    public StepTimes? Times { get; init; }
}

/// <summary>The loss of one batch, a scalar with its graph.</summary>
public delegate Tensor BatchLoss(FaceBatch batch);

/// <summary>
/// The loop all training stages share: draw a batch, step the optimiser, log, checkpoint. It resumes from the folder's checkpoint, and a
/// resumed run does exactly the steps an uninterrupted one would have done.
/// </summary>
/// <param name="plan">What it does, apart from its loss.</param>
/// <param name="network">Is trained.</param>
/// <param name="faces">To learn from.</param>
/// <param name="auxiliary">Trained along for the loss's sake, like self-supervised branches; checkpoints keep it, later stages do not see it.</param>
/// <param name="frozen">A part of the network that stays as it is, its batch norms in evaluation mode; or null.</param>
/// <param name="rateOf">By how much faster than the rest a parameter learns, with stochastic gradient descent; null for one rate.</param>
public sealed class Trainer(
    TrainingPlan plan, PoseNetwork network, FaceSet faces, nn.Module? auxiliary = null, nn.Module? frozen = null, Func<Parameter, double>? rateOf = null)
{
    private enum Stream : long
    {
        Order = 1,
        Augmentation = 2,
        Loss = 3,
    }

    private readonly int _batch = BatchOf(plan.Optimiser, faces.Count);
    private readonly StepTimes? _times = plan.Group.IsAlone ? null : new(plan.Group, faces.Images.Device);

    private IEnumerable<Parameter> Parameters => network.parameters().Concat(auxiliary?.parameters() ?? []);

    private int StepsPerEpoch => faces.Count / _batch;

    /// <summary>This process's part of every batch; null where that is all of it.</summary>
    public BatchShare? Share { get; } = plan.Group.IsAlone ? null : new(plan.Group, BatchOf(plan.Optimiser, faces.Count));

    public long Steps => StepsOf(plan.Optimiser, faces.Count);

    /// <summary>Images of every step: a set smaller than the batch asked for is one batch.</summary>
    internal static int BatchOf(OptimiserOptions optimiser, int samples) => Math.Min(optimiser.Batch, samples);

    /// <summary>Steps of a whole training on so many samples, at least one an epoch; an epoch leaves out what fills no batch.</summary>
    internal static long StepsOf(OptimiserOptions optimiser, int samples) => (long)(samples / BatchOf(optimiser, samples)) * optimiser.Epochs;

    /// <summary>All that decides the steps besides the data's content. What is named only where it differs from Adam at a constant rate came later.</summary>
    private string Sequence
    {
        get
        {
            var optimiser = plan.Optimiser;
            var recipe = SHA256.HashData(Encoding.UTF8.GetBytes($"{plan.Augmentation.Recipe()}; {plan.Padding}; {plan.Origins}"));
            return $"seed {plan.Seed}, batches of {_batch} out of {faces.Count} samples, "
                + $"learning rate {optimiser.LearningRate}{optimiser.Stepper}{optimiser.Course}, {optimiser.Precision}, "
                + $"augmentation and origins {Convert.ToHexStringLower(recipe.AsSpan(0, 4))}";
        }
    }

    /// <summary>Trains up to the last step.</summary>
    /// <param name="loss">Runs the network on a batch.</param>
    /// <param name="progress">Called after every step.</param>
    /// <param name="cancellation">Asks to stop: a checkpoint is written after the step at hand.</param>
    /// <param name="epochEnd">Called with the number of epochs done, after each; it may put the network into evaluation mode.</param>
    /// <exception cref="UserErrorException">The loss or a weight is no number any more, or a file cannot be written or used.</exception>
    /// <exception cref="OperationCanceledException">It stopped as asked.</exception>
    public void Run(BatchLoss loss, Action<TrainingProgress> progress, CancellationToken cancellation, Action<int>? epochEnd = null)
    {
        if (_batch < 2) throw new UserErrorException($"Stage '{plan.Name}' has {faces.Count} training sample; batch normalisation needs at least 2.");
        if (_batch < 2 * plan.Group.Count)
        {
            throw new UserErrorException($"Stage '{plan.Name}' has batches of {_batch} for {plan.Group.Count} processes; batch normalisation needs at "
                + $"least 2 in each, so start {_batch / 2} or fewer.");
        }

        using IOptimiser optimiser = plan.Optimiser.Kind switch
        {
            OptimiserKind.AdaBelief => new AdaBelief(Parameters, plan.Optimiser.LearningRate, betas: null, plan.Optimiser.Epsilon, plan.Optimiser.Rectify),
            OptimiserKind.Sgd => new Sgd(Parameters.Select(parameter => (parameter, rateOf?.Invoke(parameter) ?? 1)),
                plan.Optimiser.LearningRate, plan.Optimiser.WeightDecay),
            _ => new Adam(Parameters, plan.Optimiser.LearningRate),
        };
        using var average = plan.Optimiser.Average > 0 ? new WeightAverage(network, plan.Optimiser.Average) : null;
        if (plan.Group.IsFirst && TrainingCheckpoint.LatestWhole(plan.Folder) is { } latest)
        {
            TrainingCheckpoint.Resume(latest, network, optimiser, Sequence, auxiliary, average);
            TrainingCheckpoint.SetAsideDamaged(plan.Folder, latest);
        }

        TakeFirstState(optimiser, average);
        using var metrics = plan.Group.IsFirst ? new MetricsLog(plan.Folder.Metrics, optimiser.Steps) : null;
        foreach (var parameter in frozen?.parameters() ?? []) parameter.requires_grad = false;
        using var gradients = ShareBatches();
        StartTraining();

        using var batches = faces.Images.InOrder(BatchesFrom(optimiser.Steps)).GetEnumerator();
        for (var step = optimiser.Steps; step < Steps; step++)
        {
            ManagedHeap.Hold();
            var clock = Stopwatch.StartNew();
            var epoch = (int)(step / StepsPerEpoch);
            var position = (int)(step % StepsPerEpoch);
            var rate = LearningRateCourse.At(plan.Optimiser, step, StepsPerEpoch);
            var value = GuardedStep(optimiser, batches, step, rate, loss, gradients);
            if (!double.IsFinite(value)) throw Diverged(step, "loss");
            average?.Add(step);

            metrics?.Add(new StepMetrics(step + 1, epoch + 1, value, rate, clock.Elapsed.TotalSeconds));
            progress(new TrainingProgress(step + 1, Steps, value) { Times = step + 1 == Steps ? _times : null });
            var isEpochEnd = position == StepsPerEpoch - 1;
            var stops = plan.Group.Any(cancellation.IsCancellationRequested);
            var saves = isEpochEnd || (step + 1) % plan.Optimiser.CheckpointSteps == 0 || stops;
            if (saves) TakeFirstState(optimiser, average);
            if (step + 1 == Steps) average?.Apply();
            if (isEpochEnd && epochEnd is not null)
            {
                // Before the checkpoint: what a killed run did not get to measure, it measures when it resumes.
                epochEnd(epoch + 1);
                StartTraining();
            }

            if (saves && plan.Group.IsFirst) Save(optimiser, average);
            if (stops) throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>The samples of every step from one on: each epoch has all of them in an order of its own.</summary>
    private IEnumerable<long[]> BatchesFrom(long first)
    {
        long[] order = [];
        for (var step = first; step < Steps; step++)
        {
            var (epoch, position) = Math.DivRem(step, StepsPerEpoch);
            if (order.Length == 0 || position == 0) order = new SeededRandom(plan.Seed, (long)Stream.Order, epoch).Permutation(faces.Count);
            yield return order.AsSpan((int)position * _batch, _batch).ToArray();
        }
    }

    /// <summary>
    /// Tells all layers that depend on whole batches of them; what is trained gets buckets for its gradients. Nothing where one process trains.
    /// </summary>
    private GradientBuckets? ShareBatches()
    {
        if (Share is not { } share) return null;
        var modules = auxiliary is null ? new nn.Module[] { network } : [network, auxiliary];
        foreach (var module in modules)
        {
            SharedDropout.Share(module, share);
            if (plan.Optimiser.BatchNorm == BatchNormRule.Synchronised) BatchNorm.Synchronise(module, plan.Group);
        }

        // Balancers see the losses of the whole batch in every process, and so their gradients are whole already.
        var whole = modules.SelectMany(module => module.modules().Prepend(module)).OfType<Balancer>().SelectMany(balancer => balancer.parameters())
            .Select(parameter => parameter.Handle).ToHashSet();
        return new(Parameters.Where(parameter => parameter.requires_grad && !whole.Contains(parameter.Handle)), plan.Group);
    }

    /// <summary>
    /// Every process goes on from the first one's state, as a resumed run would: batch norms by process differ in what they keep for evaluation, and
    /// different processors round differently.
    /// </summary>
    private void TakeFirstState(IOptimiser optimiser, WeightAverage? average)
    {
        if (plan.Group.IsAlone) return;
        using var scope = NewDisposeScope();
        Span<long> steps = [optimiser.Steps];
        plan.Group.Broadcast(steps);
        optimiser.Steps = steps[0];
        var modules = new[] { network.state_dict(), auxiliary?.state_dict() }.OfType<Dictionary<string, Tensor>>();
        foreach (var tensor in modules.SelectMany(module => module.Values)) plan.Group.Broadcast(tensor);
        foreach (var tensor in optimiser.Moments.Values.SelectMany(moment => moment)) plan.Group.Broadcast(tensor);
        foreach (var tensor in average?.Tensors.Values ?? []) plan.Group.Broadcast(tensor);
    }

    private void StartTraining()
    {
        network.train();
        auxiliary?.train();
        frozen?.eval();
    }

    /// <summary>
    /// A step, and a sentence where libtorch fails in it: its memory is full, or a collection came into a step after all (<see cref="ManagedHeap"/>), which
    /// succeeds when it is done again.
    /// </summary>
    private double GuardedStep(
        IOptimiser optimiser, IEnumerator<StoredFaces> batches, long step, double rate, BatchLoss loss, GradientBuckets? gradients)
    {
        try
        {
            return Step(optimiser, batches, step, rate, loss, gradients);
        }
        catch (ExternalException e)
        {
            throw new UserErrorException(
                $"Stage '{plan.Name}': libtorch failed at step {step + 1} ({e.Message.Split('\n', 2)[0].TrimEnd('.')}); run the same command again, it goes on "
                    + (KeptStep is > 0 and var kept ? $"from the checkpoint of step {kept}." : "from the stage's beginning."), e);
        }
    }

    /// <summary>Steps of the newest checkpoint, 0 where there is none.</summary>
    private long KeptStep => plan.Folder.LatestCheckpoint is { } latest ? TrainingCheckpoint.StepOf(latest) : 0;

    /// <summary>One step of the optimiser, which is left out when the loss is no number.</summary>
    private double Step(
        IOptimiser optimiser, IEnumerator<StoredFaces> batches, long step, double rate, BatchLoss loss, GradientBuckets? gradients)
    {
        using var scope = NewDisposeScope();
        _times?.Begin();
        if (!batches.MoveNext()) throw new InvalidOperationException($"no batch is left for step {step}");
        var random = new SeededRandom(plan.Seed, (long)Stream.Augmentation, step);
        var faceBatch = FaceBatch.Draw(faces, batches.Current, plan.Augmentation, random, plan.Padding);
        _times?.Drawn();
        var tensor = loss(faceBatch with { Share = Share, Random = new SeededRandom(plan.Seed, (long)Stream.Loss, step) });
        var value = tensor.item<float>();
        if (!float.IsFinite(value)) return value;

        optimiser.LearningRate = rate;
        optimiser.ZeroGradients();
        tensor.backward();
        gradients?.Sum();
        optimiser.Step();
        _times?.End();
        return value;
    }

    private void Save(IOptimiser optimiser, WeightAverage? average)
    {
        // A gradient may spoil the weights in a step whose loss was still a number; such weights must not replace good ones.
        using (var scope = NewDisposeScope())
        {
            using var none = no_grad();
            if (Parameters.Any(parameter => !parameter.isfinite().all().item<bool>())) throw Diverged(optimiser.Steps - 1, "weights");
        }

        TrainingCheckpoint.Save(plan.Folder, network, optimiser, Sequence, auxiliary, average);
    }

    private UserErrorException Diverged(long step, string what)
    {
        var kept = KeptStep;
        return new UserErrorException(
            $"Stage '{plan.Name}': the {what} became NaN or infinite at step {step + 1} (epoch {step / StepsPerEpoch + 1}, "
                + $"batch {step % StepsPerEpoch + 1} of {StepsPerEpoch}); "
            + (kept > 0 ? $"the checkpoint of step {kept} is kept" : "no checkpoint was made yet")
                + ", so lower optimiser.learningRate and look at that batch's labels.");
    }
}
