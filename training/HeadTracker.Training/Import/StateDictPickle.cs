using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace HeadTracker.Training.Import;

/// <summary>A tensor as a state dict names it: a view of a storage, which is a file of the archive.</summary>
/// <param name="Storage">The file's name.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Elements">How many the storage holds.</param>
/// <param name="Offset">The view's first element.</param>
/// <param name="Shape">Sides of the view.</param>
/// <param name="Stride">Elements from one step along a side to the next.</param>
internal sealed record TorchTensor(string Storage, ScalarType Type, long Elements, long Offset, long[] Shape, long[] Stride);

/// <summary>
/// The pickle of a state dict, read as data. A pickle is a program for a stack machine that may call any function of Python. This machine knows the
/// instructions that torch.save writes and no others, and in place of functions three names, for which it makes a dictionary, the type of a storage
/// and a tensor's description: whatever else a pickle asks for is an error before anything is done.
/// </summary>
internal sealed class StateDictPickle
{
    private const string Dictionary = "collections.OrderedDict", RebuildTensor = "torch._utils._rebuild_tensor_v2", StoragePrefix = "torch.";
    private static readonly object Mark = new();

    private static readonly Dictionary<string, ScalarType> StorageTypes = new()
    {
        ["torch.FloatStorage"] = ScalarType.Float32, ["torch.DoubleStorage"] = ScalarType.Float64, ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16, ["torch.LongStorage"] = ScalarType.Int64, ["torch.IntStorage"] = ScalarType.Int32,
    };

    private readonly byte[] _pickle;
    private readonly Stack<object?> _stack = new();
    private readonly Dictionary<int, object?> _memo = [];
    private int _position;

    private StateDictPickle(byte[] pickle) => _pickle = pickle;

    private sealed record Name(string Text);

    private sealed record StorageReference(string File, ScalarType Type, long Elements);

    /// <exception cref="InvalidDataException">It is no state dict, or asks for more than one needs; the message says what.</exception>
    public static IReadOnlyDictionary<string, TorchTensor> Read(byte[] pickle)
    {
        if (new StateDictPickle(pickle).Run() is not Dictionary<object, object?> state) throw new InvalidDataException("it holds no dictionary of tensors");
        var tensors = new Dictionary<string, TorchTensor>(StringComparer.Ordinal);
        foreach (var (key, value) in state)
        {
            if (key is not string name || value is not TorchTensor tensor)
                throw new InvalidDataException($"its '{key}' is no tensor; save the network's state_dict() alone");
            tensors[name] = tensor;
        }

        return tensors;
    }

    private object? Run()
    {
        while (true)
        {
            var instruction = Byte();
            switch ((char)instruction)
            {
                case '\x80': Byte(); break;
                case '.': return Pop();
                case '(': _stack.Push(Mark); break;
                case 'N': _stack.Push(null); break;
                case '\x88': _stack.Push(true); break;
                case '\x89': _stack.Push(false); break;
                case 'K': _stack.Push((long)Byte()); break;
                case 'M': _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
                case 'J': _stack.Push((long)Integer()); break;
                case '\x8a': _stack.Push(LongInteger()); break;
                case 'X': _stack.Push(Encoding.UTF8.GetString(Bytes(Integer()))); break;
                case 'c': _stack.Push(Known($"{Line()}.{Line()}")); break;
                case 'q': _memo[Byte()] = _stack.Count > 0 ? _stack.Peek() : throw Broken(); break;
                case 'r': _memo[Integer()] = _stack.Count > 0 ? _stack.Peek() : throw Broken(); break;
                case 'h': _stack.Push(Remembered(Byte())); break;
                case 'j': _stack.Push(Remembered(Integer())); break;
                case '}': _stack.Push(new Dictionary<object, object?>()); break;
                case ')': _stack.Push(Array.Empty<object?>()); break;
                case 't': _stack.Push(PopToMark()); break;
                case '\x85': _stack.Push(Tuple(1)); break;
                case '\x86': _stack.Push(Tuple(2)); break;
                case '\x87': _stack.Push(Tuple(3)); break;
                case 's': Set(Tuple(2)); break;
                case 'u': Set(PopToMark()); break;
                case 'Q': _stack.Push(StorageOf(Pop<object?[]>())); break;
                case 'R': _stack.Push(Made(Pop<object?[]>(), Pop<Name>())); break;
                // A state dict's attributes: versions of its modules, which change no tensor.
                case 'b': Pop(); Pop<Dictionary<object, object?>>(leave: true); break;
                default: throw new InvalidDataException($"its pickle has the instruction 0x{instruction:x2}, which no state dict needs");
            }
        }
    }

