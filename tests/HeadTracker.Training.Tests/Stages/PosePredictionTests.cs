using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class PosePredictionTests
{
    [Fact]
    public void Ensembles_that_share_offsets_predict_as_they_do_alone()
    {
        using var faces = Tiny.Faces(5);
        using var network = Tiny.Network();
        network.eval();
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        var prediction = new PosePrediction(network, normalizer, batch: 2);

        var grids = HeatMapStage.GridsUpTo(4);
        // p = 0; 1; 2 by 1, 2; 3 by 1, 3; 4 by 1, 2, 4.
        Assert.Equal(9, grids.Length);
        var together = prediction.Ensembles(faces, grids, _ => { });
        foreach (var grid in new[] { EnsembleGrid.Single, new EnsembleGrid(1, 2), new EnsembleGrid(4, 4), new EnsembleGrid(2, 4) })
        {
            var alone = prediction.Ensemble(faces, grid);
            for (var i = 0; i < alone.Length; i++)
            {
                Assert.Equal(alone[i].Yaw, together[grid][i].Yaw, 2);
                Assert.Equal(alone[i].Roll, together[grid][i].Roll, 2);
            }
        }
    }

    [Fact]
    public void An_ensemble_wider_than_the_stored_margin_is_refused()
    {
        using var faces = Tiny.Faces(2);
        using var network = Tiny.Network();
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        var error = Assert.Throws<UserErrorException>(() => new PosePrediction(network, normalizer, 2).Ensemble(faces, new EnsembleGrid(3, 9)));
        Assert.Contains("stores only 8", error.Message);
    }

    [Fact]
    public void Errors_are_those_of_the_tables()
    {
        using var faces = Tiny.Faces(2);
        HeadTracker.Geometry.EulerAngles[] predicted = [.. faces.Rotations.Select(HeadTracker.Geometry.EulerAngles.FromRotation)];
        predicted[0] = predicted[0] with { Yaw = predicted[0].Yaw + 6 };
        predicted[1] = predicted[1] with { Roll = predicted[1].Roll - 3 };
        var errors = PoseErrors.Of(predicted, faces);
        Assert.Equal(3, errors.Yaw, 3);
        Assert.Equal(0, errors.Pitch, 3);
        Assert.Equal(1.5, errors.Roll, 3);
        Assert.Equal(1.5, errors.Mean, 3);
        Assert.InRange(errors.Geodesic, 2, 4.6);
    }
}
