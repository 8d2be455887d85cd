using HeadTracker.Contract;
using HeadTracker.Tests;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Datasets;

public class DatasetPlanFileTests
{
    /// <summary>Stages refuse packs that end before what they look at; the files of this repository fit each other.</summary>
    [Theory]
    [InlineData("deployed-data.json", "deployed.json")]
    [InlineData("deployed-data.json", "deployed-wide.json")]
    [InlineData("deployed-data.json", "deployed-free.json")]
    [InlineData("deployed-224-data.json", "deployed-224.json")]
    [InlineData("reduced/photos-data.json", "reduced/photos.json")]
    [InlineData("reduced/photos-data.json", "reduced/hmtl-kd.json")]
    [InlineData("reduced/photos-data.json", "reduced/hmtl-table2.json")]
    [InlineData("reduced/photos-data.json", "reduced/hmtl-table6.json")]
    [InlineData("reduced/photos-data.json", "reduced/changes/stronger-augmentation.json")]
    public void Margins_reach_as_far_as_the_stages_look(string data, string stages)
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "training", "experiments");
        var crop = DatasetPlanFile.Read(Path.Combine(folder, data)).Crop;
        var experiment = ExperimentFile.Read(Path.Combine(folder, stages));
        Assert.Equal(crop.Size, experiment.Model.InputSize);
        var training = experiment.Stages.OfType<TrainingStageOptions>().ToArray();
        Assert.NotEmpty(training);
        Assert.All(training, stage => Assert.InRange(
            stage.AugmentationOf(experiment).MarginOf(crop.Size, stage is DistillStageOptions ? experiment.Ensemble.P : 0), 0, crop.Margin));
    }

    [Fact]
    public void The_deployed_set_has_a_hundred_thousand_faces_of_one_crop()
    {
        var plan = DatasetPlanFile.Read(Path.Combine(SharedData.RepositoryRoot, "training", "experiments", "deployed-data.json"));

        Assert.Equal(new CropRule(CropShape.Square, 1.2f), plan.Crop.ToHeader().Crop);
        Assert.Equal(156, plan.Crop.ToHeader().StoredSize);
        Assert.True(plan.Parts.OfType<RenderedPlan>().Where(part => part.Use == PartUse.Train).Sum(part => part.Count) >= 75_000);
        Assert.Contains(plan.Parts, part => part is RenderedPlan { Use: PartUse.Test });
        Assert.Contains(plan.Parts, part => part is ProfilesPlan);
        Assert.Contains(plan.Parts, part => part is PhotosPlan { Unlabelled.Count: > 0 });
    }

    [Fact]
    public void A_file_says_what_differs_from_the_one_it_extends()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "training", "experiments");
        var (plan, parent) = (DatasetPlanFile.Read(Path.Combine(folder, "deployed-224-data.json")),
            DatasetPlanFile.Read(Path.Combine(folder, "deployed-data.json")));

        Assert.Equal((224, 312), (plan.Crop.Size, plan.Crop.ToHeader().StoredSize));
        Assert.Equal(parent.Crop.ToHeader().Crop, plan.Crop.ToHeader().Crop);
        Assert.Equal(parent.Parts.Select(part => part.Name), plan.Parts.Select(part => part.Name));
    }

    [Theory]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "cuont": 3 }] }""", "unknown key 'parts[0].cuont'")]
    [InlineData("""{ "croop": {}, "parts": [] }""", "unknown key 'croop'; a data file has title, crop")]
    [InlineData("""{ "parts": [] }""", "there are no parts")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a" }] }""", "give a count of at least 1")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "perPerson": 0 }] }""", "give a perPerson of at least 1")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "tail": 0 }] }""", "give a power such as 6")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "maps": true, "clips": true, "dim": true }] }""", "leave out 'tail', 'dim' and")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "maps": true, "clips": true, "leastYaw": 50 }] }""", "and 'leastYaw'")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "leastYaw": 95 }] }""", "has a leastYaw of 95; give degrees from 0 to 90")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "people": "valid" }] }""", "needs VALID avatars")]
    [InlineData("""{ "parts": [{ "kind": "rendered", "name": "a", "count": 3, "clips": true }] }""", "for what moves in them; give \"maps\": true too")]
    [InlineData("""{ "parts": [{ "kind": "faces", "name": "a", "data": ["x"] }, { "kind": "faces", "name": "a", "data": ["y"] }] }""",
        "two parts are named 'a'")]
    [InlineData("""{ "parts": [{ "kind": "photos", "name": "a", "unlabelled": ["x"] }] }""", "name 'teachers'")]
    [InlineData("""{ "parts": [{ "kind": "profiles", "name": "a", "landmarks": ["x"], "maps": true }] }""", "have no label maps; leave 'maps' out")]
    [InlineData("""{ "parts": [{ "kind": "rendred", "name": "a" }] }""", "'parts[0].kind' is \"rendred\"; it takes rendered, photos, profiles, faces")]
    [InlineData("""{ "parts": [{ "name": "a" }] }""", "'parts[0].kind' is missing; it takes rendered, photos, profiles, faces")]
    [InlineData("""{ "parts": [null] }""", "the value at $.parts[0] is not what the key takes")]
    [InlineData("""{ "parts": [{ "kind": "faces", "name": "..", "data": ["x"] }] }""", "one has '..'")]
    [InlineData("""{ "parts": [{ "kind": "faces", "name": "a/../../b", "data": ["x"] }] }""", "one has 'a/../../b'")]
    [InlineData("""{ "title": "\udfff" }""", "holds half a character")]
    [InlineData("""{ "crop": { "size": "big" }, "parts": [] }""", "$.crop.size")]
    [InlineData("{ \"parts\": [\n,] }", "line 2 is not JSON")]
    public void What_makes_no_sense_is_said_by_name(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<UserErrorException>(() => DatasetPlanFile.Read(folder.Write("plan.json", json)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
