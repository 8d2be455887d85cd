using HeadTracker.Training.Import;
using HeadTracker.Training.Tests.Data;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Import;

/// <summary>A pickle may call any function; this reader knows none.</summary>
public sealed class StateDictPickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Attacks => new()
    {
        { "cposix\nsystem\nX\u0005\0\0\0touch\u0085R.", "posix.system" },
        { "cos\nsystem\n(X\u0002\0\0\0lstR.", "os.system" },
        { "c__builtin__\neval\n(X\u0001\0\0\01tR.", "__builtin__.eval" },
        // Beside tensors, and thrown away again.
        { "}cbuiltins\nexec\n(X\u0001\0\0\01tR0.", "builtins.exec" },
        { "ctorch.nn.modules.module\nModule\n)\u0081.", "torch.nn.modules.module.Module" },
        { "ctorch._utils\n_rebuild_parameter\n.", "torch._utils._rebuild_parameter" },
        { "(S'touch /tmp/x'\nios\nsystem\n.", "instruction 0x53" },
        { "(X\u0002\0\0\0osX\u0006\0\0\0system\u0093)R.", "instruction 0x93" },
        { "(ios\nsystem\n.", "instruction 0x69" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_pickle_that_asks_for_anything_but_tensors_is_refused(string pickle, string named)
    {
        var path = TorchWriter.Write(_folder, writer => writer.Code(pickle));
        var message = Assert.Throws<UserErrorException>(() => EncoderWeights.Read(path)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    /// <summary>Transposed weights are views whose stride is not their shape's; two tensors may share a storage.</summary>
    [Fact]
    public void Views_are_read_as_what_they_show()
    {
        using var scope = NewDisposeScope();
        var path = TorchWriter.Write(_folder, writer => writer.Code("}(").Text("turned").View("0", "FloatStorage", 4, 0, [2, 2], [1, 2])
            .Text("last").View("0", "FloatStorage", 4, 3, [], []).Text("none").View("0", "FloatStorage", 4, 4, [0], [1]).Code("u."));
        Fill(path, [1, 2, 3, 4]);
        using var stream = File.OpenRead(path);
        using var file = TorchFile.Open(stream);
        Assert.Equal([1f, 3, 2, 4], file.Read("turned").data<float>().ToArray());
        Assert.Equal(4, file.Read("last").item<float>());
        Assert.Empty(file.Read("last").shape);
        Assert.Equal([0L], file.Read("none").shape);
    }

    [Theory]
    [InlineData("FloatStorage", 4, 1, new long[] { 2, 2 }, new long[] { 2, 1 }, "reaches beyond its storage")]
    [InlineData("FloatStorage", 4, -1, new long[] { 2 }, new long[] { 1 }, "reaches beyond its storage")]
    [InlineData("FloatStorage", 4, 0, new long[] { 2 }, new long[] { -1 }, "reaches beyond its storage")]
    [InlineData("FloatStorage", 4, 0, new long[] { 2000000000, 2000000000 }, new long[] { 2000000000, 1 }, "reaches beyond its storage")]
    [InlineData("FloatStorage", 2000000000, 0, new long[] { 2000000000 }, new long[] { 1 }, "are not 2000000000")]
    [InlineData("DoubleStorage", 4, 0, new long[] { 4 }, new long[] { 1 }, "are not 4")]
    public void Views_beyond_their_storage_are_refused_before_any_memory_is_taken(
        string type, long elements, long offset, long[] shape, long[] stride, string reason)
    {
        var path = TorchWriter.Write(_folder, writer => writer.Code("}").Text("a").View("0", type, elements, offset, shape, stride).Code("s."));
        using var stream = File.OpenRead(path);
        using var file = TorchFile.Open(stream);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => file.Read("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_checkpoint_is_told_from_a_state_dict()
    {
        var path = TorchWriter.Write(_folder, writer => writer.Code("}(").Text("epoch").Integer(3).Text("state_dict").Code("}u."));
        Assert.Contains("its 'epoch' is no tensor; save the network's state_dict() alone",
            Assert.Throws<UserErrorException>(() => EncoderWeights.Read(path)).Message, StringComparison.Ordinal);
    }

    private static void Fill(string path, float[] values)
    {
        using var archive = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update);
        archive.GetEntry("archive/data/0")!.Delete();
        using var stream = archive.CreateEntry("archive/data/0").Open();
        foreach (var value in values) stream.Write(BitConverter.GetBytes(value));
    }
}
