using System.Diagnostics;
using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Subscriptions;

public sealed class SubscriptionTests(SubscriptionApp app) : IClassFixture<SubscriptionApp>
{
    private static readonly string[] Sent = ["message.sent"];

    [Fact]
    public async Task What_happens_is_posted_signed_and_in_order()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        await team.Ada.Say(team.General, "Before");
        var (id, secret) = await team.Ada.Subscribe(robot, receiver);

        for (var n = 1; n <= 20; n++) await team.Ada.Say(team.General, $"{n}");
        await team.Bob.Put($"channels/{team.General}/messages/3/reactions/👋").Ok(204);
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { name = "Elsewhere" }).Ok();

        await receiver.Until(static p => p.Count >= 22, "22 events");
        var posted = receiver.Taken.ToList();
        Assert.Equal(Enumerable.Range(1, 20).Select(static n => $"{n}"), posted.Where(static p => p.Type == "message.sent").Select(static p => p.Data.Text("text")));
        Assert.Contains(posted, static p => p.Type == "reaction.added" && p.Data.Text("emoji") == "👋");
        Assert.Contains(posted, static p => p.Type == "workspace.renamed" && p.Channel is null);
        Assert.All(posted, p => Assert.True(p.IsSignedWith(secret)));
        Assert.All(posted, p => Assert.Equal($"{id}-{p.Position}", p.Id));
        Assert.Equal(22, posted.Select(static p => p.Id).Distinct().Count());
        Assert.StartsWith($"/workspaces/{team.Workspace}/channels/{team.General}", posted[0].Body.Text("source"), StringComparison.Ordinal);
        await team.Ada.Until(id, static s => s.Body.Long("position") > 0 && s.Body.GetProperty("behind").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Libraries_that_bot_authors_use_verify_and_read_what_is_posted()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        using var node = Process.Start(new ProcessStartInfo("node", ["hook.mjs"]) { WorkingDirectory = NodeFolder.Find(), UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;
        var answer = await team.Ada.Post($"apps/{robot}/subscriptions", new { url = (await Next(node)).Text("url"), eventTypes = Sent }).Ok(201);
        await node.StandardInput.WriteLineAsync(answer.Body.Text("secret"));
        Assert.True((await Next(node)).GetProperty("ready").GetBoolean());

        var said = await team.Bob.Say(team.General, "Füße 👋");

        var read = await Next(node);
        Assert.False(read.Has("error"), $"{read}");
        Assert.Equal(("message.sent", team.General, "Füße 👋", team.Bob.Id, $"{said.Position}"), (read.Text("type"), read.Text("channel"), read.GetProperty("data").Text("text"), read.Text("actor"), read.Text("position")));

        // A new secret, and none of the old: the library that has the old one refuses it.
        await team.Ada.Post($"subscriptions/{answer.Id}/secret", new { overlapMinutes = 0 }).Ok();
        await team.Bob.Say(team.General, "Again");
        Assert.True((await Next(node)).Has("error"));
        node.Kill();
    }

    [Fact]
    public async Task It_begins_where_it_is_told_and_rewinds()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var first = await team.Ada.Say(team.General, "1");
        foreach (var text in (string[])["2", "3"]) await team.Ada.Say(team.General, text);

        var (beginning, _) = await team.Ada.Subscribe(robot, receiver, "beginning", Sent);
        await receiver.Until(static p => p.Count == 3, "all three");
        await team.Ada.Subscribe(robot, receiver, first.Position, Sent);
        await receiver.Until(static p => p.Count == 5, "two more");
        await team.Ada.Delete($"subscriptions/{beginning}").Ok(204);
        await team.Ada.Subscribe(robot, receiver, "now", Sent);
        await team.Ada.Say(team.General, "4");
        await receiver.Until(static p => p.Count == 7, "the fourth, twice");
        Assert.Equal(["1", "2", "3", "2", "3", "4", "4"], receiver.Taken.Select(static p => p.Data.Text("text")));

        var (again, _) = await team.Ada.Subscribe(robot, receiver, "now", Sent);
        receiver.Taken.Clear();
        await team.Ada.Post($"subscriptions/{again}/rewind", new { position = first.Position }).Ok();
        await receiver.Until(static p => p.Count == 3, "three again");
        Assert.Equal(["2", "3", "4"], receiver.Taken.Select(static p => p.Data.Text("text")));
        await team.Ada.Post($"subscriptions/{again}/rewind", new { position = 1_000_000_000 }).Refused(422, "subscription.position-ahead");
        await team.Ada.Post($"subscriptions/{again}/rewind", new { position = -1 }).Refused(422, "request.invalid");
    }

    [Fact]
    public async Task A_bot_is_told_only_what_it_could_see_and_may_see()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Say(cellar, "Before it came");
        await team.Add(bot, cellar);
        await team.Ada.Say(cellar, "While it was there");
        await team.Ada.Delete($"channels/{cellar}/members/{bot.Id}").Ok(204);
        await team.Ada.Say(cellar, "While it was away");
        await team.Add(bot, cellar);
        await team.Ada.Say(cellar, "Deleted");
        await team.Ada.Delete($"channels/{cellar}/messages/4").Ok(204);
        await team.Ada.Say(cellar, "At last");
        var dm = await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201);
        await team.Ada.Say(dm.Id, "Between us");
        await using var receiver = await Receiver.Open();

        var (id, _) = await team.Ada.Subscribe(robot, receiver, "beginning");
        await team.Ada.Say(team.General, "Over");
        await receiver.Until(static p => p.Any(static e => e.Type == "message.sent" && e.Data.Text("text") == "Over") && p.Any(static e => e.Type == "message.sent" && e.Data.Text("text") == "At last"), "the last ones");

        Assert.Equal(["While it was there", "", "At last"], receiver.Taken.Where(p => p.Channel == cellar && p.Type == "message.sent").Select(static p => p.Data.Text("text")));
        Assert.DoesNotContain(receiver.Asked, p => p.Channel == dm.Id);
        Assert.DoesNotContain(receiver.Asked, static p => p.Type.StartsWith("app.", StringComparison.Ordinal) || p.Type.StartsWith("invite.", StringComparison.Ordinal) || p.Type.StartsWith("subscription.", StringComparison.Ordinal));
        Assert.Equal([bot.Id, bot.Id], receiver.Taken.Where(p => p.Channel == cellar && p.Type == "channel.member-joined").Select(static p => p.Data.Text("userId")));

        // From the answer to its removal on, nothing of the channel is posted, not even what was said before.
        await team.Ada.Delete($"channels/{cellar}/members/{bot.Id}").Ok(204);
        receiver.Asked.Clear();
        await team.Ada.Post($"subscriptions/{id}/rewind", new { position = 0 }).Ok();
        await receiver.Until(p => p.Count(static e => e.Type == "message.sent" && e.Data.Text("text") == "Over") == 2, "the last once more");
        await team.Ada.Until(id, static s => s.Body.GetProperty("behind").GetArrayLength() == 0);
        Assert.DoesNotContain(receiver.Asked, p => p.Channel == cellar && p.Type != "channel.member-left");
    }

    [Fact]
    public async Task Only_the_channels_and_types_that_were_asked_for_are_posted()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var tea = await team.Ada.CreateChannel(team.Workspace);
        await team.Ada.Subscribe(robot, receiver, null, ["message.edited", "reaction.*"], [tea]);
        foreach (var channel in (string[])[team.General, tea])
        {
            await team.Ada.Say(channel, "Tea?");
            await team.Ada.Patch($"channels/{channel}/messages/1", new { text = "Tea!" }).Ok();
            await team.Ada.Put($"channels/{channel}/messages/1/reactions/🍵").Ok(204);
        }

        await receiver.Until(static p => p.Count >= 2, "both");
        await Task.Delay(200);
        Assert.Equal([(tea, "message.edited"), (tea, "reaction.added")], receiver.Asked.Select(static p => (p.Channel!, p.Type)));
    }

    [Fact]
    public async Task Who_may_not_and_what_is_wrong_is_refused()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        var (other, reader) = await team.Bot("messages:read");
        await using var receiver = await Receiver.Open();
        var subscriptions = $"apps/{robot}/subscriptions";
        var url = receiver.Url;
        await team.Bob.Post(subscriptions, new { url }).Refused(403, "role.admin-required");
        await team.Mallory.Post(subscriptions, new { url }).Refused(404, "app.not-found");
        await reader.Post($"apps/{other}/subscriptions", new { url }).Refused(403, "app.scope-missing");
        await bot.Post($"apps/{other}/subscriptions", new { url }).Refused(403, "role.admin-required");
        foreach (var wrong in (string?[])[null, "", "x", "ftp://example.org/", "https://me:secret@example.org/", "/events", $"https://example.org/{new string('x', 2_000)}"])
            await team.Ada.Post(subscriptions, new { url = wrong }).Refused(422, "request.invalid");
        foreach (var from in (object[])["then", -1, 1.5, true]) await team.Ada.Post(subscriptions, new { url, from }).Refused(422, "request.invalid");
        await team.Ada.Post(subscriptions, new { url, from = 1_000_000_000 }).Refused(422, "subscription.position-ahead");
        await team.Ada.Post(subscriptions, new { url, eventTypes = new[] { "message.said" } }).Refused(422, "subscription.unknown-event-type");
        await team.Ada.Post($"apps/{other}/subscriptions", new { url, eventTypes = new[] { "channel.created" } }).Refused(422, "subscription.scope-missing");
        await team.Ada.Post(subscriptions, new { url, channelIds = new[] { "C00000000000000000000000000" } }).Refused(404, "channel.not-found");
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Post(subscriptions, new { url, channelIds = new[] { cellar } }).Refused(404, "channel.not-found");

        receiver.Challenged = static _ => """{"challenge":"something else"}""";
        await team.Ada.Post(subscriptions, new { url }).Refused(422, "subscription.challenge-failed");
        receiver.Challenged = static _ => "hello";
        await team.Ada.Post(subscriptions, new { url }).Refused(422, "subscription.challenge-failed");
        await team.Ada.Post(subscriptions, new { url = "http://127.0.0.1:1/" }).Refused(422, "subscription.challenge-failed");
        await team.Ada.Post(subscriptions, new { url = "https://10.0.0.1/" }).Refused(422, "subscription.challenge-failed");
        Assert.Empty((await team.Ada.Get(subscriptions).Ok()).Items);
    }

    [Fact]
    public async Task It_is_made_once_listed_without_its_secret_and_ends_with_its_app()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var body = new { url = receiver.Url, eventTypes = Sent };
        var first = await bot.Post($"apps/{robot}/subscriptions", body, "k1").Ok(201);
        receiver.Challenged = static _ => "not asked again";
        var again = await bot.Post($"apps/{robot}/subscriptions", body, "k1").Ok(201);
        Assert.Equal((first.Id, first.Body.Text("secret")), (again.Id, again.Body.Text("secret")));
        await bot.Post($"apps/{robot}/subscriptions", new { url = receiver.Url }, "k1").Refused(422, "idempotency.key-reused");

        var listed = await team.Ada.Get($"apps/{robot}/subscriptions").Ok();
        Assert.Equal(first.Id, Assert.Single(listed.Items).Text("id"));
        Assert.DoesNotContain("whsec_", listed.Text + (await bot.Get($"subscriptions/{first.Id}").Ok()).Text, StringComparison.Ordinal);
        await team.Bob.Get($"subscriptions/{first.Id}").Refused(403, "role.admin-required");
        await team.Mallory.Get($"subscriptions/{first.Id}").Refused(404, "subscription.not-found");
        await team.Ada.Say(team.General, "Taken");
        await receiver.Until(static p => p.Count == 1, "one");

        var removed = await team.Ada.Delete($"apps/{robot}").Ok(204);
        await team.Ada.Say(team.General, "Not taken");
        await team.Ada.Get($"subscriptions/{first.Id}").Refused(404, "subscription.not-found");
        await Task.Delay(300);
        Assert.Single(receiver.Asked);
        var log = await team.Ada.Get($"admin/workspaces/{team.Workspace}/audit-log?limit=200", removed.Position).Ok();
        Assert.Contains(log.Items, r => r.Text("action") == "subscription.created" && r.GetProperty("actor").GetString() == bot.Id && r.Text("target") == first.Id);
        Assert.DoesNotContain("whsec_", log.Text, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Next(Process node) => JsonElement.Parse((await node.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!);
}
