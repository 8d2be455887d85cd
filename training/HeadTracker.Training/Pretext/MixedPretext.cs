using System.Text.Json.Serialization;

namespace HeadTracker.Training.Pretext;

/// <summary>The pretext tasks of Doersch and Zisserman (2017), which one network learns together.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MixedPretext>))]
public enum MixedPretext
{
    /// <summary>Where does one patch lie beside another? See <see cref="RelativePosition"/>.</summary>
    Position,

    /// <summary>Which colour has each cell of a grey image? See <see cref="ColourBins"/>.</summary>
    Colour,

    /// <summary>Are two views of one image or of two? See <see cref="ExemplarViews"/>.</summary>
    Exemplar,

    /// <summary>Which cells of a clip's frame move soon?</summary>
    Motion,
}
