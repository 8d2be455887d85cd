using System.Numerics;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// Takes labels through the transforms that <see cref="GeometricSampler"/> takes their images through. Parts and motion are those of the nearest cell, depth
/// and normals are mixed from the four cells around where these show the same class, landmarks move as points. A flip exchanges left and right.
/// </summary>
public static class MapSampler
{
    /// <summary>Cells by which a place counts as farther on: one halfway between two cells takes the latter, however floats are rounded.</summary>
    private const float Tie = 1e-3f;

    /// <param name="stored">Of B samples, as stored. What lies beyond them is not known.</param>
    /// <param name="transforms">B of them, as the images'.</param>
    /// <param name="aspects">Width over height of each image's box in its photo, B.</param>
    /// <param name="side">Side of the box in stored pixels.</param>
    /// <param name="padding">Pixels beyond the box on every side of the images.</param>
    /// <returns>For images of side + 2·padding pixels, maps of half of that. In the caller's dispose scope.</returns>
    public static MapBatch Sample(
        MapBatch stored, IReadOnlyList<GeometricTransform> transforms, IReadOnlyList<float> aspects, int side, int padding = 0)
    {
        using var scope = NewDisposeScope();
        var device = stored.Parts.device;
        var output = side + 2 * padding;
        var flips = tensor(transforms.Select(transform => transform.Flip).ToArray(), device: device);
        var (parts, depth, normals, motion) = SampleMaps(stored, GeometricSampler.Grid(
            transforms, aspects, side, stored.ImageSide, output, FaceMaps.SideFor(output), device));
        var mirrored = tensor(Enum.GetValues<FacePart>().Select(part => (long)FaceParts.Mirrored(part)).ToArray(), device: device)[parts.clamp_min(0)];
        var points = Swapped(LandmarkMirror.Partner, transforms, device);
        var attributes = Swapped(Enum.GetValues<FaceAttribute>().Select(attribute => (int)FaceAttributes.Mirrored(attribute)), transforms, device);
        var landmarks = MovePoints(stored, transforms, aspects, side, output).gather(1, points.unsqueeze(2).expand(-1, -1, 2));
        var inside = landmarks.ge(-0.5).logical_and(landmarks.lt(output - 0.5)).all(2);
        var moved = stored with
        {
            ImageSide = output,
            Parts = where(flips.view(-1, 1, 1).logical_and(parts.gt(0)), mirrored, parts),
            Depth = depth,
            Normals = Turn(normals, transforms),
            FaceSize = stored.FaceSize.alias(),
            Landmarks = landmarks,
            LandmarksKnown = stored.LandmarksKnown.gather(1, points),
            LandmarksVisible = stored.LandmarksVisible.gather(1, points).logical_and(inside),
            Scene = stored.Scene.alias(),
            Attributes = stored.Attributes.gather(1, attributes),
            AttributesKnown = stored.AttributesKnown.gather(1, attributes),
            Motion = motion,
        };
        return moved.MoveToOuterDisposeScope();
    }

    private static (Tensor Parts, Tensor Depth, Tensor Normals, Tensor? Motion) SampleMaps(MapBatch stored, Tensor grid)
    {
        var (batch, side, cells) = (grid.shape[0], stored.Side, grid.shape[1]);
        // From -1 to 1 over the map to cells, whose centres are whole numbers.
        var place = ((grid + 1) * side - 1) / 2;
        var (x, y) = (place.select(3, 0).reshape(batch, -1), place.select(3, 1).reshape(batch, -1));
        var classes = DerivedMaps.ClassesOf(stored.Parts).view(batch, -1);
        var (nearestX, nearestY) = ((x + (0.5f + Tie)).floor(), (y + (0.5f + Tie)).floor());
        var parts = Gather(stored.Parts.view(batch, -1), nearestX, nearestY, side);
        var motion = stored.Motion is { } moves ? Gather(moves.view(batch, -1), nearestX, nearestY, side).view(batch, cells, cells) : null;
        var shown = DerivedMaps.ClassesOf(parts);

        var (left, top) = ((x + Tie).floor(), (y + Tie).floor());
        var (right, down) = ((x - left).clamp(0, 1), (y - top).clamp(0, 1));
        var depth = zeros(batch, 1, x.shape[1], device: grid.device);
        var normals = zeros(batch, 3, x.shape[1], device: grid.device);
        var weights = zeros_like(x);
        for (var corner = 0; corner < 4; corner++)
        {
            var (atX, atY) = (left + corner % 2, top + corner / 2);
            var weight = (corner % 2 == 0 ? 1 - right : right) * (corner / 2 == 0 ? 1 - down : down);
            weight *= Gather(classes, atX, atY, side).eq(shown).logical_and(shown.gt(0));
            weights += weight;
            var index = Index(atX, atY, side).unsqueeze(1);
            depth += weight.unsqueeze(1) * stored.Depth.view(batch, 1, -1).gather(2, index);
            normals += weight.unsqueeze(1) * stored.Normals.view(batch, 3, -1).gather(2, index.expand(-1, 3, -1));
        }

        depth /= weights.clamp_min(Tie).unsqueeze(1);
        return (parts.view(batch, cells, cells), depth.view(batch, 1, cells, cells), normals.view(batch, 3, cells, cells), motion);
    }

