using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using HeadTracker.Training.Data.Packing;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Images that stay in their packed sets, for sets larger than memory: a batch is read when its turn comes, by a thread that is a few batches ahead.
/// </summary>
/// <param name="packs">Of one size; now owned by this.</param>
/// <param name="samples">Pack and row of each sample.</param>
/// <param name="device">Where images are handed out.</param>
public sealed class StreamedImages(IReadOnlyList<PackReader> packs, IReadOnlyList<(int Pack, int Row)> samples, Device device) : FaceImages
{
    /// <summary>Enough that an epoch's end or a checkpoint does not run the queue dry, and little memory.</summary>
    private const int BatchesAhead = 3;

    private const int ImagesPerCopy = 256;

    public override int Side => packs[0].Header.StoredSize;

    public override Device Device => device;

    public override StoredFaces Take(long[] rows) => OnDevice(rows, Read(rows));

    public override IEnumerable<StoredFaces> InOrder(IEnumerable<long[]> batches)
    {
        using var stop = new CancellationTokenSource();
        using var ready = new BlockingCollection<(long[] Rows, Tensor Images)>(BatchesAhead);
        ExceptionDispatchInfo? failure = null;
        var reader = Guard.NewThread("pack reader", ReadAhead, e => failure = ExceptionDispatchInfo.Capture(e));
        reader.Start();
        try
        {
            foreach (var (rows, images) in ready.GetConsumingEnumerable()) yield return OnDevice(rows, images);
            // The thread says what went wrong after it has said that there is no more.
            reader.Join();
            failure?.Throw();
        }
        finally
        {
            stop.Cancel();
            reader.Join();
            while (ready.TryTake(out var left)) left.Images.Dispose();
        }

        void ReadAhead()
        {
            try
            {
                foreach (var rows in batches)
                {
                    var images = Read(rows);
                    try
                    {
                        ready.Add((rows, images), stop.Token);
                    }
                    catch
                    {
                        images.Dispose();
                        throw;
                    }
                }
            }
            finally
            {
                ready.CompleteAdding();
            }
        }
    }

    /// <summary>All of them in one tensor on the device, which needs the packs no more.</summary>
    public ResidentImages ToResident()
    {
        var all = empty([samples.Count, Side, Side, 3], ScalarType.Byte, device).DetachFromDisposeScope();
        foreach (var rows in Enumerable.Range(0, samples.Count).Select(row => (long)row).Chunk(ImagesPerCopy))
        {
            using var scope = NewDisposeScope();
            all.narrow(0, rows[0], rows.Length).copy_(Take(rows).Images);
        }

        return new ResidentImages(all);
    }

    public override void Dispose()
    {
        foreach (var pack in packs) pack.Dispose();
    }

    /// <summary>In the processor's memory, outside of any dispose scope: it may change threads.</summary>
    private Tensor Read(long[] rows)
    {
        var images = empty([rows.Length, Side, Side, 3], ScalarType.Byte).DetachFromDisposeScope();
        try
        {
            var bytes = images.bytes;
            var length = packs[0].Header.BytesPerImage;
            for (var i = 0; i < rows.Length; i++)
            {
                var (pack, row) = samples[(int)rows[i]];
                packs[pack].CopyImage(row, bytes[(i * length)..]);
            }

            if (device.type != DeviceType.CUDA) return images;
            // A GPU fetches page-locked memory by itself, at the bus's full speed.
            using (images) return images.pin_memory().DetachFromDisposeScope();
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private StoredFaces OnDevice(long[] rows, Tensor images)
    {
        // Another handle, of this thread's dispose scope.
        using (images) return new(rows, device.type == DeviceType.CPU ? images.alias() : images.to(device));
    }
}
