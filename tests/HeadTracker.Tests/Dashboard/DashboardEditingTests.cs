using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HeadTracker.Geometry;
using HeadTracker.Profiles;
using HeadTracker.Response;

namespace HeadTracker.Tests.Dashboard;

/// <summary>What can be edited on the page, in Chromium, over a real session on the demo's clip.</summary>
[Collection("browser")]
public sealed class DashboardEditingTests(Browser browser) : IClassFixture<Browser>
{
    private DevTools Page => browser.Page;

    [BrowserFact]
    public async Task Every_axis_has_its_curve_whose_text_gives_as_many_points_as_it_says()
    {
        await OpenAsync();
        foreach (var axis in new[] { "yaw", "pitch", "roll", "x", "y", "z" })
        {
            Assert.Equal("text", await Page.TextAsync($"document.getElementById('set-response-{axis}-curve').type"));
            Assert.Equal("CANVAS", await Page.TextAsync($"document.getElementById('curve-{axis}').tagName"));
            await Page.EvaluateAsync(
                $"(i => {{ i.value = '10 12, 40 80'; i.dispatchEvent(new Event('change')); }})(document.getElementById('set-response-{axis}-curve'))");
            await Page.WaitAsync($"fetch('settings').then(r => r.json()).then(s => window.curve = JSON.stringify(s.response.{axis}.curve)) && "
                + "window.curve === '[{\"input\":10,\"output\":12},{\"input\":40,\"output\":80}]'", $"the curve of {axis} was not set");
        }
    }

