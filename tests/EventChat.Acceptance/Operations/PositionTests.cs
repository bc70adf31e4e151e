using System.Diagnostics;
using System.Text.Json;
using EventChat.Acceptance.Checkpoints;
using EventChat.Acceptance.Exports;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

/// <summary>Every write says where it is in the log; a read that asks for a position includes it, or says that it cannot.</summary>
public sealed class PositionTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Every_write_answers_with_its_position_and_positions_grow()
    {
        var team = await app.Team();
        var path = $"channels/{team.General}";
        List<long> positions =
        [
            (await team.Ada.Say(team.General, "Helo")).Position,
            (await team.Ada.Patch($"{path}/messages/1", new { text = "Hello" }).Ok()).Position,
            (await team.Bob.Put($"{path}/messages/1/reactions/👋").Ok(204)).Position,
            (await team.Bob.Delete($"{path}/messages/1/reactions/👋").Ok(204)).Position,
            (await team.Bob.Put($"{path}/read", new { number = 1 }).Ok()).Position,
            (await team.Ada.Delete($"{path}/messages/1").Ok(204)).Position,
            (await team.Ada.Patch(path, new { topic = "T" }).Ok()).Position,
            (await team.Ada.Post($"{path}/archive").Ok()).Position,
            (await team.Ada.Post($"{path}/unarchive").Ok()).Position,
            (await team.Bob.Post($"{path}/leave").Ok(204)).Position,
            (await team.Bob.Post($"{path}/join").Ok()).Position,
            (await team.Ada.Delete($"{path}/members/{team.Bob.Id}").Ok(204)).Position,
            (await team.Ada.Put($"{path}/members/{team.Bob.Id}").Ok()).Position,
            (await team.Ada.Put($"workspaces/{team.Workspace}/members/{team.Mallory.Id}", new { }).Ok()).Position,
        ];

        Assert.Equal(positions.Distinct().Order(), positions);
    }

    [Fact]
    public async Task One_reads_what_one_wrote()
    {
        var team = await app.NewTeam();
        for (var n = 1; n <= 30; n++)
        {
            var sent = await team.Ada.Say(team.General, $"{n}");
            Assert.Equal(n, (await team.Bob.Get($"channels/{team.General}/messages?limit=1", sent.Position).Ok()).Items.Single().Long("number"));
            Assert.Equal(n, (await team.Bob.Get("me/unreads", sent.Position).Ok()).Items.Single().Long("unread"));
        }
    }

    /// <summary>Every address of the reference that reads, so that a new one is asked too.</summary>
    [Fact]
    public async Task Every_read_waits_two_seconds_for_a_position_that_does_not_come()
    {
        var team = await app.Team();
        var there = (await team.Ada.Say(team.General, "Hello")).Position;
        var reads = await Reads(team);
        Assert.Contains($"/api/v1/channels/{team.General}/events", reads);

        await Task.WhenAll(reads.Select(async path =>
        {
            var begun = Stopwatch.GetTimestamp();
            await team.Ada.Get(path, atLeast: 1_000_000_000).Refused(503, "read-model.behind");
            Assert.True(Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(1.5), $"{path} did not wait");
            await team.Ada.Get(path, there).Ok();
            (await team.Ada.Send(HttpMethod.Get, path, null, ("EventChat-Min-Position", "soon"))).Refused(400, "request.malformed-position");
            (await team.Ada.Send(HttpMethod.Head, path, null, ("EventChat-Min-Position", "soon"))).Ok(400);
        }));
    }

    [Fact]
    public async Task A_read_that_waits_goes_on_when_the_position_comes()
    {
        var team = await app.Team();
        var last = (await team.Ada.Say(team.General, "Hello")).Position;

        var waiting = team.Bob.Get($"channels/{team.General}", last + 1);
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        await team.Ada.Say(team.General, "Hello again");

        Assert.Equal(2, (await waiting.Ok()).Body.Long("lastNumber"));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("9223372036854775808")]
    [InlineData("1, 2")]
    public async Task A_position_that_is_no_number_is_malformed(string position)
    {
        var team = await app.Team();
        var answer = await team.Ada.Send(HttpMethod.Get, "me/boot", null, ("EventChat-Min-Position", position));
        answer.Refused(400, "request.malformed-position");
    }

    [Fact]
    public async Task A_read_on_another_node_includes_what_was_written_here()
    {
        var team = await app.Team();
        var there = team.At(await app.Another());
        for (var n = 1; n <= 20; n++)
        {
            var sent = await team.Ada.Say(team.General, $"{n}");
            Assert.Equal(n, (await there.Bob.Get($"channels/{team.General}/messages?limit=1", sent.Position).Ok()).Items.Single().Long("number"));
        }
    }

    private static async Task<string> Exported(Team team)
    {
        var id = (await team.Ada.Post($"compliance/workspaces/{team.Workspace}/exports", new { name = "Case 7", channelIds = new[] { team.General } }).Ok(202)).Id;
        await ExportTests.Done(team.Ada, id);
        return id;
    }

    private static async Task<List<string>> Reads(Team team)
    {
        var paths = (await team.Ada.Get("/openapi/v1.json").Ok()).Body.GetProperty("paths").EnumerateObject();
        var group = await team.Ada.Post($"workspaces/{team.Workspace}/groups", new { handle = $"readers-{Guid.CreateVersion7():n}"[..20], name = "Readers" }).Ok(201);
        var app = (await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name = "Reader", username = $"reader-{Guid.CreateVersion7():n}"[..20], scopes = new[] { "messages:read" } }).Ok(201)).Id;
        await using var receiver = await Receiver.Open();
        var subscription = (await team.Ada.Post($"apps/{app}/subscriptions", new { url = receiver.Url, from = "beginning" }).Ok(201)).Id;
        IReadOnlyList<JsonElement> deliveries = [];
        await Eventually.True(async () => (deliveries = (await team.Ada.Get($"subscriptions/{subscription}/deliveries").Ok()).Items).Count > 0 || (await team.Ada.Say(team.General, "For readers")).Number == 0, TimeSpan.FromSeconds(30), static () => "no delivery");
        await team.Appoint(team.Ada);
        await team.Ada.Put($"compliance/workspaces/{team.Workspace}/second-officer", new { required = true }).Ok();
        var erasure = (await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = team.Bob.Id, reason = "Never approved" }).Ok(201)).Id;
        Dictionary<string, string> known = new()
        {
            ["{workspaceId}"] = team.Workspace, ["{channelId}"] = team.General, ["{userId}"] = team.Bob.Id, ["{number}"] = "1", ["{groupId}"] = group.Id, ["{appId}"] = app, ["{subscriptionId}"] = subscription, ["{deliveryId}"] = $"{deliveries[0].Long("id")}",
            ["{exportId}"] = await Exported(team),
            ["{position}"] = $"{(await KeptCheckpoint.Newest(team.Ada)).Body.Long("position")}",
            ["{erasureId}"] = erasure,
        };
        Dictionary<string, string> asked = new() { ["search"] = "?q=hello", ["replay"] = $"?position={group.Position}", ["replay/events"] = $"?channelId={team.General}" };
        return [.. paths.Where(static p => p.Name.StartsWith("/api/", StringComparison.Ordinal) && p.Value.TryGetProperty("get", out _))
            .Select(p => string.Join('/', p.Name.Split('/').Select(part => part.StartsWith('{') ? known[part] : part)) + asked.FirstOrDefault(a => p.Name.EndsWith($"/{a.Key}", StringComparison.Ordinal)).Value)];
    }
}
