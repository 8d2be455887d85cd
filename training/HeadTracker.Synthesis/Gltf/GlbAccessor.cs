using System.Text.Json;

namespace HeadTracker.Synthesis.Gltf;

/// <summary>Where the numbers of an accessor lie, all of them within <paramref name="Data"/>.</summary>
/// <param name="Data">Its buffer view, unpacked.</param>
/// <param name="Offset">Of the first element, in bytes.</param>
/// <param name="Stride">From one element to the next, in bytes.</param>
/// <param name="Count">Elements.</param>
/// <param name="Components">Numbers per element.</param>
/// <param name="ComponentType">glTF's number for their type.</param>
/// <param name="Normalized">Whether integers stand for -1…1 or 0…1.</param>
internal sealed record GlbAccessor(byte[] Data, int Offset, int Stride, int Count, int Components, int ComponentType, bool Normalized)
{
    /// <exception cref="InvalidDataException">It reaches beyond its view.</exception>
    public static GlbAccessor Of(JsonElement element, JsonElement view, byte[] data)
    {
        var type = element.GetProperty("componentType").GetInt32();
        var components = element.GetProperty("type").GetString() switch { "SCALAR" => 1, "VEC2" => 2, "VEC3" => 3, "VEC4" => 4, _ => 16 };
        var length = components * SizeOf(type);
        var accessor = new GlbAccessor(
            data,
            element.TryGetProperty("byteOffset", out var offset) ? offset.GetInt32() : 0,
            view.TryGetProperty("byteStride", out var stride) ? stride.GetInt32() : length,
            element.GetProperty("count").GetInt32(),
            components,
            type,
            element.TryGetProperty("normalized", out var normalized) && normalized.GetBoolean());
        // Before anything is made for them: all elements lie in their view.
        var fits = accessor is { Offset: >= 0, Count: >= 0 } && accessor.Stride >= length
            && (accessor.Count == 0 || accessor.Offset + (accessor.Count - 1L) * accessor.Stride + length <= data.Length);
        return fits ? accessor : throw new InvalidDataException("an accessor reaches beyond its view");
    }

    /// <summary>How many numbers it holds.</summary>
    public int Length => Count * Components;

    /// <summary>The bytes from a number's first one on.</summary>
    public ReadOnlySpan<byte> At(int number) => Data.AsSpan(Offset + number / Components * Stride + number % Components * SizeOf(ComponentType));

    private static int SizeOf(int type) => type switch { 5120 or 5121 => 1, 5122 or 5123 => 2, _ => 4 };
}
