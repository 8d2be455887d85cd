namespace HeadTracker.Rendering.Typography;

/// <summary>Finds room for rectangles in a larger one: each goes to the end of a row of others of about its height.</summary>
internal sealed class Shelves(int width, int height)
{
    // Heights come in steps, so that a row suits more than one kind of letter.
    private const int Step = 4;

    private readonly List<Shelf> _shelves = [];
    private int _used;

    private record struct Shelf(int Y, int Height, int Used);

    /// <summary>Takes room; false where there is none left.</summary>
    public bool TryPlace(int w, int h, out int x, out int y)
    {
        (x, y) = (0, 0);
        var rounded = (h + Step - 1) / Step * Step;
        for (var i = 0; i < _shelves.Count; i++)
        {
            var shelf = _shelves[i];
            if (shelf.Height != rounded || shelf.Used + w > width) continue;
            (x, y) = (shelf.Used, shelf.Y);
            _shelves[i] = shelf with { Used = shelf.Used + w };
            return true;
        }

        // The last row may be as low as what it holds.
        rounded = Math.Min(rounded, height - _used);
        if (rounded < h || w > width) return false;
        y = _used;
        _shelves.Add(new Shelf(_used, rounded, w));
        _used += rounded;
        return true;
    }

    public void Clear()
    {
        _shelves.Clear();
        _used = 0;
    }
}
