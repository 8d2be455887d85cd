using System.Text.Json;

namespace HeadTracker.Tests.Dashboard;

/// <summary>The page in Chromium, over a real session on the demo's clip.</summary>
[Collection("browser")]
public sealed class DashboardPageTests(Browser browser) : IClassFixture<Browser>
{
    private DevTools Page => browser.Page;

    [BrowserFact]
    public async Task Page_follows_the_head_and_asks_nobody_else_for_anything()
    {
        await browser.PlayAsync();
        var angles = new HashSet<string>();
        var frames = new HashSet<string>();
        var heads = new HashSet<string>();
        for (var (i, end) = (0, DateTime.UtcNow.AddSeconds(100)); DateTime.UtcNow < end && (angles.Count < 4 || frames.Count < 4 || heads.Count < 2); i++)
        {
            if (await Page.TextAsync("document.getElementById('state').dataset.state") == "ended") await browser.PlayAsync();
            angles.Add(await Page.TextAsync("document.getElementById('yaw').textContent"));
            frames.Add(await Page.TextAsync("document.getElementById('video').dataset.frame ?? ''"));
            if (i % 8 == 0) heads.Add(await Page.TextAsync("document.getElementById('head').toDataURL()"));
            await Task.Delay(50);
        }

        Assert.True(angles.Count >= 4 && frames.Count >= 4 && heads.Count >= 2, $"{angles.Count} angles, {frames.Count} pictures, {heads.Count} heads");
        // On a busy machine the clip may be over by now, and nothing has a speed.
        await browser.PlayAsync();
        await Page.WaitAsync("document.getElementById('stages').rows.length === 5 && Number(document.getElementById('fps').textContent) > 3",
            "no figures of speed");
        Assert.Equal("landmarks on CPU", await Page.TextAsync("document.getElementById('model-name').textContent"));
        // A picture, not a blank: its brightness varies.
        Assert.True((await Page.EvaluateAsync(
            "(() => { const c = document.getElementById('video'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; "
                + "let least = 255, most = 0; for (let i = 0; i < d.length; i += 400) { least = Math.min(least, d[i]); most = Math.max(most, d[i]); "
                    + "} return most - least; })()")).GetInt32() > 80);

        var own = new[] { browser.Address.AbsoluteUri, browser.Address.AbsoluteUri.Replace("http", "ws", StringComparison.Ordinal) };
        Assert.True(Page.Requests.Count >= 10, string.Join(", ", Page.Requests));
        Assert.All(Page.Requests, request => Assert.True(own.Any(start => request.StartsWith(start, StringComparison.Ordinal))
            || request.StartsWith("blob:", StringComparison.Ordinal), request));
        Assert.All(new[] { "poses", "status", "video" }, path => Assert.Contains(own[1] + path, Page.Requests));
        Assert.Empty(Page.Errors);
    }

    [BrowserFact]
    public async Task R_makes_the_present_pose_straight_ahead()
    {
        await browser.PlayAsync();
        // With a pivot another place is sent than that of the head.
        await Page.EvaluateAsync("fetch('settings', { method: 'PATCH', body: JSON.stringify({ pivot: { up: 0, ahead: 0 } }) }).then(r => r.status)");
        await browser.PlayAsync();
        await Page.EvaluateAsync("document.activeElement.blur()");
        await Page.WaitAsync("fetch('pose').then(r => r.json()).then(p => window.before = p.faces[0]) && window.before && !window.before.output",
            "a pose is sent otherwise than it is seen");
        // A busy machine may have come to the clip's end by now, where nothing is left to be recentred.
        await browser.PlayAsync();
        await Page.PressAsync("r");
        // From now on what is sent differs from what the camera sees by the turn that was made zero; the head is never quite straight.
        await Page.WaitAsync(
            "fetch('pose').then(r => r.json()).then(p => { const f = p.faces[0]; "
                + "return f?.output && Math.abs(f.output.yaw - f.yaw) + Math.abs(f.output.pitch - f.pitch) > 2; "
                    + "}).then(v => window.recentred ||= v) && window.recentred", "the pose was not recentred");
        await browser.AnnouncedAsync("Recentred", "nothing was announced");
    }