    /// <summary>The one place where a name of Python's gets in.</summary>
    private static Name Known(string name) => name is Dictionary or RebuildTensor || StorageTypes.ContainsKey(name)
        ? new Name(name)
        : throw new InvalidDataException(name.StartsWith(StoragePrefix, StringComparison.Ordinal)
            ? $"its pickle asks for {name}, which is none of a plain state dict's; save the network's state_dict() alone"
            : $"its pickle asks for {name}, which no state dict needs and which may do harm");

    private static object Made(object?[] arguments, Name name) => (name.Text, arguments) switch
    {
        (Dictionary, []) => new Dictionary<object, object?>(),
        (RebuildTensor, [StorageReference storage, long offset, object?[] shape, object?[] stride, ..]) =>
            new TorchTensor(storage.File, storage.Type, storage.Elements, offset, Numbers(shape), Numbers(stride)),
        _ => throw new InvalidDataException($"its pickle calls {name.Text} in a way that torch.save does not"),
    };

    private static StorageReference StorageOf(object?[] id) => id is ["storage", Name type, string file, string, long elements]
        && StorageTypes.TryGetValue(type.Text, out var element) ? new StorageReference(file, element, elements) : throw Broken();

    private static long[] Numbers(object?[] numbers) => [.. numbers.Select(number => number is long value ? value : throw Broken())];

    private void Set(object?[] pairs)
    {
        var target = Pop<Dictionary<object, object?>>(leave: true);
        if (pairs.Length % 2 != 0) throw Broken();
        for (var i = 0; i < pairs.Length; i += 2) target[pairs[i] is string or long ? pairs[i]! : throw Broken()] = pairs[i + 1];
    }

    private object?[] Tuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--) items[i] = Pop();
        return items;
    }

    private object?[] PopToMark()
    {
        var items = new List<object?>();
        while (true)
        {
            if (_stack.Count == 0) throw Broken();
            var item = _stack.Pop();
            if (ReferenceEquals(item, Mark)) break;
            items.Add(item);
        }

        items.Reverse();
        return [.. items];
    }

    private object? Pop() => _stack.TryPop(out var item) && !ReferenceEquals(item, Mark) ? item : throw Broken();

    private T Pop<T>(bool leave = false)
    {
        if ((_stack.Count > 0 ? _stack.Peek() : null) is not T item) throw Broken();
        if (!leave) _stack.Pop();
        return item;
    }

    private object? Remembered(int index) => _memo.TryGetValue(index, out var item) ? item : throw Broken();

    private byte Byte() => Bytes(1)[0];

    private int Integer() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    private long LongInteger()
    {
        var digits = Bytes(Byte());
        if (digits.Length > sizeof(long)) throw Broken();
        long value = digits.Length > 0 && digits[^1] >= 0x80 ? -1 : 0;
        for (var i = digits.Length - 1; i >= 0; i--) value = (value << 8) | digits[i];
        return value;
    }

    private string Line()
    {
        var length = _pickle.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0) throw Broken();
        var text = Encoding.UTF8.GetString(Bytes(length));
        _position++;
        return text;
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _pickle.Length - _position) throw new InvalidDataException("its pickle is cut off");
        _position += count;
        return _pickle.AsSpan(_position - count, count);
    }

    private static InvalidDataException Broken() => new("its pickle makes no sense");
}
