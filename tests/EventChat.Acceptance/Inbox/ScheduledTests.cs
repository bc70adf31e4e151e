using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class ScheduledTests(App app) : IClassFixture<App>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_message_is_sent_when_its_time_has_come_by_its_author_and_once()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Hello");
        await using var hub = await HubClient.Connect(team.Bob);
        var at = In(2);

        var waiting = await team.Ada.Post($"channels/{team.General}/scheduled", new { text = "Tea!", threadRoot = 1, broadcast = true, sendAt = at }).Ok(201);
        Assert.Equal([waiting.Text], (await Mine(team.Ada, waiting.Position)).Select(static s => s.GetRawText()));
        Assert.Empty(await Mine(team.Bob, waiting.Position));
        await hub.UntilHeard(team.General, 1);

        var push = Assert.Single(hub.Messages(team.General));
        Assert.Equal((team.Ada.Id, "Tea!", 1L), (push.Actor, push.Text, push.Data.Long("threadRoot")));
        Assert.InRange(push.At - at, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await Eventually.True(async () => (await Mine(team.Ada)).Count == 0, Patience, static () => "still waiting");
        await team.Ada.Patch($"scheduled/{waiting.Id}", new { text = "Coffee!" }).Refused(409, "schedule.already-sent");
        await team.Ada.Delete($"scheduled/{waiting.Id}").Refused(409, "schedule.already-sent");
        Assert.Equal(2, (await team.Ada.ReadBack(team.General, atLeast: push.Position)).Count);
    }

    [Fact]
    public async Task Until_then_its_author_changes_and_cancels_it()
    {
        var team = await app.NewTeam();
        var path = $"channels/{team.General}/scheduled";
        var (tea, cake) = (await team.Ada.Post(path, new { text = "Tea!", sendAt = In(3600) }).Ok(201), await team.Ada.Post(path, new { text = "Cake!", sendAt = In(3) }).Ok(201));

        var changed = await team.Ada.Patch($"scheduled/{tea.Id}", new { text = "Coffee!", sendAt = In(2) }).Ok();
        Assert.Equal(("Coffee!", tea.Id, tea.Body.Text("createdAt")), (changed.Body.Text("text"), changed.Id, changed.Body.Text("createdAt")));
        await team.Bob.Patch($"scheduled/{tea.Id}", new { text = "Water!" }).Refused(404, "schedule.not-found");
        await team.Bob.Delete($"scheduled/{tea.Id}").Refused(404, "schedule.not-found");
        var cancelled = await team.Ada.Delete($"scheduled/{cake.Id}").Ok(204);
        await team.Ada.Delete($"scheduled/{cake.Id}").Ok(204);
        Assert.Equal([changed.Text], (await team.Ada.Get(path, cancelled.Position).Ok()).Items.Select(static s => s.GetRawText()));

        await Eventually.True(async () => (await team.Ada.ReadBack(team.General)).Count > 0, Patience, static () => "nothing was sent");
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(["Coffee!"], (await team.Ada.ReadBack(team.General)).Select(static m => m.Text("text")));
    }

    [Fact]
    public async Task What_becomes_of_it_is_told_to_all_devices_of_its_author_and_to_nobody_else()
    {
        var team = await app.NewTeam();
        await using var phone = await HubClient.Connect(team.Ada);
        await using var desk = await HubClient.Connect(await team.Ada.SignIn());
        await using var bob = await HubClient.Connect(team.Bob);
        var path = $"channels/{team.General}/scheduled";
        var (tea, cake) = (await team.Ada.Post(path, new { text = "Tea!", sendAt = In(3600) }).Ok(201), await team.Ada.Post(path, new { text = "Cake!", sendAt = In(3600) }).Ok(201));
        await team.Ada.Delete($"scheduled/{cake.Id}").Ok(204);
        await team.Ada.Patch($"scheduled/{tea.Id}", new { text = "Coffee!", sendAt = In(1) }).Ok();

        foreach (var device in (HubClient[])[phone, desk])
        {
            await device.Until(hub => hub.Called("ScheduledChanged").Any(static c => c.Text("state") == "sent"));
            Assert.Equal(["open Tea!", "open Coffee!", "due", "sent 1"], device.Called("ScheduledChanged").Where(c => c.Text("id") == tea.Id).Select(Line));
            Assert.Equal(["open Cake!", "cancelled"], device.Called("ScheduledChanged").Where(c => c.Text("id") == cake.Id).Select(Line));
        }

        Assert.Empty(bob.Called("ScheduledChanged"));

        static string Line(JsonElement c) => $"{c.Text("state")} {(c.Has("text") ? c.Text("text") : c.Has("number") ? c.Long("number") : "")}".Trim();
    }

    [Fact]
    public async Task What_fell_due_while_no_server_ran_is_sent_at_the_next_start()
    {
        var team = await app.NewTeam();
        await team.Ada.Post($"channels/{team.General}/scheduled", new { text = "Tea!", sendAt = In(1) }).Ok(201);

        await app.Restart(TimeSpan.FromSeconds(2));
        team = team.At(app.Server);

        await Eventually.True(async () => (await team.Ada.ReadBack(team.General)).Count > 0, Patience, static () => "nothing was sent");
        var last = await team.Ada.Say(team.General, "Thank you");
        Assert.Equal(["Tea!", "Thank you"], (await team.Ada.ReadBack(team.General, atLeast: last.Position)).Select(static m => m.Text("text")));
    }

    [Fact]
    public async Task Two_servers_send_it_once()
    {
        var team = await app.NewTeam();
        await app.Another();
        for (var n = 0; n < 20; n++) await team.Ada.Post($"channels/{team.General}/scheduled", new { text = $"{n}", sendAt = In(2) }).Ok(201);

        await Eventually.True(async () => (await Mine(team.Ada)).Count == 0, Patience, static () => "still waiting");

        var read = await team.Ada.Put($"channels/{team.General}/read", new { number = 20 }).Ok();
        Assert.Equal(
            Enumerable.Range(0, 20).Select(static n => $"{n}").Order(), (await team.Ada.ReadBack(team.General, atLeast: read.Position)).Select(static m => m.Text("text")).Order());
    }

    [Theory]
    [InlineData("removed", "channel.not-found")]
    [InlineData("archived", "channel.archived")]
    public async Task What_may_not_be_sent_by_then_is_shown_to_its_author_with_the_reason(string meanwhile, string reason)
    {
        var team = await app.NewTeam();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        var waiting = await team.Bob.Post($"channels/{cellar}/scheduled", new { text = "Tea!", sendAt = In(2) }).Ok(201);

        if (meanwhile == "removed") await team.Ada.Delete($"channels/{cellar}/members/{team.Bob.Id}").Ok(204);
        else await team.Ada.Post($"channels/{cellar}/archive").Ok();

        await Eventually.True(
            async () => (await Mine(team.Bob)) is [var failed] && failed.Text("state") == "failed" && failed.Text("failure") == reason, Patience, static () => "not said to have failed");
        Assert.Empty(await team.Ada.ReadBack(cellar));
        await team.Bob.Patch($"scheduled/{waiting.Id}", new { text = "Coffee!" }).Refused(409, "schedule.failed");
        var away = await team.Bob.Delete($"scheduled/{waiting.Id}").Ok(204);
        Assert.Empty(await Mine(team.Bob, away.Position));
    }

    [Fact]
    public async Task What_can_never_be_sent_is_refused_at_once()
    {
        var team = await app.NewTeam();
        var (path, tomorrow) = ($"channels/{team.General}/scheduled", In(86_400));

        await team.Ada.Post(path, new { text = "Tea!", sendAt = In(-1) }).Refused(422, "schedule.in-the-past");
        await team.Ada.Post(path, new { text = "Tea!", sendAt = In(121 * 86_400) }).Refused(422, "schedule.too-far-ahead");
        await team.Ada.Post(path, new { text = "Tea!", sendAt = "2030-02-30T12:00:00Z" }).Refused(400, "request.malformed-json");
        await team.Ada.Post(path, new { text = "Tea!" }).Refused(422, "request.invalid");
        await team.Ada.Post(path, new { text = "", sendAt = tomorrow }).Refused(422, "message.empty");
        await team.Ada.Post(path, new { text = "Tea!", threadRoot = 7, sendAt = tomorrow }).Refused(422, "message.root-not-found");
        await team.Mallory.Post(path, new { text = "Tea!", sendAt = tomorrow }).Refused(404, "channel.not-found");
        await team.Mallory.Get(path).Refused(404, "channel.not-found");
        await team.Ada.Get("me/scheduled?after=x").Refused(422, "page.invalid-cursor");
    }

    [Fact]
    public async Task A_hundred_may_wait_and_come_in_pages_and_a_repeat_is_the_first()
    {
        var team = await app.NewTeam();
        var path = $"channels/{team.General}/scheduled";
        var first = await team.Ada.Post(path, new { text = "1", sendAt = Tomorrow(1) }, "key").Ok(201);
        Assert.Equal(first.Text, (await team.Ada.Post(path, new { text = "1", sendAt = Tomorrow(1) }, "key").Ok(201)).Text);
        await team.Ada.Post(path, new { text = "2", sendAt = Tomorrow(1) }, "key").Refused(422, "idempotency.key-reused");
        var position = first.Position;
        for (var n = 2; n <= 100; n++) position = (await team.Ada.Post(path, new { text = $"{n}", sendAt = Tomorrow(n) }).Ok(201)).Position;
        await team.Ada.Post(path, new { text = "101", sendAt = Tomorrow(1) }).Refused(422, "schedule.too-many");

        List<string> read = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Ada.Get($"me/scheduled?limit=40{(next.Length > 0 ? $"&after={next}" : "")}", position).Ok();
            read.AddRange(page.Items.Select(static s => s.Text("text")));
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(static n => $"{n}"), read);
    }

    private static DateTimeOffset Tomorrow(int minute) => new DateTimeOffset(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero).AddDays(2).AddMinutes(minute);

    private static DateTimeOffset In(int seconds) => TimeProvider.System.GetUtcNow().AddSeconds(seconds);

    private static async Task<IReadOnlyList<JsonElement>> Mine(Person person, long? atLeast = null) => (await person.Get("me/scheduled", atLeast).Ok()).Items;
}
