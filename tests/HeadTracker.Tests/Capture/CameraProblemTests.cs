using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

/// <summary>What is said of cameras where the system tells nothing but a list.</summary>
public class CameraProblemTests
{
    private static readonly CameraInfo[] Cameras = [new(0, "Working", null, []), new(1, "Blocked", null, [], "It is blocked; allow it.")];

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "It is blocked; allow it.")]
    public void A_listed_camera_has_the_problem_that_the_list_knows_and_no_other(int number, string? problem) =>
        Assert.Equal(problem, CameraSource.ProblemAmong(Cameras, number));

    [Fact]
    public void One_that_is_not_listed_does_not_exist() =>
        Assert.StartsWith("Camera 2 does not exist", CameraSource.ProblemAmong(Cameras, 2), StringComparison.Ordinal);
}
