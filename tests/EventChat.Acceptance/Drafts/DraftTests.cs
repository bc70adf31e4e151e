using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Drafts;

/// <summary>What somebody begins to write is on all of their devices, on whichever node, and nowhere else.</summary>
public sealed class DraftTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task What_is_begun_on_one_device_is_on_the_others_at_any_node_and_nobody_elses()
    {
        var team = await app.NewTeam();
        var root = await team.Ada.Say(team.General, "Who comes?");
        await using var phone = await HubClient.Connect(team.Bob);
        await using var desk = await HubClient.Connect((await team.Bob.SignIn()).At(await app.Another()));
        await using var ada = await HubClient.Connect(team.Ada);

        var saved = await team.Bob.Put($"me/drafts/{team.General}", new { text = "Dear all" }).Ok();
        Assert.Equal((team.General, "Dear all", false), (saved.Body.Text("channelId"), saved.Body.Text("text"), saved.Body.Has("threadRoot")));
        foreach (var device in (HubClient[])[phone, desk]) await UntilTold(device, (team.General, null, "Dear all"));
        await team.Bob.Put($"me/drafts/{team.General}/{root.Number}", new { text = "I do" }).Ok();
        await team.Bob.Put($"me/drafts/{team.General}", new { text = "" }).Ok(204);
        foreach (var device in (HubClient[])[phone, desk])
            await UntilTold(device, (team.General, null, "Dear all"), (team.General, root.Number, "I do"), (team.General, null, null));

        Assert.Equal([(root.Number, "I do")], (await team.Bob.Get("me/drafts").Ok()).Items.Select(static d => ((int)d.Long("threadRoot"), d.Text("text"))));
        await ada.UntilPosition((await team.Ada.Say(team.General, "Nobody?")).Position);
        Assert.Empty(ada.Called("DraftChanged"));
        Assert.Empty((await team.Ada.Get("me/drafts").Ok()).Items);
    }

    [Fact]
    public async Task What_is_sent_or_put_away_is_no_draft_any_more()
    {
        var team = await app.NewTeam();
        await using var bob = await HubClient.Connect(team.Bob);
        var root = (await team.Ada.Say(team.General, "Who comes?")).Number;
        foreach (var place in (string[])[$"{team.General}", $"{team.General}/{root}"]) await team.Bob.Put($"me/drafts/{place}", new { text = "I" }).Ok();
        await team.Ada.Put($"me/drafts/{team.General}", new { text = "Hers" }).Ok();

        var first = await team.Bob.Post($"channels/{team.General}/messages", new { text = "I do", threadRoot = root }, "key").Ok(201);
        await bob.Until(hub => hub.Called("DraftChanged") is [.., var last] && !last.Has("text") && last.Long("threadRoot") == root);
        Assert.Equal(["I"], await Texts(team.Bob));

        await team.Bob.Put($"me/drafts/{team.General}/{root}", new { text = "And I bring cake" }).Ok();
        Assert.Equal(first.Text, (await team.Bob.Post($"channels/{team.General}/messages", new { text = "I do", threadRoot = root }, "key").Ok(201)).Text);
        await bob.Call("SendMessage", team.General, new { text = "I said it there" });
        await Eventually.True(async () => (await Texts(team.Bob)).SequenceEqual(["And I bring cake"]), TimeSpan.FromSeconds(20), static () => "the draft is still there");
        await team.Bob.Delete($"me/drafts/{team.General}/{root}").Ok(204);
        await team.Bob.Delete($"me/drafts/{team.General}/{root}").Ok(204);

        Assert.Empty(await Texts(team.Bob));
        Assert.Equal(["Hers"], await Texts(team.Ada));
    }

    [Fact]
    public async Task Who_may_not_send_may_not_begin_and_who_may_no_longer_read_is_not_shown()
    {
        var team = await app.NewTeam();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        await team.Ada.Say(cellar, "Psst");
        await team.Bob.Put($"me/drafts/{cellar}", new { text = "What?" }).Ok();

        await team.Mallory.Put($"me/drafts/{cellar}", new { text = "Let me in" }).Refused(404, "channel.not-found");
        await team.Ada.Delete($"channels/{cellar}/members/{team.Bob.Id}").Ok(204);
        await team.Bob.Put($"me/drafts/{cellar}", new { text = "Why?" }).Refused(404, "channel.not-found");
        Assert.Empty(await Texts(team.Bob));
        await team.Add(team.Bob, cellar);
        Assert.Equal(["What?"], await Texts(team.Bob));

        await team.Bob.Put($"me/drafts/{cellar}/9", new { text = "To whom?" }).Refused(422, "message.root-not-found");
        await team.Bob.Put($"me/drafts/{cellar}", new { text = new string('x', 16_001) }).Refused(422, "message.too-long");
        await team.Bob.Put($"me/drafts/{cellar}", new { text = "a\u0000b" }).Refused(422, "message.control-character");
        await team.Bob.Put($"me/drafts/{cellar}", new { }).Refused(422, "draft.without-text");
        await team.Bob.Put($"me/drafts/{cellar}", new { text = new string('x', 16_000) }).Ok();
        await team.Bob.Get("me/drafts?before=x").Refused(422, "page.invalid-cursor");
        await team.Bob.Delete($"me/drafts/{cellar}/0").Ok(204);
        Assert.Single(await Texts(team.Bob));
    }

    [Fact]
    public async Task Many_come_in_pages_and_none_is_in_the_log()
    {
        var team = await app.NewTeam();
        var before = await team.Ada.Say(team.General, "1");
        for (var n = 2; n <= 5; n++) await team.Ada.Say(team.General, $"{n}");
        for (var n = 1; n <= 5; n++) await team.Bob.Put($"me/drafts/{team.General}/{n}", new { text = $"To {n}" }).Ok();

        List<string> read = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Get($"me/drafts?limit=2{(next.Length > 0 ? $"&before={next}" : "")}").Ok();
            read.AddRange(page.Items.Select(static d => d.Text("text")));
            next = page.Next;
        }

        Assert.Equal(["To 5", "To 4", "To 3", "To 2", "To 1"], read);
        Assert.Equal(before.Position + 5, (await team.Ada.Say(team.General, "Nothing was recorded in between")).Position);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_old_list_and_what_was_told_after_it_are_the_fresh_list(int seed)
    {
        var here = await app.NewTeam();
        var there = here.At(await app.Another());
        for (var n = 1; n <= 4; n++) await here.Ada.Say(here.General, $"{n}");
        await using var bob = await HubClient.Connect(there.Bob);
        var random = new Random(seed);

        List<Answer> lists = [];
        for (var n = 0; n < 60; n++)
        {
            var (device, place) = (n % 2 == 0 ? here.Bob : there.Bob, $"{here.General}/{random.Next(4) + 1}");
            if (random.Next(4) == 0) await device.Post($"channels/{here.General}/messages", new { text = "Sent", threadRoot = random.Next(4) + 1 }).Ok(201);
            else if (random.Next(4) == 0) await device.Delete($"me/drafts/{place}").Ok(204);
            else await device.Put($"me/drafts/{place}", new { text = $"{n}" }).Ok();
            if (n % 6 == 0) lists.Add(await here.Bob.Get("me/drafts").Ok());
        }

        var last = await here.Bob.Put($"me/drafts/{here.General}", new { text = "The end" }).Ok();
        await bob.Until(hub => hub.Called("DraftChanged").Any(c => c.Long("version") >= last.Body.Long("version")));
        await Task.Delay(500);
        var fresh = Lines(await here.Bob.Get("me/drafts").Ok(), []);

        Assert.All(lists, old => Assert.Equal(fresh, Lines(old, bob.Called("DraftChanged"))));
        Assert.Empty(bob.Resets);
    }

    private static async Task<List<string>> Texts(Person person) => [.. (await person.Get("me/drafts").Ok()).Items.Select(static d => d.Text("text"))];

    private static Task UntilTold(HubClient device, params (string Channel, long? Root, string? Text)[] expected) => Eventually.True(
        () => Task.FromResult(device.Called("DraftChanged")
            .Select(static c => (c.Text("channelId"), c.Has("threadRoot") ? c.Long("threadRoot") : (long?)null, c.Has("text") ? c.Text("text") : null)).SequenceEqual(expected)),
        TimeSpan.FromSeconds(20), () => string.Join('\n', device.Called("DraftChanged")));

    /// <summary>As docs/realtime.md says: what has a higher version comes on top, of the list and of the place.</summary>
    private static string Lines(Answer list, IEnumerable<JsonElement> changes)
    {
        var drafts = list.Items.ToDictionary(Place, static d => (Version: d.Long("version"), Text: (string?)d.Text("text")));
        foreach (var change in changes.Where(c => c.Long("version") > list.Body.Long("version")))
            if (!drafts.TryGetValue(Place(change), out var known) || known.Version < change.Long("version"))
                drafts[Place(change)] = (change.Long("version"), change.Has("text") ? change.Text("text") : null);
        return string.Join('\n', drafts.Where(static d => d.Value.Text is not null).OrderBy(static d => d.Key, StringComparer.Ordinal).Select(static d => $"{d.Key} {d.Value}"));
    }

    private static string Place(JsonElement draft) => $"{draft.Text("channelId")} {(draft.Has("threadRoot") ? draft.Long("threadRoot") : 0)}";
}
