using HeadTracker.Diagnostics;

namespace HeadTracker.Tests.Diagnostics;

public class NativeLibrariesTests
{
    private const string LoadersWords = """
        Unable to load shared library 'libSkiaSharp' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace.
        /opt/headtracker/liblibSkiaSharp.so: cannot open shared object file: No such file or directory
        libfontconfig.so.1: cannot open shared object file: No such file or directory
        /opt/headtracker/libSkiaSharp: cannot open shared object file: No such file or directory
        """;

    [Fact]
    public void A_library_that_ours_needs_is_named() =>
        Assert.Equal("the library libfontconfig.so.1 is not installed", NativeLibraries.WhatFailed(new DllNotFoundException(LoadersWords)));

    [Fact]
    public void Other_failures_are_told_by_their_first_line() =>
        Assert.Equal("It broke.", NativeLibraries.WhatFailed(new InvalidOperationException("It broke.\nSee the log.")));
}
