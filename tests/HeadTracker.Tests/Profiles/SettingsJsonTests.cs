using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Attention;
using HeadTracker.Filtering;
using HeadTracker.Profiles;
using HeadTracker.Response;
using HeadTracker.Settings;
using Xunit;

namespace HeadTracker.Tests.Profiles;

public class SettingsJsonTests
{
    private static readonly TrackerSettings Changed = new()
    {
        Camera = new CameraSettings { Source = "C920", Width = 1920, Height = 1080, ExposureMs = 8.5 },
        Model = new ModelSettings { Provider = "cpu" },
        Filter = new FilterOptions { Kind = PoseFilterKind.Accela, PredictMs = 30, Accela = new AccelaOptions { Smoothing = 3 } },
        Recentre = new RecentreSettings { AfterLossSeconds = 2 },
        Response = new ResponseSettings { Yaw = new AxisResponseOptions { DeadZone = 1.5f, Curve = [new(10, 5), new(40, 120)], Limit = 170, Invert = true } },
        Outputs = ["opentrack", "vmc://192.168.1.20"],
        Attention = new AttentionSettings { Enabled = true, SpeedKmh = 80 },
    };

    [Fact]
    public void Written_settings_read_back_the_same()
    {
        var back = SettingsJson.Parse(SettingsJson.Write(Changed));
        Assert.Equal(SettingsJson.Write(Changed), SettingsJson.Write(back));
        Assert.Equal(Changed.Filter, back.Filter);
        Assert.Equal(Changed.Response.Yaw.Curve, back.Response.Yaw.Curve);
        Assert.Equal(Changed.Camera, back.Camera);
        Assert.Null(back.Response.Pitch.Limit);
    }

    [Fact]
    public void What_a_file_leaves_out_has_its_default()
    {
        var settings = SettingsJson.Parse("""{"filter":{"oneEuro":{"turnBeta":0.3}}}""");
        Assert.Equal(0.3f, settings.Filter.OneEuro.TurnBeta);
        Assert.Equal(OneEuroParameters.Rotation.MinCutoff, settings.Filter.OneEuro.TurnCutoff);
        Assert.Equal(TrackerSettings.Defaults.Attention, settings.Attention);
    }

    [Fact]
    public void A_patch_changes_only_what_it_names()
    {
        var patched = SettingsJson.Patch(Changed, """{"filter":{"kind":"kalman"},"camera":{"exposureMs":null}}""");
        Assert.Equal(PoseFilterKind.Kalman, patched.Filter.Kind);
        Assert.Equal(30, patched.Filter.PredictMs);
        Assert.Null(patched.Camera.ExposureMs);
        Assert.Equal("C920", patched.Camera.Source);
    }

    [Theory]
    [InlineData("""{"fliter":{}}""", "There is no setting 'fliter'; did you mean 'filter'.")]
    [InlineData("""{"filter":{"oneEuro":{"turnbeta":1}}}""", "There is no setting 'filter.oneEuro.turnbeta'; did you mean 'turnBeta'.")]
    [InlineData("""{"filter":{"colour":1}}""", "There is no setting 'filter.colour'; take one of kind, predictMs, oneEuro, accela, kalman.")]
    [InlineData("""{"response":{"yaw":{"curve":[{"input":1,"outptu":2}]}}}""", "There is no setting 'response.yaw.curve[0].outptu'; did you mean 'output'.")]
    [InlineData("""{"response":{"yaw":{"curve":[{"input":1}]}}}""", "'response.yaw.curve[0]' lacks 'output'; add it.")]
    [InlineData("""{"filter":{"predictMs":"a lot"}}""", "'filter.predictMs' takes a number from 0 to 150, not \"a lot\".")]
    [InlineData("""{"filter":{"predictMs":151}}""", "'filter.predictMs' takes a number from 0 to 150, not 151.")]
    [InlineData("""{"camera":{"width":640.5}}""", "'camera.width' takes a whole number from 16 to 16384, not 640.5.")]
    [InlineData("""{"filter":{"kind":"magic"}}""", "'filter.kind' takes one of \"none\", \"one-euro\", \"accela\", \"kalman\", not \"magic\".")]
    [InlineData("""{"filter":null}""", "'filter' takes a value, not null.")]
    [InlineData("""{"filter":[]}""", "'filter' takes settings in braces, not [].")]
    [InlineData("""{"attention":{"enabled":1}}""", "'attention.enabled' takes true or false, not 1.")]
    [InlineData("""{"model":{"provider":"gpu"}}""", "'model.provider' takes one of \"auto\", \"dml\", \"cuda\", \"coreml\", \"cpu\", not \"gpu\".")]
    [InlineData("""{"outputs":"opentrack"}""", "'outputs' takes a list in brackets, not \"opentrack\".")]
    [InlineData("""{"outputs":["opentrack",7]}""", "'outputs[1]' takes text in quotes, not 7.")]
    [InlineData("""{"response":{"yaw":{"curve":[{"input":1e-37,"output":100},{"input":50,"output":150}]}}}""",
        "'response.yaw.curve[0].input' takes a number from 0.01 to 1000, not 1e-37.")]
    [InlineData("""{"response":{"z":{"curve":[{"input":10,"output":5},{"input":50,"output":3e38}]}}}""",
        "'response.z.curve[1].output' takes a number from 0 to 1000, not 3e38.")]
    [InlineData("""[]""", "Settings are a JSON object; put them in braces.")]
    public void What_no_profile_can_say_is_named(string json, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<UserErrorException>(() => SettingsJson.Parse(json)).Message);

