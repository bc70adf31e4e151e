using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

public sealed class OperationsTests(App app) : IClassFixture<App>
{
    private Person Nobody => new(app.Server.Http, "", "", "", null);

    [Fact]
    public async Task The_server_says_that_it_lives_and_that_it_is_ready()
    {
        Assert.Equal("ready", (await Nobody.Get("/health/live").Ok()).Body.Text("status"));
        Assert.Equal("ready", (await Nobody.Get("/health/ready").Ok()).Body.Text("status"));
    }

    [Fact]
    public async Task It_measures_its_queues_its_drops_and_its_lag()
    {
        var team = await app.Team();
        await using var bob = await HubClient.Connect(team.Bob);
        await team.Ada.Say(team.General, "Hello");
        await bob.UntilHeard(team.General, 1);

        var metrics = (await Nobody.Get("/metrics").Ok()).Text;

        Assert.All(
            (string[])["eventchat_commands_waiting", "eventchat_state_entries", "eventchat_projection_position", "eventchat_projection_lag_seconds", "eventchat_push_queue", "eventchat_push_lag_seconds"],
            name => Assert.Contains($"\n{name}", metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reference_lists_every_address_and_can_be_read()
    {
        var reference = await Nobody.Get("/openapi/v1.json").Ok();
        var paths = reference.Body.GetProperty("paths").EnumerateObject().Select(static p => p.Name).ToList();

        Assert.All(
            (string[])["/api/v1/auth/register", "/api/v1/workspaces", "/api/v1/channels/{channelId}/messages", "/api/v1/channels/{channelId}/events", "/api/v1/me/boot"],
            path => Assert.Contains(path, paths));
        Assert.All(
            reference.Body.GetProperty("paths").EnumerateObject().Where(static p => p.Name.StartsWith("/api/", StringComparison.Ordinal)).SelectMany(static p => p.Value.EnumerateObject()),
            static operation => Assert.NotEqual("", operation.Value.Text("summary")));
        Assert.Contains("<html", (await Nobody.Get("/docs/").Ok()).Text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, reference.Body.GetProperty("components").ValueKind);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        await Nobody.Get("/nothing").Refused(404, "route.not-found");
        await Nobody.Get("/api/v1/nothing").Refused(404, "route.not-found");
        (await Nobody.Send(HttpMethod.Put, "auth/login", "{}")).Refused(405, "method.not-allowed");
    }
}
