using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// Order statistics of many planes at once, pixel by pixel, by minima and maxima alone: Batcher's odd-even merge sort (1968), less every
/// step that no wanted rank depends on. For a few dozen planes that is many times faster than sorting each pixel's values.
/// </summary>
internal sealed class SelectionNetwork
{
    private readonly int _inputs;
    private readonly List<Step> _steps = [];
    private readonly int[] _outputs;

    /// <param name="lists">How many lists there are.</param>
    /// <param name="length">Planes in each; each list comes sorted, pixel by pixel.</param>
    /// <param name="ranks">The ranks wanted, 0 being the smallest of all.</param>
    public SelectionNetwork(int lists, int length, params ReadOnlySpan<int> ranks)
    {
        _inputs = lists * length;
        // The merge wants powers of two: absent planes count as larger than any.
        var padded = PowerOfTwoFrom(length);
        var wires = new int?[PowerOfTwoFrom(lists) * padded];
        for (var i = 0; i < _inputs; i++) wires[i / length * padded + i % length] = i;

        for (var merged = 2 * padded; merged <= wires.Length; merged *= 2)
        {
            for (var start = 0; start < wires.Length; start += merged) Merge(wires, start, start + merged, 1);
        }

        _outputs = new int[ranks.Length];
        for (var i = 0; i < _outputs.Length; i++) _outputs[i] = wires[ranks[i]]!.Value;
        Prune();
    }

    /// <summary>The smaller or larger of two values; a value's number is that of an input, or of the step that makes it after the inputs.</summary>
    private readonly record struct Step(bool Larger, int Left, int Right);

    /// <summary>A network that sorts <paramref name="count"/> planes.</summary>
    public static SelectionNetwork Sorting(int count) => new(count, 1, [.. Enumerable.Range(0, count)]);

    /// <param name="planes">The lists' planes, list by list, all of one shape; they are left alone.</param>
    /// <returns>The wanted ranks.</returns>
    public Tensor[] Run(IReadOnlyList<Tensor> planes)
    {
        var values = new Tensor?[_inputs + _steps.Count];
        for (var i = 0; i < _inputs; i++) values[i] = planes[i];
        var uses = CountUses();
        for (var i = 0; i < _steps.Count; i++)
        {
            var (larger, left, right) = _steps[i];
            values[_inputs + i] = larger ? values[left]!.maximum(values[right]!) : values[left]!.minimum(values[right]!);
            Release(left);
            Release(right);
        }

        return [.. _outputs.Select(output => values[output]!)];

        void Release(int value)
        {
            if (--uses[value] == 0 && value >= _inputs) values[value]!.Dispose();
        }
    }

    private static int PowerOfTwoFrom(int count) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count);

    /// <summary>Merges the two sorted halves of [start, end), looking at every <paramref name="distance"/>-th wire.</summary>
    private void Merge(int?[] wires, int start, int end, int distance)
    {
        var step = 2 * distance;
        if (step >= end - start)
        {
            Compare(wires, start, start + distance);
            return;
        }

        Merge(wires, start, end, step);
        Merge(wires, start + distance, end, step);
        for (var i = start + distance; i < end - distance; i += step) Compare(wires, i, i + distance);
    }

    private void Compare(int?[] wires, int low, int high)
    {
        if (wires[low] is { } left && wires[high] is { } right)
        {
            _steps.Add(new Step(Larger: false, left, right));
            _steps.Add(new Step(Larger: true, left, right));
            (wires[low], wires[high]) = (_inputs + _steps.Count - 2, _inputs + _steps.Count - 1);
        }
        else
        {
            // An absent plane is the larger one whatever it meets.
            (wires[low], wires[high]) = (wires[low] ?? wires[high], null);
        }
    }

    /// <summary>Leaves out the steps that lead to no output and numbers the others anew.</summary>
    private void Prune()
    {
        var uses = CountUses();
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            if (uses[_inputs + i] > 0) continue;
            uses[_steps[i].Left]--;
            uses[_steps[i].Right]--;
        }

        var numbers = Enumerable.Range(0, _inputs + _steps.Count).ToArray();
        var kept = new List<Step>();
        for (var i = 0; i < _steps.Count; i++)
        {
            if (uses[_inputs + i] == 0) continue;
            numbers[_inputs + i] = _inputs + kept.Count;
            kept.Add(_steps[i] with { Left = numbers[_steps[i].Left], Right = numbers[_steps[i].Right] });
        }

        _steps.Clear();
        _steps.AddRange(kept);
        for (var i = 0; i < _outputs.Length; i++) _outputs[i] = numbers[_outputs[i]];
    }

    /// <summary>How many steps and outputs read each value.</summary>
    private int[] CountUses()
    {
        var uses = new int[_inputs + _steps.Count];
        foreach (var step in _steps)
        {
            uses[step.Left]++;
            uses[step.Right]++;
        }

        foreach (var output in _outputs) uses[output]++;
        return uses;
    }
}
