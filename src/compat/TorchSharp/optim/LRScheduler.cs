namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rate of every group at its construction and after each epoch (or batch), by step().</summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer optimizer;
                private readonly bool verbose;

                protected int _step_count;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    (this.optimizer, this.verbose, Epoch) = (optimizer, verbose, last_epoch);
                    foreach (ILearningRateController group in Groups)
                    {
                        if (last_epoch < 0) group.InitialLearningRate = group.LearningRate;
                    }
                    Bases = [.. Groups.Select(group => group.InitialLearningRate)];
                }

                private protected int Epoch { get; private set; }

                /// <summary>The groups' rates at the start.</summary>
                private protected double[] Bases { get; }

                private protected IEnumerable<ILearningRateController> Groups => optimizer.ParamGroups;
                private protected Optimizer Optimizer => optimizer;

                /// <summary>The groups' rates for the current epoch.</summary>
                protected abstract IEnumerable<double> get_lr();

                public IEnumerable<double> get_last_lr() => Groups.Select(group => group.LearningRate);

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    double[] rates = [.. get_lr()];
                    int k = 0;
                    foreach (ILearningRateController group in Groups)
                    {
                        if (verbose && group.LearningRate != rates[k]) Console.WriteLine($"Adjusting learning rate to {rates[k]}");
                        group.LearningRate = rates[k++];
                    }
                }
            }
        }
    }
}
