using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>MakeHuman's targets: named changes of the base mesh. Read from the package's one binary file as they are asked for.</summary>
/// <remarks>
/// The file holds, for every target in the order of its path, one 16-bit offset per coordinate of every vertex, in thousandths
/// of a decimetre.
/// </remarks>
public sealed class TargetLibrary
{
    private const float Step = 1e-3f;
    private const string Prefix = "data/targets/";
    private const string Suffix = ".target";

    private readonly string _path;
    private readonly int _vertices;
    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<int, Morph> _loaded = [];

    /// <param name="binary">Path of targets.bin.</param>
    /// <param name="list">Path of target-list.json.</param>
    /// <param name="vertices">Vertices of the base mesh.</param>
    public TargetLibrary(string binary, string list, int vertices)
    {
        _path = binary;
        _vertices = vertices;
        using var document = JsonDocument.Parse(File.ReadAllBytes(list));
        _numbers = document.RootElement.GetProperty("targets").EnumerateObject()
            .Select(t => t.Name)
            .Order(StringComparer.Ordinal)
            .Select((name, number) => (Name: name[Prefix.Length..^Suffix.Length], number))
            .ToDictionary(t => t.Name, t => t.number, StringComparer.Ordinal);
    }

    /// <summary>All names, such as "nose/nose-hump-morehump".</summary>
    public IEnumerable<string> Names => _numbers.Keys;

    public bool Contains(string name) => _numbers.ContainsKey(name);

    /// <summary>A target's change, in decimetres. Safe to call from several threads.</summary>
    /// <exception cref="KeyNotFoundException">There is no such target.</exception>
    public Morph this[string name]
    {
        get
        {
            var number = _numbers[name];
            lock (_loaded)
            {
                if (_loaded.TryGetValue(number, out var known)) return known;
                return _loaded[number] = Read(number);
            }
        }
    }

    private Morph Read(int number)
    {
        var values = new short[3 * _vertices];
        using (var file = File.OpenRead(_path))
        {
            file.Seek((long)number * values.Length * sizeof(short), SeekOrigin.Begin);
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        var moved = Enumerable.Range(0, _vertices).Where(v => values[3 * v] != 0 || values[3 * v + 1] != 0 || values[3 * v + 2] != 0).ToArray();
        return new Morph(moved, Array.ConvertAll(moved, v => new Vector3(values[3 * v], values[3 * v + 1], values[3 * v + 2]) * Step));
    }
}