    [Theory]
    [InlineData("""{"outputs":["opentruck"]}""", "'outputs[0]' is wrong: There is no output 'opentruck'")]
    [InlineData("""{"response":{"roll":{"curve":[{"input":10,"output":5},{"input":5,"output":9}]}}}""",
        "'response.roll' is wrong: The points of a curve must go right")]
    [InlineData("""{"attention":{"thresholds":{"slowSpeed":90}}}""", "'attention.thresholds.slowSpeed' is above")]
    [InlineData("""{"attention":{"thresholds":{"sharedWindowSeconds":5}}}""", "'attention.thresholds.sharedAwaySeconds' is not less")]
    [InlineData("""{"filter":{"predictMs":1},"filter":{}}""", "This is not whole JSON")]
    [InlineData("{\n\"filter\":{\"predictMs\":1}\n", "This is not whole JSON in line")]
    [InlineData("""{"\ud800":1}""", "This is not whole JSON in line 1 (a text holds half a letter)")]
    [InlineData("""{"camera":{"source":"\ud800"}}""", "This is not whole JSON in line 1 (a text holds half a letter)")]
    [InlineData("""{"response":{"x":{"curve":[{"input":10,"output":5},{"input":10.001,"output":9}]}}}""",
        "'response.x' is wrong: The points of a curve must go right by 0.01 or more")]
    public void What_makes_no_sense_is_named(string json, string beginning) =>
        Assert.StartsWith(beginning, Assert.Throws<UserErrorException>(() => SettingsJson.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_shipped_schema_is_that_of_the_settings() =>
        Assert.Equal(SettingsJson.WriteSchema(), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "profile.schema.json")).ReplaceLineEndings("\n"));

    /// <summary>A small reader of schemas, written apart from what makes them, meets the defaults and a tree of settings.</summary>
    [Fact]
    public void The_schema_knows_every_key_with_its_default()
    {
        var schema = JsonNode.Parse(SettingsJson.WriteSchema())!.AsObject();
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        var known = Leaves(schema, schema).ToDictionary(leaf => leaf.Path, leaf => leaf.Schema);
        var defaults = Values(JsonNode.Parse(SettingsJson.Write(TrackerSettings.Defaults))!).ToList();
        Assert.All(defaults, value =>
        {
            Assert.True(known.TryGetValue(value.Path, out var leaf), value.Path);
            Assert.False(string.IsNullOrEmpty((string?)leaf["description"]), value.Path);
            Assert.True(JsonNode.DeepEquals(leaf["default"], value.Value), value.Path);
        });
        Assert.Equal(defaults.Count + 1, known.Count);
        Assert.Equal(150, (double)known["filter.predictMs"]["maximum"]!);
        Assert.Equal(4, known["filter.kind"]["enum"]!.AsArray().Count);
        Assert.False((bool)schema["additionalProperties"]!);
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Leaves(JsonObject root, JsonObject schema, string path = "")
    {
        foreach (var (name, child) in schema["properties"]!.AsObject())
        {
            var resolved = child!.AsObject();
            if ((string?)resolved["$ref"] is { } reference) resolved = Resolve(root, reference);
            if (resolved["properties"] is null) yield return (path + name, resolved);
            else foreach (var leaf in Leaves(root, resolved, path + name + ".")) yield return leaf;
        }
    }

    private static JsonObject Resolve(JsonObject root, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)root, (node, step) => node[step]!).AsObject();

    private static IEnumerable<(string Path, JsonNode? Value)> Values(JsonNode json, string path = "") => json.AsObject().SelectMany(
        member => member.Value is JsonObject ? Values(member.Value, path + member.Key + ".") : [(path + member.Key, member.Value)]);
}
