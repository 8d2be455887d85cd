namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>Models that are opened, asked and disposed together.</summary>
public sealed class PoseAdapterSet : IDisposable
{
    private readonly List<IPoseAdapter> _adapters = [];

    private PoseAdapterSet()
    {
    }

    public IReadOnlyList<IPoseAdapter> Adapters => _adapters;

    /// <summary>Opens one for each of the models; when one fails, those before it are disposed.</summary>
    /// <exception cref="UserErrorException">A model cannot be opened.</exception>
    public static PoseAdapterSet Open<TModel>(IEnumerable<TModel> models, Func<TModel, IPoseAdapter> open)
    {
        var set = new PoseAdapterSet();
        try
        {
            foreach (var model in models) set._adapters.Add(open(model));
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    public void Dispose() => _adapters.ForEach(adapter => adapter.Dispose());
}
