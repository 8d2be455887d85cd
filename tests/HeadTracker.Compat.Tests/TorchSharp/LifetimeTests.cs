using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Compat.Tests.Torch;

[Collection(nameof(Alone))]
public sealed class LifetimeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_except_what_moved_out()
    {
        Tensor lost, kept, detached, outer;
        using (DisposeScope scope = NewDisposeScope())
        {
            outer = ones(1);
            using (DisposeScope inner = NewDisposeScope())
            {
                Assert.Same(inner, CurrentDisposeScope);
                lost = ones(2);
                kept = (lost + 1).MoveToOuterDisposeScope();
                detached = (lost + 2).DetachFromDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
            }
            Assert.True(lost.IsInvalid);
            Assert.False(kept.IsInvalid);
            Assert.Equal(2, scope.DisposablesCount);
            Assert.True(scope.Contains(kept));
        }
        Assert.True(kept.IsInvalid && outer.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Scopes_keep_attach_and_count()
    {
        Tensor outside = ones(1);
        using (DisposeScope scope = NewDisposeScope())
        {
            Tensor a = ones(1), b = ones(2);
            scope.Attach(outside);
            Assert.Same(b, scope.DisposeEverythingBut(b));
            Assert.True(a.IsInvalid && outside.IsInvalid);
            Assert.False(b.IsInvalid);
            b.Dispose();
            Assert.Equal(0, scope.DisposablesCount);
        }

        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            Tensor sum = ones(3) + ones(3);
            Assert.Equal(before + 3, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(2f, WrappedTensorDisposeScope(() => ones(1) + ones(1)).ToSingle());
    }

    [Fact]
    public void Forgotten_tensors_are_freed_by_the_finalizer()
    {
        static void Forget()
        {
            for (int k = 0; k < 200; k++) ones(10);
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        Forget();
        Assert.True(Tensor.TotalCount >= before + 1);
        // The last one may still be in a register of this thread.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Tensor.TotalCount, 0, before + 1);
    }

    [Fact]
    public void Libtorchs_message_comes_as_an_ExternalException_without_frames()
    {
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.StartsWith("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message);
        Assert.DoesNotContain("frame #", error.Message);
        Assert.DoesNotContain("Exception raised from", error.Message);
        Assert.Throws<ExternalException>(() => ones(2)[5]);
        Assert.Throws<ExternalException>(() => ones(2).requires_grad_().mul(2).backward());
        Assert.Throws<ExternalException>(() => ones(3).view(2, 2));
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        Tensor gone = ones(1);
        gone.Dispose();
        gone.Dispose();
        Assert.Contains("empty handle", Assert.Throws<InvalidOperationException>(() => gone + 1).Message);
    }

    [Fact]
    public void Missing_devices_are_refused()
    {
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        Assert.Equal(DeviceType.CUDA, new Device("cuda:1").type);
        Assert.Equal(1, new Device("cuda:1").index);
        Assert.Equal("cpu", device("cpu").ToString());
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => device("cuda"));
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
    }
}
