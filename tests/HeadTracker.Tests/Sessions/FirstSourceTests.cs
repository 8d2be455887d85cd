using HeadTracker.Capture;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Sessions;

public class FirstSourceTests
{
    private static readonly CameraInfo Busy = new(0, "C920", null, [], "Camera 0 is busy; close the program that uses it.");

    [Fact]
    public void The_first_camera_that_works_is_taken()
    {
        Assert.Equal(new FirstSource("2"), FirstSource.Among([Busy, new CameraInfo(2, "Second", null, []), new CameraInfo(3, "Third", null, [])]));
    }

    [Fact]
    public void Without_one_there_is_a_clip_and_what_to_do()
    {
        var none = FirstSource.Among([]);
        Assert.True(File.Exists(none.Source), none.Source);
        Assert.Equal("There is no camera; plug one in, and choose it under Source; until then you see a rendered head.", none.Notice);
        Assert.Equal("Camera 0 is busy; close the program that uses it, and choose it under Source; until then you see a rendered head.",
            FirstSource.Among([Busy]).Notice);
    }
}
