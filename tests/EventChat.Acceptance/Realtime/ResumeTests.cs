using System.Globalization;
using System.Text.Json;
using EventChat.Acceptance.Support;
using EventChat.Client;
using Microsoft.AspNetCore.Http.Connections;

namespace EventChat.Acceptance.Realtime;

/// <summary>Whoever was away comes back to all of what was missed, or to a plain word that it has to be fetched anew.</summary>
public sealed class ResumeTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task What_was_missed_is_told_in_order_on_any_node(HttpTransportType transport)
    {
        var team = await app.Team();
        var path = $"channels/{team.General}/messages";
        var seen = (await team.Bob.ReadEvents(team.General))[^1];
        for (var n = 0; n < 30; n++) await team.Ada.Say(team.General, $"Line {n}");
        await team.Ada.Patch($"{path}/1", new { text = "Line nought" }).Ok();
        await team.Bob.Put($"{path}/2/reactions/👋").Ok(204);

        foreach (var at in (Team[])[team, team.At(await app.Another())])
        {
            await using var bob = await HubClient.Connect(at.Bob, transport);
            var answer = await bob.Resume(team.General, seen.Version);
            var missed = await at.Bob.ReadEvents(team.General, after: seen.Version);

            Assert.Equal(missed.Select(OrderTests.Line), Events(answer).Select(OrderTests.Line));
            Assert.Equal(missed[^1].Version, answer.GetProperty("version").GetInt64());
            Assert.Empty(Events(await bob.Resume(team.General, missed[^1].Version)));
        }
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_by_a_client_that_comes_and_goes_while_others_write()
    {
        var team = await app.Team();
        var there = team.At(await app.Another());
        SortedDictionary<long, string> known = [];
        using var written = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var n = 0; n < 400; n++) await team.Ada.Say(team.General, $"{n}");
            await written.CancelAsync();
        });

        for (var visit = 0; !written.IsCancellationRequested || visit % 2 == 0; visit++)
        {
            await using var bob = await HubClient.Connect(visit % 2 == 0 ? team.Bob : there.Bob);
            var after = known.Count == 0 ? 0 : known.Keys.Last();
            var answer = await bob.Resume(team.General, after);
            await Task.Delay(visit % 3 * 10);
            foreach (var push in Events(answer).Concat(bob.In(team.General)))
                if (!known.TryAdd(push.Version, OrderTests.Line(push))) Assert.Equal(known[push.Version], OrderTests.Line(push));
            Assert.Equal(Enumerable.Range(1, known.Count), known.Keys.Select(static v => (int)v));
        }

        await writing;
        await using var last = await HubClient.Connect(there.Bob);
        foreach (var push in Events(await last.Resume(team.General, known.Keys.Last()))) known.Add(push.Version, OrderTests.Line(push));
        Assert.Equal((await team.Ada.ReadEvents(team.General)).Select(OrderTests.Line), known.Values);
    }

    [Fact]
    public async Task A_week_in_a_busy_channel_is_read_on_over_rest()
    {
        var team = await app.Team();
        var before = (await team.Bob.ReadEvents(team.General))[^1].Version;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => { for (var n = 0; n < 130; n++) await team.Ada.Say(team.General, "Again"); }));
        await using var bob = await HubClient.Connect(team.Bob);

        Assert.True((await bob.Resume(team.General, before)).GetProperty("more").GetBoolean());
        var events = await team.Bob.ReadEvents(team.General, after: before);
        Assert.Equal(Enumerable.Range((int)before + 1, 1_040), events.Select(static e => (int)e.Version));
        Assert.Equal(1_000, Events(await bob.Resume(team.General, events[^1].Version - 1_000)).Count);
    }

    [Fact]
    public async Task A_cursor_of_another_history_is_reset()
    {
        var team = await app.Team();
        var last = (await team.Ada.ReadEvents(team.General))[^1];
        await using var ada = await HubClient.Connect(team.Ada);
        var epoch = (await ada.Call("Heartbeat")).Answer.Text("epoch");
        Assert.Equal(epoch, (await team.Ada.Get("me/boot").Ok()).Body.Text("epoch"));

        Assert.Empty(Events(await ada.Resume(team.General, last.Version, epoch)));
        Assert.Equal("ahead", (await ada.Resume(team.General, last.Version + 1, epoch)).Text("reset"));
        Assert.Equal("ahead", (await ada.Resume(team.General, long.MaxValue)).Text("reset"));
        Assert.Equal("epoch", (await ada.Resume(team.General, last.Version, "another")).Text("reset"));
        var at = last.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Assert.Empty(Events(await ada.Resume(team.General, new { version = last.Version, at }, epoch)));
        Assert.Equal("history", (await ada.Resume(team.General, new { version = last.Version, at = "2001-02-03T04:05:06.007Z" }, epoch)).Text("reset"));

        var path = $"channels/{team.General}/events";
        Assert.Equal(epoch, (await team.Ada.Get(path).Ok()).Body.Text("epoch"));
        Assert.True((await team.Ada.Get($"{path}?after={last.Version + 1}").Ok()).Body.GetProperty("reset").GetBoolean());
        Assert.True((await team.Ada.Get($"{path}?after=1&epoch=another").Ok()).Body.GetProperty("reset").GetBoolean());
        Assert.False((await team.Ada.Get($"{path}?after={last.Version}&epoch={epoch}").Ok()).Body.TryGetProperty("reset", out _));
    }

    [Fact]
    public async Task Whoever_is_not_in_a_channel_learns_nothing_of_it()
    {
        var team = await app.Team();
        var secret = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, secret);
        await using var bob = await HubClient.Connect(team.Bob);
        await bob.UntilPosition((await team.Ada.Say(secret, "He hears this")).Position);
        Assert.NotEmpty(Events(await bob.Resume(secret, 0)));

        await bob.UntilPosition((await team.Ada.Delete($"channels/{secret}/members/{team.Bob.Id}").Ok(204)).Position);
        await team.Ada.Say(secret, "And this not");
        Assert.True((await bob.Resume(secret, 0)).GetProperty("gone").GetBoolean());
        await using var mallory = await HubClient.Connect(team.Mallory);
        var invented = secret[0] + new string('0', 26);
        Assert.Equal(
            (await mallory.Resume(invented, 0)).GetRawText().Replace(invented, secret, StringComparison.Ordinal), (await mallory.Resume(secret, 0)).GetRawText());
    }

    [Fact]
    public async Task Words_that_were_deleted_are_told_to_nobody_who_comes_later()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "A regrettable remark");
        await using var bob = await HubClient.Connect(team.Bob);
        Assert.Contains("regrettable", (await bob.Resume(team.General, 0)).GetRawText(), StringComparison.Ordinal);

        await bob.UntilPosition((await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204)).Position);
        var answer = await bob.Resume(team.General, 0);
        Assert.DoesNotContain("regrettable", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((await team.Bob.ReadEvents(team.General)).Select(OrderTests.Line), Events(answer).Select(OrderTests.Line));
    }

    [Fact]
    public async Task Cursors_that_are_none_are_refused_and_the_connection_stands()
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada);
        var id = team.General;
        foreach (var cursors in (string[])["[]", "7", "null", $$"""{"{{id}}":-1}""", $$"""{"{{id}}":"1"}""", $$"""{"{{id}}":1.5}""", $$"""{"{{id}}":1e30}""", $$"""{"{{id}}":[]}""", """{"x":1}""", """{"epoch":7}"""])
            Assert.Equal("resume.invalid", (await ada.Call("Resume", JsonElement.Parse(cursors))).Code);

        var invented = Enumerable.Range(0, 10_000).ToDictionary(n => $"{id[0]}{n:D26}", static _ => 1);
        Assert.Equal("resume.too-many", (await ada.Call("Resume", invented)).Code);
        Assert.Null((await ada.Call("Resume", invented.Take(5_000).ToDictionary())).Code);
        Assert.True(ada.IsConnected);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_so_and_a_client_comes_back_later()
    {
        var team = await app.Team();
        var busy = team.At(await app.Another("--RateLimits:Enabled=true", "--RateLimits:Resume:Limit=1", "--RateLimits:WindowSeconds=2"));
        await using (var ada = await HubClient.Connect(busy.Ada))
        {
            Assert.Null((await ada.Call("Resume", new { epoch = "any" })).Code);
            Assert.Equal("rate-limit.exceeded", (await ada.Call("Resume", new { epoch = "any" })).Code);
        }

        await using var network = new TcpProxy();
        network.SendTo(busy.Bob.Http.BaseAddress!);
        await using var bob = await Follower.Start(busy.Bob, network.Address);
        for (var n = 0; n < 2; n++)
        {
            network.Cut(1);
            await bob.Until(f => f.Told.OfType<StateChanged>().Count() == 2 + 2 * n);
            await team.Ada.Say(team.General, $"{n}");
            await bob.Until(f => f.Told.OfType<StateChanged>().Count() == 3 + 2 * n && f.In(team.General).Count == n + 1);
        }
    }

    internal static List<Push> Events(JsonElement channel) => [.. channel.GetProperty("events").EnumerateArray().Select(static e => e.Deserialize<Push>(Push.Json)!)];
}
