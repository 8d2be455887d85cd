namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? current;

    private readonly ThreadDisposeScopeStatistics statistics = new();

    internal static DisposeScopeManager Current => current ??= new DisposeScopeManager();

    internal DisposeScope? Innermost { get; private set; }

    /// <summary>What this thread made and disposed, in and outside of scopes.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.statistics;

    internal static DisposeScope NewDisposeScope()
    {
        DisposeScopeManager manager = Current;
        return manager.Innermost = new DisposeScope(manager, manager.Innermost);
    }

    internal void Remove(DisposeScope scope)
    {
        // Scopes end innermost first; one that ends early just leaves its place to the scope around it.
        if (ReferenceEquals(Innermost, scope)) Innermost = scope.Outer;
    }

    internal static DisposeScope? Register(torch.Tensor tensor, bool inScope)
    {
        DisposeScopeManager manager = Current;
        if (inScope && manager.Innermost is { } scope)
        {
            manager.statistics.TensorStatistics.CreatedInScopeCount++;
            scope.Include(tensor);
            return scope;
        }
        manager.statistics.TensorStatistics.CreatedOutsideScopeCount++;
        return null;
    }

    internal static void Disposed(bool inScope)
    {
        LifetimeStatistics tensors = Current.statistics.TensorStatistics;
        if (inScope) tensors.DisposedInScopeCount++;
        else tensors.DisposedOutsideScopeCount++;
    }
}
