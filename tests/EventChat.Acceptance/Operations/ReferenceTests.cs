using System.Text.Json;
using EventChat.Acceptance.Checkpoints;
using EventChat.Acceptance.Exports;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

/// <summary>The reference says of every operation what it takes and answers, and real answers are so: all tests hold theirs against it.</summary>
public sealed class ReferenceTests(App app) : IClassFixture<App>
{
    private const string Key = "Idempotency-Key", Position = "EventChat-Position", MinPosition = "EventChat-Min-Position";

    /// <summary>What goes out and is no event.</summary>
    private static readonly string[] Posting =
        ["POST /api/v1/subscriptions/{subscriptionId}/deliveries/{deliveryId}/redeliver", "POST /api/v1/subscriptions/{subscriptionId}/test"];

    /// <summary>Beside the log, so that there is no position to tell.</summary>
    private static readonly string[] Drafts = [.. from place in (string[])["{channelId}", "{channelId}/{threadRoot}"] from verb in (string[])["PUT", "DELETE"] select $"{verb} /api/v1/me/drafts/{place}"];

    [Fact]
    public async Task Every_operation_answers_as_the_reference_says()
    {
        var team = await app.NewTeam();
        var (ada, bob, eve) = (team.Ada, team.Bob, await app.Person("Eve"));
        var (workspace, channel) = ($"workspaces/{team.Workspace}", $"channels/{team.General}");

        await ada.Patch("users/me", new { displayName = "Ada L.", timeZone = "Europe/London" }).Ok();
        await ada.Put("me/status", new { text = "Away", emoji = "🌴", until = "2999-01-01T00:00:00Z" }).Ok();
        await ada.Get("users/me").Ok();
        await ada.Get($"users/{bob.Id}").Ok();
        await ada.Patch(workspace, new { description = "Engines", icon = "https://example.org/icon.png", defaultChannelIds = new[] { team.General } }).Ok();
        await ada.Put($"{workspace}/members/{bob.Id}/grants/compliance-officer", new { reason = "Audit" }).Ok();
        await ada.Delete($"{workspace}/members/{bob.Id}/grants/compliance-officer").Ok(204);
        await ada.Patch($"{workspace}/members/{bob.Id}", new { role = "guest" }).Ok();
        var invite = await ada.Post($"{workspace}/invites", new { channelIds = new[] { team.General }, maxUses = 2 }).Ok(201);
        await eve.Post($"invites/{invite.Body.Text("code")}/accept").Ok();
        await ada.Get($"{workspace}/invites", invite.Position).Ok();
        await ada.Delete($"invites/{invite.Id}").Ok(204);
        var dm = await ada.Post($"{workspace}/dms", new { userIds = new[] { eve.Id } }).Ok(201);
        await ada.Post($"channels/{dm.Id}/dms", new { userIds = new[] { bob.Id } }).Ok(201);
        await ada.Put($"me/hidden-dms/{dm.Id}").Ok(204);
        await ada.Delete($"me/hidden-dms/{dm.Id}").Ok(204);

        await ada.Say(team.General, "Hello", "first");
        await ada.Post($"{channel}/messages", new { text = "Well?", threadRoot = 1 }).Ok(201);
        await ada.Patch($"{channel}/messages/1", new { text = "Hello all" }).Ok();
        await ada.Get($"{channel}/messages/1/revisions").Ok();
        await ada.Get($"{workspace}/search?q=hello").Ok();
        await ada.Put($"{channel}/pins/1").Ok(204);
        await ada.Get($"{channel}/pins").Ok();
        await ada.Delete($"{channel}/pins/1").Ok(204);
        await ada.Put($"{channel}/messages/1/reactions/👋").Ok(204);
        await ada.Post($"{channel}/messages/1/forward", new { channelId = team.General, text = "As I said" }).Ok(201);
        await ada.Put($"me/saved/{team.General}/1").Ok(204);
        await ada.Get("me/saved").Ok();
        await ada.Delete($"me/saved/{team.General}/1").Ok(204);
        foreach (var draft in (string[])[$"me/drafts/{team.General}", $"me/drafts/{team.General}/1"])
        {
            await ada.Put(draft, new { text = "To be continued" }).Ok();
            await ada.Get("me/drafts").Ok();
            await ada.Delete(draft).Ok(204);
        }

        var later = await ada.Post($"{channel}/scheduled", new { text = "Later", sendAt = TimeProvider.System.GetUtcNow().AddDays(1) }).Ok(201);
        await ada.Get($"{channel}/scheduled", later.Position).Ok();
        await ada.Get("me/scheduled").Ok();
        await ada.Patch($"scheduled/{later.Id}", new { text = "Later still" }).Ok();
        await ada.Delete($"scheduled/{later.Id}").Ok(204);
        await ada.Get($"{channel}/messages/1/thread").Ok();
        await ada.Put($"{channel}/messages/1/follow").Ok(204);
        await ada.Put($"{channel}/messages/1/thread/read", new { number = 1 }).Ok();
        await ada.Get($"{workspace}/threads").Ok();
        await ada.Delete($"{channel}/messages/1/follow").Ok(204);
        var page = await ada.Get($"{channel}/messages", (await eve.Put($"{channel}/messages/1/reactions/🎉").Ok(204)).Position).Ok();
        Assert.Equal(3, page.Items.Count);
        await ada.Get($"{channel}/messages/1").Ok();
        await ada.Delete($"{channel}/messages/1/reactions/👋").Ok(204);
        await eve.Put($"{channel}/read", new { number = 1 }).Ok();
        await eve.Post($"{workspace}/read").Ok(204);
        await ada.Delete($"{channel}/messages/1").Ok(204);
        await ada.Get($"{channel}/events").Ok();
        await ada.Get($"{channel}/members").Ok();
        await ada.Post($"{channel}/typing", new { }).Ok(204);
        await ada.Patch(channel, new { topic = "Numbers" }).Ok();
        await ada.Post($"{channel}/archive").Ok();
        await ada.Post($"{channel}/unarchive").Ok();
        await ada.Get(channel).Ok();
        await eve.Post($"{channel}/leave").Ok(204);
        await eve.Post($"{channel}/join").Ok();
        await ada.Delete($"{channel}/members/{eve.Id}").Ok(204);
        await ada.Put($"{channel}/members/{eve.Id}").Ok();

        var group = await ada.Post($"{workspace}/groups", new { handle = "crew", name = "The crew" }).Ok(201);
        await ada.Put($"{workspace}/groups/{group.Id}/members/{eve.Id}").Ok();
        await ada.Patch($"{workspace}/groups/{group.Id}", new { name = "A crew" }).Ok();
        foreach (var path in (string[])["groups", $"groups/{group.Id}", "emoji"]) await ada.Get($"{workspace}/{path}").Ok();
        foreach (var path in (string[])[$"groups/{group.Id}/members/{eve.Id}", $"groups/{group.Id}"]) await ada.Delete($"{workspace}/{path}").Ok(204);
        await ada.Post($"{workspace}/emoji", new { name = "parrot", url = "https://example.org/parrot.gif" }).Ok(201);
        await ada.Delete($"{workspace}/emoji/parrot").Ok(204);

        var robot = await ada.Post($"{workspace}/apps", new { name = "Robot", scopes = new[] { "messages:read" } }).Ok(201);
        var token = await ada.Post($"apps/{robot.Id}/tokens", new { }).Ok(201);
        foreach (var path in (string[])[$"{workspace}/apps", $"apps/{robot.Id}"]) await ada.Get(path).Ok();
        await using (var receiver = await Receiver.Open())
        {
            var subscription = await ada.Post($"apps/{robot.Id}/subscriptions", new { url = receiver.Url, from = "beginning" }).Ok(201);
            var other = await ada.Post($"apps/{robot.Id}/subscriptions", new { url = receiver.Url }).Ok(201);
            await ada.Say(team.General, "For robots");
            await receiver.Until(static p => p.Count > 1, "for robots");
            var subscribed = $"subscriptions/{subscription.Id}";
            await Eventually.True(async () => (await ada.Get($"{subscribed}/deliveries").Ok()).Items.Count > 0, TimeSpan.FromSeconds(30), static () => "no delivery");
            var delivery = $"{subscribed}/deliveries/{(await ada.Get($"{subscribed}/deliveries").Ok()).Items[0].Long("id")}";
            foreach (var path in (string[])[$"apps/{robot.Id}/subscriptions", subscribed, delivery]) await ada.Get(path).Ok();
            foreach (var path in (string[])[$"{delivery}/redeliver", $"{subscribed}/test", $"{subscribed}/pause", $"{subscribed}/resume"]) await ada.Post(path).Ok();
            await ada.Put($"apps/{robot.Id}/commands/tea", new { url = receiver.Url, description = "Makes tea", usage = "[sugar]" }).Ok();
            await ada.Get($"{workspace}/commands").Ok();
            await ada.Post($"{channel}/commands", new { command = "/tea", text = "two" }).Ok();
            await ada.WithToken(null).Post(new Uri(receiver.Asked.Last().Body.Text("responseUrl")).AbsolutePath, new { text = "Ready" }).Ok();
            await ada.Delete($"apps/{robot.Id}/commands/tea").Ok(204);
            await ada.Post($"{subscribed}/secret", new { }).Ok();
            await ada.Post($"{subscribed}/rewind", new { position = 0 }).Ok();
            foreach (var path in (string[])[subscribed, $"apps/{robot.Id}/subscriptions/{other.Id}"]) await ada.Delete(path).Ok(204);
        }

        foreach (var path in (string[])[$"apps/{robot.Id}/tokens/{token.Id}", $"apps/{robot.Id}"]) await ada.Delete(path).Ok(204);

        var hook = await ada.Post($"{channel}/webhooks", new { name = "Alerts" }).Ok(201);
        await ada.Get($"{channel}/webhooks").Ok();
        await ada.Delete($"{channel}/webhooks/{hook.Id}").Ok(204);

        foreach (var path in (string[])["workspaces", workspace, $"{workspace}/members", $"{workspace}/channels", "me/unreads", "me/boot", "auth/sessions", $"admin/{workspace}/audit-log"])
            await ada.Get(path).Ok();
        await ada.Put($"{workspace}/members/{ada.Id}/grants/compliance-officer", new { reason = "Audit" }).Ok();
        await ada.Get($"compliance/{workspace}/record").Ok();
        var hold = await ada.Post($"compliance/{workspace}/holds", new { name = "Case 7", userIds = new[] { eve.Id } }).Ok(201);
        await ada.Get($"compliance/{workspace}/holds").Ok();
        await ada.Delete($"compliance/holds/{hold.Id}").Ok(204);
        await ada.Get($"compliance/{workspace}/replay?position={hold.Position}&channelId={team.General}&userId={eve.Id}").Ok();
        await ada.Get($"compliance/{workspace}/replay/events?channelId={team.General}").Ok();
        await ada.Get($"compliance/{workspace}/access/{team.General}/1").Ok();
        await ada.Put($"compliance/{workspace}/retention", new { rules = new[] { new { days = 30 } } }).Ok();
        await ada.Get($"compliance/{workspace}/retention").Ok();
        await ada.Post($"compliance/{workspace}/retention/dry-run", new { at = "2999-01-01T00:00:00Z" }).Ok();
        var checkpoint = await KeptCheckpoint.Newest(ada);
        await ada.Get($"compliance/checkpoints/{checkpoint.Body.Long("position")}").Ok();
        await ada.Post($"compliance/{workspace}/checkpoints").Ok();
        var wanted = new { name = "Case 7", channelIds = new[] { team.General } };
        await ada.Post($"compliance/{workspace}/exports/preview", wanted).Ok();
        var export = await ada.Post($"compliance/{workspace}/exports", wanted).Ok(202);
        await ada.Get($"compliance/{workspace}/exports").Ok();
        await ExportTests.Done(ada, export.Id);
        await ada.Get($"compliance/exports/{export.Id}/download").Ok();
        await ada.Delete($"compliance/exports/{export.Id}").Ok(204);
        var zoe = await team.Hire(await app.Person("Zoe"), "member");
        await team.Appoint(team.Bob);
        await ada.Put($"compliance/{workspace}/second-officer", new { required = true }).Ok();
        foreach (var ends in (Func<Answer, Task>[])[order => ada.Delete($"compliance/erasures/{order.Id}").Ok(204), order => team.Bob.Post($"compliance/erasures/{order.Id}/approve").Ok()])
        {
            var order = await ada.Post($"compliance/{workspace}/erasures", new { userId = zoe.Id, reason = "She asked for it" }).Ok(201);
            await ada.Get($"compliance/erasures/{order.Id}").Ok();
            await ends(order);
        }

        await ada.Get($"compliance/{workspace}/erasures").Ok();
        await ada.Put("me/preferences", new { level = "all", keywords = new[] { "tea" }, doNotDisturb = new { from = "22:00", to = "07:00" } }).Ok();
        foreach (var path in (string[])[workspace, channel]) await ada.Put($"{path}/preferences", new { level = "nothing", muted = true }).Ok();
        await ada.Get("me/preferences").Ok();
        await ada.Get("me/notifications").Ok();
        await ada.Get("push/key").Ok();
        var point = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
        var browser = await ada.Put("me/push-subscriptions", new { endpoint = "https://push.example.org/ada", keys = new { p256dh = point, auth = "AAAAAAAAAAAAAAAAAAAAAA" } }).Ok();
        await ada.Get("me/push-subscriptions").Ok();
        await ada.Delete($"me/push-subscriptions/{browser.Id}").Ok(204);
        await ada.Put("me/notifications/read", new { position = invite.Position }).Ok();
        await ada.Post($"{workspace}/transfer", new { userId = eve.Id }).Ok();
        await eve.Delete($"{workspace}/members/{ada.Id}").Ok(204);
        await eve.Delete(workspace).Ok(204);
        await eve.Post($"{workspace}/restore").Ok();

        await eve.Post("auth/password", new { currentPassword = Person.Password, newPassword = $"{Person.Password} 2" }).Ok(204);
        var again = await bob.SignIn();
        await bob.WithToken(null).Post("auth/refresh", new { refreshToken = again.RefreshToken }).Ok();
        await bob.Delete($"auth/sessions/{(await again.Get("auth/sessions").Ok()).Items.Single(static s => s.GetProperty("current").GetBoolean()).Text("id")}").Ok(204);
        await bob.Post("auth/logout").Ok(204);
        await (await bob.SignIn()).Post("users/me/deactivate", new { password = Person.Password }).Ok(204);

        var reference = await ReferenceCheck.Read(app.Server.Http);
        Assert.Empty(reference.Operations.Except(reference.Succeeded));
    }

