using System.Text.Json.Serialization;

namespace HeadTracker.Output;

/// <summary>How pictures are coded in a film.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilmCodec>))]
public enum FilmCodec
{
    /// <summary>Browsers play it, and every player.</summary>
    [JsonStringEnumMemberName("h264")]
    H264,

    /// <summary>MPEG-4 part 2: players show it, browsers do not.</summary>
    [JsonStringEnumMemberName("mpeg4")]
    Mpeg4,
}