    [BrowserFact]
    public async Task Settings_change_by_keyboard_and_nonsense_is_told_beside_the_field()
    {
        await browser.PlayAsync();
        await Page.EvaluateAsync("document.activeElement.blur()");
        await Page.WaitAsync("document.getElementById('set-filter-kind')", "there are no settings");
        await Page.PressAsync("s");
        Assert.Equal("SUMMARY", await Page.TextAsync("document.activeElement.tagName"));
        await Page.PressAsync("Tab");
        Assert.Equal("set-filter-kind", await Page.TextAsync("document.activeElement.id"));
        await Page.PressAsync("k");
        await Page.WaitAsync("fetch('settings').then(r => r.json()).then(s => window.kind = s.filter.kind) && window.kind === 'kalman'",
            "the filter was not changed");
        await Page.WaitAsync("document.getElementById('set-filter-kalman-turnNoise').checkVisibility() && "
            + "!document.getElementById('set-filter-oneEuro-turnCutoff').checkVisibility()", "another filter's parameters show");

        await Page.PressAsync("Tab");
        Assert.Equal("set-filter-predictMs", await Page.TextAsync("document.activeElement.id"));
        foreach (var digit in "900") await Page.PressAsync(digit.ToString());
        await Page.PressAsync("Enter");
        await Page.WaitAsync("document.getElementById('set-filter-predictMs-error').textContent.includes('predictMs')", "no error is shown");
        Assert.Equal("true", await Page.TextAsync("document.getElementById('set-filter-predictMs').getAttribute('aria-invalid')"));
        // The refusal is the only error, and meant.
        Assert.True(Page.Errors.TryDequeue(out var refusal) && refusal.Contains("400", StringComparison.Ordinal));
        await Page.EvaluateAsync("document.getElementById('set-filter-predictMs').select()");
        foreach (var digit in "40") await Page.PressAsync(digit.ToString());
        await Page.PressAsync("Enter");
        await Page.WaitAsync("fetch('settings').then(r => r.json()).then(s => window.ahead = s.filter.predictMs) && window.ahead === 40",
            "the prediction was not changed");

        await Page.EvaluateAsync("document.getElementById('reset').click()");
        await Page.WaitAsync("document.getElementById('set-filter-kind').value === 'one-euro'", "the defaults did not come back");
    }

    [BrowserFact]
    public async Task Every_control_is_reached_by_tab_has_a_name_and_shows_its_focus()
    {
        await browser.PlayAsync();
        await Page.WaitAsync("document.getElementById('set-filter-kind')", "there are no settings");
        await Page.EvaluateAsync("document.activeElement.blur(), document.body.focus(), window.scrollTo(0, 0)");
        const string control = "button, select, input, summary, a[href]";
        var all = (await Page.EvaluateAsync($"[...document.querySelectorAll('{control}')].filter(e => e.checkVisibility() && !e.disabled).length")).GetInt32();
        var reached = new HashSet<int>();
        for (var i = 0; i < all + 10; i++)
        {
            await Page.PressAsync("Tab");
            var focus = await Page.EvaluateAsync($$"""
                (() => { const e = document.activeElement; if (!e.matches('{{control}}')) return null; const s = getComputedStyle(e);
                  return { number: [...document.querySelectorAll('{{control}}')].indexOf(e),
                    outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                    name: e.getAttribute('aria-label') ?? (e.labels?.[0]?.textContent || e.textContent) }; })()
                """);
            if (focus.ValueKind != JsonValueKind.Object) continue;
            Assert.True(focus.GetProperty("outline").GetBoolean(), $"no focus shows on {focus}");
            Assert.NotEqual("", focus.GetProperty("name").GetString()!.Trim());
            reached.Add(focus.GetProperty("number").GetInt32());
        }

        Assert.True(all > 15, $"{all} controls");
        Assert.Equal(all, reached.Count);

        await Page.EvaluateAsync("document.activeElement.blur()");
        await Page.PressAsync("?");
        await Page.WaitAsync("document.getElementById('shortcuts').open", "no shortcuts are listed");
        await Page.PressAsync("Escape");
        await Page.WaitAsync("!document.getElementById('shortcuts').open", "the list does not close");
        Assert.Equal("dark", await Page.TextAsync("document.documentElement.dataset.theme"));
        await Page.PressAsync("t");
        await Page.WaitAsync("document.documentElement.dataset.theme === 'light'", "the theme does not change");
    }

    [BrowserFact]
    public async Task A_recording_is_made_and_the_clips_end_is_said_plainly()
    {
        await browser.PlayAsync();
        await Page.EvaluateAsync("document.activeElement.blur()");
        await Page.PressAsync("v");
        await Page.WaitAsync("document.getElementById('record').getAttribute('aria-pressed') === 'true'", "nothing is recorded");
        await Task.Delay(500);
        await Page.PressAsync("v");
        await Page.WaitAsync("document.getElementById('record').getAttribute('aria-pressed') === 'false'", "the recording does not end");
        var folder = Assert.Single(Directory.EnumerateDirectories(browser.Folder, "headtracker-*"));
        // The page answers at once; the film is read back before it gets its name.
        SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder, "summary.json")) && Directory.GetFiles(folder, "*partial*").Length == 0, 30_000);
        Assert.Equal(["annotated.mp4", "poses.csv", "poses.jsonl", "summary.json"],
            Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Where(file => file[0] != '.').Order(StringComparer.Ordinal));
        Assert.NotEmpty(File.ReadLines(Path.Combine(folder, "poses.jsonl")));

        await Page.WaitAsync("document.getElementById('state').dataset.state === 'ended' && !document.getElementById('lost').hidden", "the end is not said");
        await Page.WaitAsync("document.getElementById('yaw').textContent === '–'", "an old pose stays");
        await Page.EvaluateAsync(
            "(s => { s.value = [...s.options].find(o => o.text === 'Play again').value; s.dispatchEvent(new Event('change')); "
                + "})(document.getElementById('source'))");
        await Page.WaitAsync("document.getElementById('state').dataset.state === 'tracking'", "the clip does not play again");
        await Page.EvaluateAsync("(s => { s.value = 'landmarks'; s.dispatchEvent(new Event('change')); })(document.getElementById('model'))");
        await browser.AnnouncedAsync("Opening landmarks", "no other model can be chosen");
    }
}