    /// <summary>Values (B, side·side) at whole cells, -1 beyond the map.</summary>
    private static Tensor Gather(Tensor values, Tensor x, Tensor y, int side)
    {
        var outside = x.lt(0).logical_or(x.ge(side)).logical_or(y.lt(0)).logical_or(y.ge(side));
        return values.gather(1, Index(x, y, side)).masked_fill(outside, -1);
    }

    private static Tensor Index(Tensor x, Tensor y, int side) => (y.clamp(0, side - 1) * side + x.clamp(0, side - 1)).to(ScalarType.Int64);

    /// <summary>A mirror negates x; turning the image turns normals about the camera's axis, as it does the head.</summary>
    private static Tensor Turn(Tensor normals, IReadOnlyList<GeometricTransform> transforms)
    {
        var turns = new float[transforms.Count * 9];
        for (var i = 0; i < transforms.Count; i++)
        {
            var (sin, cos) = MathF.SinCos(transforms[i].Rotation * (MathF.PI / 180));
            var mirror = transforms[i].Flip ? -1 : 1;
            float[] turn = [mirror * cos, sin, 0, -mirror * sin, cos, 0, 0, 0, 1];
            turn.CopyTo(turns, 9 * i);
        }

        var turned = tensor(turns, [transforms.Count, 3, 3], device: normals.device).bmm(normals.flatten(2)).view(normals.shape);
        return nn.functional.normalize(turned);
    }

    /// <summary>Where each stored point lies in the result: the way back of <see cref="GeometricTransform.ToSource"/>.</summary>
    private static Tensor MovePoints(
        MapBatch stored, IReadOnlyList<GeometricTransform> transforms, IReadOnlyList<float> aspects, int side, int output)
    {
        var (turns, moves) = (new float[transforms.Count * 4], new float[transforms.Count * 2]);
        for (var i = 0; i < transforms.Count; i++)
        {
            Matrix3x2.Invert(transforms[i].ToSource(side, aspects[i]), out var forth);
            float[] turn = [forth.M11, forth.M12, forth.M21, forth.M22];
            turn.CopyTo(turns, 4 * i);
            (moves[2 * i], moves[2 * i + 1]) = (forth.M31, forth.M32);
        }

        // Pixel centres are whole numbers; the transforms count from the images' centres.
        var fromCentre = stored.Landmarks - (stored.ImageSide - 1) / 2f;
        var device = stored.Landmarks.device;
        return fromCentre.bmm(tensor(turns, [transforms.Count, 2, 2], device: device)) + tensor(moves, [transforms.Count, 1, 2], device: device)
            + (output - 1) / 2f;
    }

    /// <summary>int64 (B, n): which of n entries each becomes, its partner in mirrored samples, itself in others.</summary>
    private static Tensor Swapped(IEnumerable<int> partners, IReadOnlyList<GeometricTransform> transforms, Device device)
    {
        var mirror = partners.Select(partner => (long)partner).ToArray();
        var rows = transforms.SelectMany(transform => transform.Flip ? mirror : Enumerable.Range(0, mirror.Length).Select(i => (long)i));
        return tensor(rows.ToArray(), [transforms.Count, mirror.Length], device: device);
    }
}