    [BrowserFact]
    public async Task A_drag_moves_a_point_and_double_clicks_add_and_remove_one()
    {
        await OpenAsync();
        await Page.EvaluateAsync(
            "fetch('settings', { method: 'PATCH', body: JSON.stringify({ response: { roll: { curve: [{ input: 45, output: 45 }] } } }) }).then(r => r.status)");
        await Page.WaitAsync("document.getElementById('set-response-roll-curve').value === '45 45'", "the page does not follow the settings");
        await Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => { d.open = true; }), "
            + "document.getElementById('curve-roll').scrollIntoView({ block: 'center' })");
        await Task.Delay(300);
        var frame = await Page.EvaluateAsync("(r => ({ x: r.x, y: r.y, width: r.width, height: r.height }))("
            + "document.getElementById('curve-roll').getBoundingClientRect())");
        double Of(string name) => frame.GetProperty(name).GetDouble();
        // 0 to 90 across between margins of 34 and 10, 0 to 99 up between those of 20 and 10, as the page draws it.
        double X(double input) => Of("x") + 34 + input / 90 * (Of("width") - 44);
        double Y(double output) => Of("y") + 10 + (1 - output / 99) * (Of("height") - 30);

        await MouseAsync("mousePressed", X(45), Y(45));
        await MouseAsync("mouseMoved", X(50), Y(40));
        await MouseAsync("mouseMoved", X(60), Y(30));
        await MouseAsync("mouseReleased", X(60), Y(30));
        await Page.WaitAsync("/^60(\\.5)? (29\\.5|30|30\\.5)$|^59\\.5 (29\\.5|30|30\\.5)$/.test(document.getElementById('set-response-roll-curve').value)",
            "the point was not dragged");

        // The scale is another one after the drag, so the place is asked of the page's own picture: halfway to the point.
        await Page.EvaluateAsync("document.activeElement.blur()");
        await MouseAsync("mousePressed", X(20), Y(8), clicks: 2);
        await MouseAsync("mouseReleased", X(20), Y(8), clicks: 2);
        await Page.WaitAsync("document.getElementById('set-response-roll-curve').value.split(',').length === 2", "a double click added no point");
    }

    /// <summary>The page draws what the program computes.</summary>
    [BrowserFact]
    public async Task The_drawn_curve_is_the_programs_own()
    {
        await OpenAsync();
        var options = new[]
        {
            new AxisResponseOptions(),
            new AxisResponseOptions { DeadZone = 2, Gain = 1.5f, Limit = 60, Curve = [new(10, 4), new(30, 50), new(45, 52)] },
            new AxisResponseOptions { Curve = [new(20, 90)], Invert = true },
        };
        foreach (var one in options)
        {
            var json = JsonSerializer.Serialize(one, JsonSerializerOptions.Web);
            var drawn = await Page.EvaluateAsync($"import('./curve.js').then(m => [...Array(121).keys()].map(i => m.responseOf({json})(i - 60)))");
            var response = new AxisResponse(one);
            for (var i = 0; i <= 120; i++) Assert.Equal(response[i - 60], drawn[i].GetDouble(), 3);
        }
    }

    [BrowserFact]
    public async Task The_axes_start_where_the_window_starts_them()
    {
        await OpenAsync();
        var camera = PinholeCamera.FromDiagonalFieldOfView(640, 480, 65);
        var expected = camera.Project(new System.Numerics.Vector3(0.1f, -0.05f, -0.6f));
        var drawn = await Page.EvaluateAsync("import('./video.js').then(m => { const v = new m.Video({ width: 640, height: 480 }); v.fieldOfView = 65; "
            + "return v.project([0.1, -0.05, -0.6]); })");
        // Pages count from the corner of a pixel, cameras from its centre.
        Assert.Equal(expected.X + 0.5, drawn[0].GetDouble(), 2);
        Assert.Equal(expected.Y + 0.5, drawn[1].GetDouble(), 2);
        Assert.Equal(camera.FocalLength / 0.6, drawn[2].GetDouble(), 2);
    }

    [BrowserFact]
    public async Task Outputs_are_added_told_about_stopped_and_removed()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        await OpenAsync();
        await Page.EvaluateAsync($"(f => {{ f.elements[0].value = 'json'; f.elements[1].value = '127.0.0.1:{port}'; f.requestSubmit(); }})("
            + "document.getElementById('add-output'))");
        await Page.WaitAsync($"[...document.querySelectorAll('#outputs b')].some(b => b.textContent === 'json://127.0.0.1:{port}')", "no output was added");
        Assert.NotEmpty((await receiver.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(60))).Buffer);
        await Page.WaitAsync("/^[0-9,]+ sent, the last/.test(document.querySelector('#outputs small').textContent)", "nobody says what was sent");

        await Page.EvaluateAsync("document.querySelector('#outputs li button').click()");
        await Page.WaitAsync("document.querySelector('#outputs li').dataset.state === 'stopped' && "
            + "fetch('settings').then(r => r.json()).then(s => window.kept = s.stoppedOutputs[0] + s.outputs.length) && "
            + $"window.kept === 'json://127.0.0.1:{port}0'",
            "the output was not stopped");
        await Page.EvaluateAsync("document.querySelectorAll('#outputs li button')[1].click()");
        await Page.WaitAsync("document.querySelectorAll('#outputs li').length === 0", "the output was not removed");

        await Page.EvaluateAsync("(f => { f.elements[1].value = 'no host!'; f.requestSubmit(); })(document.getElementById('add-output'))");
        await Page.WaitAsync("document.getElementById('problem').textContent.includes('cannot be a host')", "nonsense is not told");
        Assert.Empty((await Page.EvaluateAsync("fetch('settings').then(r => r.json()).then(s => s.outputs)")).EnumerateArray());
    }

    [BrowserFact]
    public async Task Defaults_are_a_groups_own_and_can_be_taken_back()
    {
        await OpenAsync();
        await Page.EvaluateAsync("fetch('settings', { method: 'PATCH', "
            + "body: JSON.stringify({ pivot: { up: -3 }, response: { yaw: { gain: 2 } } }) }).then(r => r.status)");
        await Page.WaitAsync("document.getElementById('set-pivot-up').value === '-3'", "the page does not follow the settings");
        await Page.EvaluateAsync("document.querySelector('[aria-label=\"Defaults of Neck pivot\"]').click()");
        await Page.WaitAsync("document.getElementById('set-pivot-up').value === '-7' && document.getElementById('set-response-yaw-gain').value === '2'",
            "the group has not its defaults, or another one has");
        await Page.EvaluateAsync("document.getElementById('undo').click()");
        await Page.WaitAsync("document.getElementById('set-pivot-up').value === '-3'", "the defaults were not taken back");
    }

    [BrowserFact]
    public async Task Settings_are_saved_as_a_profile_and_another_one_is_chosen()
    {
        await OpenAsync();
        var folder = Path.Combine(browser.Folder, "config", "headtracker", "profiles");
        await SaveAsAsync("one");
        await Page.WaitAsync("document.getElementById('profile').value === 'one'", "the profile is not in force");
        await Page.EvaluateAsync("fetch('settings', { method: 'PATCH', body: JSON.stringify({ response: { z: { gain: 3 } } }) }).then(r => r.status)");
        Assert.Equal(3, Profile.Of(Path.Combine(folder, "one.json")).Load().Response.Z.Gain);
        await SaveAsAsync("two");
        await Page.WaitAsync("document.getElementById('profile').value === 'two'", "the second profile is not in force");
        await Page.EvaluateAsync("fetch('settings', { method: 'PATCH', body: JSON.stringify({ response: { z: { gain: 5 } } }) }).then(r => r.status)");
        Assert.Equal(3, Profile.Of(Path.Combine(folder, "one.json")).Load().Response.Z.Gain);

        await Page.EvaluateAsync("(s => { s.value = 'one'; s.dispatchEvent(new Event('change')); })(document.getElementById('profile'))");
        await Page.WaitAsync("document.getElementById('set-response-z-gain').value === '3'", "the first profile did not come back");
        Assert.Equal(400, (await Page.EvaluateAsync("fetch('profiles', { method: 'POST', body: '{\"profile\":\"two\"}' }).then(r => r.status)")).GetInt32());
        foreach (var name in new[] { "../two", "/etc/passwd", "two.json", "" })
        {
            foreach (var path in new[] { "profile", "profiles" })
            {
                var status = await Page.EvaluateAsync(
                    $"fetch('{path}', {{ method: 'POST', body: JSON.stringify({{ profile: '{name}' }}) }}).then(r => r.status)");
                Assert.Equal((path, name, 400), (path, name, status.GetInt32()));
            }
        }

        Assert.Equal(["one.json", "profile.schema.json", "two.json"],
            Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [BrowserFact]
    public async Task The_page_for_OBS_has_no_controls_and_nothing_behind_the_head()
    {
        await OpenAsync();
        var html = await Page.TextAsync("fetch('obs').then(r => r.text())");
        Assert.DoesNotContain("<button", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<select", html, StringComparison.Ordinal);
        await Page.SendAsync("Page.navigate", new { url = new Uri(browser.Address, "obs?show=head,angles") });
        try
        {
            // Where the machine is busy the clip may have ended before the page is there.
            await Page.WaitAsync("document.getElementById('yaw')", "the page for OBS does not open");
            await browser.StartClipAsync();
            await Page.WaitAsync("document.getElementById('yaw').textContent.endsWith('°')", "no angles are shown");
            Assert.Equal("rgba(0, 0, 0, 0)rgba(0, 0, 0, 0)",
                await Page.TextAsync("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor"));
            await Page.WaitAsync("(() => { const c = document.getElementById('head'), gl = c.getContext('webgl'), p = new Uint8Array(4), "
                + "at = (x, y) => { gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, p); return p[3]; }; "
                + "return at(2, 2) === 0 && at(c.width >> 1, c.height >> 1) === 255; })()", "the head is not drawn on nothing");
        }
        finally
        {
            await Page.SendAsync("Page.navigate", new { url = browser.Address });
        }
    }

    private async Task OpenAsync()
    {
        await browser.PlayAsync();
        await Page.WaitAsync("document.getElementById('set-filter-kind')", "there are no settings");
        await Page.EvaluateAsync("document.activeElement.blur()");
    }

    private async Task SaveAsAsync(string name) => await Page.EvaluateAsync("document.getElementById('save-as').click(), "
        + $"document.getElementById('new-profile').value = '{name}', document.getElementById('save-form').requestSubmit()");

    private Task MouseAsync(string type, double x, double y, int clicks = 1) => Page.SendAsync("Input.dispatchMouseEvent",
        new { type, x, y, button = "left", clickCount = clicks, buttons = type == "mouseReleased" ? 0 : 1 });
}
