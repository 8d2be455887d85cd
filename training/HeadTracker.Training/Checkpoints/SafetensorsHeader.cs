using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HeadTracker.Training.Checkpoints;

/// <summary>
/// The head of a safetensors file: eight bytes with the length of a JSON object (little-endian), then the object, padded with spaces so
/// that the data after it is aligned to eight bytes. Each key but <c>__metadata__</c> names a tensor: <c>{"dtype", "shape", "data_offsets"}</c>.
/// </summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    private const string MetadataKey = "__metadata__";
    private const int LengthBytes = 8;

    // The reference implementation's own limit: a longer head is no head.
    private const long LongestHeader = 100_000_000;

    internal byte[] Format()
    {
        using var text = new MemoryStream();
        text.Write(new byte[LengthBytes]);
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            foreach (var entry in Entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.TypeName);
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [entry.Begin, entry.End]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (text.Length % LengthBytes != 0) text.WriteByte((byte)' ');
        var bytes = text.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - LengthBytes);
        return bytes;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>Reads the head and leaves the stream at the first byte of data.</summary>
    /// <exception cref="InvalidDataException">The stream is no safetensors file, or not a whole one; the message says how.</exception>
    internal static SafetensorsHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new InvalidDataException("it is shorter than the smallest such file");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LongestHeader) throw new InvalidDataException("it does not start like one");
        if (length > stream.Length - LengthBytes) throw new InvalidDataException("it ends within its header");
        var text = new byte[length];
        stream.ReadExactly(text);
        try
        {
            using var json = JsonDocument.Parse(text);
            var header = Parse(json.RootElement);
            header.Validate(stream.Length - stream.Position);
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException("its header cannot be read", e);
        }
    }

    private static SafetensorsHeader Parse(JsonElement root)
    {
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>();
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name)) throw new InvalidDataException($"'{property.Name}' is in it twice");
            if (property.Name == MetadataKey)
            {
                foreach (var pair in property.Value.EnumerateObject()) metadata[pair.Name] = pair.Value.GetString() ?? "";
                continue;
            }

            var typeName = property.Value.GetProperty("dtype").GetString() ?? "";
            var type = SafetensorsEntry.TypeOf(typeName) ?? throw new InvalidDataException($"'{property.Name}' is of type {typeName}, which is not known here");
            var offsets = Numbers(property.Value.GetProperty("data_offsets"));
            if (offsets.Length != 2) throw new InvalidDataException("its header cannot be read");
            entries.Add(new SafetensorsEntry(property.Name, type, Numbers(property.Value.GetProperty("shape")), offsets[0], offsets[1]));
        }

        return new SafetensorsHeader(entries, metadata);
    }

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];

    // The tensors must tile the data: no overlap, no gap, nothing missing at the end.
    private void Validate(long available)
    {
        long next = 0;
        foreach (var entry in Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != next || entry.End - entry.Begin != entry.Bytes)
            {
                throw new InvalidDataException($"the place of '{entry.Name}' does not fit its shape");
            }

            next = entry.End;
        }

        if (next > available) throw new InvalidDataException($"{next - available} bytes are missing at its end");
        if (next < available) throw new InvalidDataException($"{available - next} bytes too many are at its end");
    }
}
