using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Maps;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Data.Maps;

/// <summary>A hand case for each label that follows from others.</summary>
public sealed class DerivedMapsTests
{
    private const FacePart None = FacePart.Background, Skin = FacePart.JawLeft, Nose = FacePart.NoseRight, Hand = FacePart.Occluder, Dark = FaceParts.Unknown;

    /// <summary>Four cells a side; depth in centimetres, as a face size is a metre here.</summary>
    private static MapBatch Batch(FacePart[] parts, params short[] centimetres) => MapBatch.Of(
        [new FaceMaps
        {
            Parts = parts,
            Depth = [.. centimetres.Select(cm => (short)Math.Round(cm * FaceMaps.DepthSteps / 100.0))],
            Normals = new sbyte[48],
            FaceSize = 1,
        }], 8, [], CPU);

    [Fact]
    public void An_edge_lies_on_the_nearer_cell_where_the_class_or_the_depth_changes()
    {
        using var scope = NewDisposeScope();
        var maps = Batch(
            [None, None, None, None, None, Skin, Nose, Dark, None, Skin, Nose, Dark, Hand, Skin, Skin, Skin],
            0, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 0, -9, 5, 0, 5);

        // Skin against background; not skin against another part of it, nor against what is unknown. In the last row the hand is before the skin,
        // and one cell of skin 5 cm before the others.
        float[] expected = [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0];
        Assert.Equal(expected, maps.Edges().data<float>().ToArray());
    }

    /// <summary>A slope of 2 cm a cell, and one that falls off by 9 cm more.</summary>
    [Fact]
    public void A_slope_has_no_edges_however_steep()
    {
        using var scope = NewDisposeScope();
        var parts = Enumerable.Repeat(Skin, 16).ToArray();
        Assert.Equal(0, Batch(parts, [.. Enumerable.Range(0, 16).Select(i => (short)(2 * (i % 4)))]).Edges().sum().item<float>());
        short[] row = [0, 2, 13, 15];
        Assert.Equal([0f, 1, 0, 0], Batch(parts, [.. row, .. row, .. row, .. row]).Edges()[0, 0, 2].data<float>().ToArray());
    }

    [Fact]
    public void Classes_and_the_head_follow_from_parts()
    {
        using var scope = NewDisposeScope();
        var maps = Batch(
            [None, Skin, Nose, Hand, Dark, FacePart.Neck, FacePart.Clothes, FacePart.Hair, FacePart.Accessory, FacePart.EyeLeft, FacePart.Mouth,
                None, None, None, None, None], new short[16]);
        Assert.Equal([0, 1, 1, 7, -1, 1, 5, 4, 6, 2, 3, 0, 0, 0, 0, 0], maps.Segmentation().data<long>().ToArray());
        Assert.Equal([0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0], maps.Saliency().data<float>().ToArray());
        Assert.Equal(15, maps.Known().sum().item<long>());
    }

    [Fact]
    public void Offsets_lead_from_each_cell_to_the_middle_of_its_part()
    {
        using var scope = NewDisposeScope();
        var maps = Batch([Skin, Skin, None, None, Skin, Skin, None, None, None, None, None, Nose, None, None, None, Dark], new short[16]);
        var offsets = maps.Offsets()[0];
        Assert.Equal([0.5f, -0.5f, 0, 0, 0.5f, -0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], offsets[0].data<float>().ToArray());
        Assert.Equal([0.5f, 0.5f, 0, 0, -0.5f, -0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], offsets[1].data<float>().ToArray());
    }

    [Fact]
    public void What_is_not_known_of_a_sample_is_masked()
    {
        using var scope = NewDisposeScope();
        var maps = MapBatch.Of([.. ExampleMaps.Make(4, 8)], 16, ["park"], CPU);
        Assert.Equal([true, true, false, true], maps.LandmarksKnown.all(1).data<bool>().ToArray());
        Assert.Equal([false, false], maps.Known()[TensorIndex.Slice(1, 3)].flatten(1).any(1).data<bool>().ToArray());
        Assert.Equal([0, -1, -1, -1], maps.Scene.data<long>().ToArray());
        Assert.Equal([2, 0, 0, 2], maps.AttributesKnown.sum(1).data<long>().ToArray());
        Assert.Equal(2, maps.Attributes[0].sum().item<float>());
    }
}
