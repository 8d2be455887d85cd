using CsCheck;
using HeadTracker.Settings;

namespace HeadTracker.Core.Tests.Settings;

public sealed class SourceTextTests
{
    private const string Odd = "^|\"%{} /?#@:;=&+$!'()*<>\\`~[]äßé漢🙂\t";

    [Theory]
    [InlineData("0", "0")]
    [InlineData("clips/talk.mp4", "clips/talk.mp4")]
    [InlineData(@"C:\clips\me@home.mp4", @"C:\clips\me@home.mp4")]
    [InlineData("rtsp://camera.local:554/1", "rtsp://camera.local:554/1")]
    [InlineData("rtsp://[fe80::2]:554/1", "rtsp://[fe80::2]:554/1")]
    [InlineData("rtsp://ann:s^e|c\"r%e{t}@camera.local/1", "rtsp://camera.local/1")]
    [InlineData("rtsp://ann lee:sec ret@camera.local/1", "rtsp://camera.local/1")]
    [InlineData("rtsp://änn:geheimß@camera.local/1", "rtsp://camera.local/1")]
    [InlineData("rtsp://ann:sec/ret@camera.local/1", "rtsp://…")]
    [InlineData("rtsp://ann:sec?ret@camera.local/1", "rtsp://…")]
    [InlineData("rtsp://ann:s@c#ret@camera.local/1", "rtsp://…")]
    [InlineData("rtsp://camera.local:554/user=ann_password=secret_channel=1.sdp", "rtsp://camera.local:554/…")]
    [InlineData("http://camera.local/live;pwd=secret/1", "http://camera.local/…")]
    [InlineData("http://camera.local/1#secret", "http://camera.local/1")]
    [InlineData("rtsp:/ann:secret@camera.local/1", "rtsp:…")]
    public void A_source_is_shown_without_its_secrets(string source, string shown) => Assert.Equal(shown, SourceText.Shown(source));

    [Theory]
    [InlineData("rtsp://camera.local/1", false)]
    [InlineData("rtsp://ann@camera.local/1", true)]
    [InlineData("http://camera.local/1?pwd=secret", true)]
    [InlineData("C920", false)]
    public void Secrets_are_noticed(string source, bool hasSecret) => Assert.Equal(hasSecret, SourceText.HasSecret(source));

    [Fact]
    public void No_password_is_shown_whatever_its_letters() =>
        Gen.Select(Gen.Char[Odd].Array[0, 6], Gen.Char[Odd].Array[0, 6], Gen.Bool, (before, after, isQuery) => (new string(before), new string(after), isQuery))
            .Sample((before, after, isQuery) =>
            {
                var password = $"{before}sEcret{after}";
                var source = isQuery ? $"http://camera.local/1?a=1&pwd={password}" : $"rtsp://ann:{password}@camera.local/1";
                return !SourceText.Shown(source).Contains("sEcret", StringComparison.Ordinal);
            });
}
