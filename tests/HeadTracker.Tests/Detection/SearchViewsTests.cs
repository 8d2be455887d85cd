using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

public sealed class SearchViewsTests
{
    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(640, 480)]
    [InlineData(700, 2100)]
    [InlineData(1000, 1000)]
    public void Every_face_up_to_half_a_tile_lies_whole_in_one(int width, int height)
    {
        var image = new BgrImage(1, width, height, 3 * width);
        var views = new List<FaceBox>();
        SearchViews.AddTiles(image, 200, views);
        Assert.NotEmpty(views);
        Assert.All(views, view => Assert.True(view.X >= 0 && view.Y >= 0 && view.Right <= width + 0.01f && view.Bottom <= height + 0.01f, $"{view}"));
        foreach (var side in views.Select(v => v.Width).Distinct())
        {
            var face = side / 2 - 1;
            for (var y = 0f; y <= height - face; y += 7)
            {
                for (var x = 0f; x <= width - face; x += 7) Assert.Contains(views, v => v.X <= x && v.Y <= y && v.Right >= x + face && v.Bottom >= y + face);
            }
        }
    }

    [Fact]
    public void Tiles_are_never_smaller_than_what_the_network_takes_in()
    {
        var views = new List<FaceBox>();
        SearchViews.AddTiles(new BgrImage(1, 300, 250, 900), 256, views);
        Assert.Empty(views);
    }

    [Theory]
    [InlineData(1920, 1080, 270)]
    [InlineData(2560, 1440, 360)]
    [InlineData(4000, 3000, 750)]
    [InlineData(7680, 4320, 1080)]
    public void A_large_picture_costs_hardly_more_than_a_small_one(int width, int height, int smallest)
    {
        var views = new List<FaceBox>();
        SearchViews.AddTiles(new BgrImage(1, width, height, 3 * width), 256, views);
        Assert.InRange(views.Count, 1, 200);
        Assert.Equal(smallest, views.Min(view => view.Width), 0.1);
    }

    [Fact]
    public void A_face_is_cut_off_only_where_the_image_goes_on()
    {
        var image = new BgrImage(1, 100, 100, 300);
        var view = new FaceBox(50, 0, 50, 50);
        Assert.True(SearchViews.IsCutOff(new FaceBox(45, 10, 20, 20), view, image));
        Assert.True(SearchViews.IsCutOff(new FaceBox(60, 40, 20, 20), view, image));
        Assert.False(SearchViews.IsCutOff(new FaceBox(90, -5, 20, 20), view, image));
    }
}
