namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Smith: one rise of the rate to its maximum and one fall far below the start, the momentum the other way round. Steps are batches.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly AnnealStrategy strategy;
                    private readonly bool cycleMomentum;
                    private readonly (double End, double Rate, double Momentum)[] knots;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        int total = total_steps > 0 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch
                            : throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        (strategy, cycleMomentum) = (anneal_strategy, cycle_momentum);
                        double start = max_lr / div_factor, last = start / final_div_factor, rise = pct_start * total;
                        knots = three_phase
                            ? [(0, start, max_momentum), (rise - 1, max_lr, base_momentum), (2 * rise - 2, start, max_momentum), (total - 1, last, max_momentum)]
                            : [(0, start, max_momentum), (rise - 1, max_lr, base_momentum), (total - 1, last, max_momentum)];
                        foreach (ILearningRateController group in Groups) group.InitialLearningRate = start;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (Epoch > knots[^1].End) throw new InvalidOperationException($"Tried to step {Epoch} times. The specified number of total steps is {knots[^1].End + 1}");
                        int next = 1;
                        while (next < knots.Length - 1 && Epoch > knots[next].End) next++;
                        var (from, to) = (knots[next - 1], knots[next]);
                        double share = (Epoch - from.End) / (to.End - from.End);
                        if (cycleMomentum) SetMomentum(Between(from.Momentum, to.Momentum, share));
                        double rate = Between(from.Rate, to.Rate, share);
                        return Bases.Select(_ => rate);
                    }

                    private double Between(double start, double end, double share) => strategy == AnnealStrategy.Cos
                        ? end + (start - end) / 2 * (1 + Math.Cos(Math.PI * share))
                        : start + (end - start) * share;

                    private void SetMomentum(double momentum)
                    {
                        foreach (ILearningRateController group in Groups)
                        {
                            if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                            else if (group is IMomentum inertia) inertia.Momentum = momentum;
                        }
                    }

                    public enum AnnealStrategy { Cos = 0, Linear = 1 }
                }
            }
        }
    }
}