    [Fact]
    public async Task What_can_go_wrong_with_every_operation_is_declared()
    {
        await foreach (var (name, operation) in Operations())
        {
            var answers = operation.GetProperty("responses").EnumerateObject().ToDictionary(static a => int.Parse(a.Name), static a => a.Value);
            var refusals = answers.Where(static a => a.Key >= 400).ToList();
            Assert.All(refusals, static a => Assert.True(a.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)));
            Assert.All(refusals.Where(static a => a.Key is 429 or 503), static a => Assert.True(a.Value.GetProperty("headers").TryGetProperty("Retry-After", out _)));
            Assert.True(answers.ContainsKey(503) && (answers.ContainsKey(401) || name is "POST /api/v1/auth/register" or "POST /api/v1/responses/{token}" || name.StartsWith("GET /api/v1/compliance/checkpoints/", StringComparison.Ordinal)), name);
            if (operation.TryGetProperty("requestBody", out _)) Assert.Superset(new HashSet<int> { 400, 413, 415, 422 }, answers.Keys.ToHashSet());
            if (name.Contains("{channelId}", StringComparison.Ordinal) && !name.StartsWith("GET", StringComparison.Ordinal))
                Assert.Superset(new HashSet<int> { 400, 403, 404, 409 }, answers.Keys.ToHashSet());
        }
    }

    [Fact]
    public async Task Every_creation_takes_a_key_every_write_tells_its_position_and_every_read_takes_one()
    {
        List<string> keys = [], silent = [], waiting = [];
        await foreach (var (name, operation) in Operations())
        {
            var made = operation.GetProperty("responses").EnumerateObject().First(static a => a.Name[0] == '2');
            if (Takes(operation, Key)) keys.Add(name);
            if (Takes(operation, MinPosition)) waiting.Add(name);
            if (!made.Value.TryGetProperty("headers", out var headers) || !headers.TryGetProperty(Position, out _)) silent.Add(name);
            if (made.Name == "201") Assert.True(Takes(operation, Key), name);
            if (name.StartsWith("GET /api/v1/", StringComparison.Ordinal)) Assert.True(Takes(operation, MinPosition), name);
        }

        Assert.Equal(18, keys.Count);
        Assert.All(keys, static name => Assert.StartsWith("POST ", name, StringComparison.Ordinal));
        Assert.Equal(["POST /api/v1/auth/refresh", "POST /api/v1/channels/{channelId}/typing", .. Drafts, .. Posting], silent.Where(static name => !name.StartsWith("GET ", StringComparison.Ordinal)));
        Assert.All(waiting, static name => Assert.StartsWith("GET ", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MessageResource", "sentAt", """{"type":"string","format":"date-time"}""")]
    [InlineData("MessageResource", "editedAt", """{"type":["null","string"],"format":"date-time"}""")]
    [InlineData("ChangeScheduledRequest", "sendAt", """{"type":["null","string"],"format":"date-time"}""")]
    public async Task A_moment_is_text(string thing, string field, string schema)
    {
        var things = JsonElement.Parse(await app.Server.Http.GetStringAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(schema), things.GetProperty(thing).GetProperty("properties").GetProperty(field)));
    }

    private async IAsyncEnumerable<(string Name, JsonElement Operation)> Operations()
    {
        var document = JsonElement.Parse(await app.Server.Http.GetStringAsync("/openapi/v1.json"));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject()) yield return ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
    }

    private static bool Takes(JsonElement operation, string header) =>
        operation.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(p => p.Text("in") == "header" && p.Text("name") == header);
}
