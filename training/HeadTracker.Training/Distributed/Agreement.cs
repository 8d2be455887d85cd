using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using HeadTracker.Capture;
using TorchSharp;

namespace HeadTracker.Training.Distributed;

/// <summary>Keeps processes from working together that are not about the same.</summary>
public static class Agreement
{
    /// <summary>64-bit numbers of a SHA-256.</summary>
    private const int HashLength = 4;

    /// <summary>What tells this build of the program, and of libtorch's binding, from others.</summary>
    public static string Build => $"{typeof(Agreement).Module.ModuleVersionId} {typeof(Frame).Module.ModuleVersionId} {typeof(torch).Module.ModuleVersionId}";

    /// <summary>Compares this process's facts with the first one's, by their hashes.</summary>
    /// <param name="group">To be called by all of it.</param>
    /// <param name="facts">What must be the same, in a few words, and the text that says it.</param>
    /// <exception cref="UserErrorException">Something differs; every process gets the same message.</exception>
    public static void Require(ProcessGroup group, params IReadOnlyList<(string What, string Text)> facts)
    {
        if (group.IsAlone) return;
        long[] own = [.. facts.SelectMany(fact => MemoryMarshal.Cast<byte, long>(SHA256.HashData(Encoding.UTF8.GetBytes(fact.Text))).ToArray())];
        long[] first = [.. own];
        group.Broadcast(first);
        var differs = new long[group.Count * facts.Count];
        for (var i = 0; i < facts.Count; i++)
        {
            if (!own.AsSpan(i * HashLength, HashLength).SequenceEqual(first.AsSpan(i * HashLength, HashLength))) differs[group.Rank * facts.Count + i] = 1;
        }

        group.Sum(differs);
        if (Array.IndexOf(differs, 1) is var found and >= 0)
            throw new UserErrorException($"Process {found / facts.Count} has another {facts[found % facts.Count].What} than process 0; "
                + "give every process the same, and start again.");
    }

    /// <summary>A file's name and content, for a fact.</summary>
    public static string Of(string path)
    {
        using var stream = File.OpenRead(path);
        return $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(stream))}";
    }
}
