using EventChat.Acceptance.Support;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EventChat.Acceptance.Previews;

/// <summary>Pages of a server beside, which this one may look at.</summary>
public sealed class PreviewTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string[] settings = ["--Previews:Enabled", "true", "--Previews:AllowedRanges", "127.0.0.0/8"];
    private TestDatabase database = null!;
    private EventChatServer server = null!;
    private WebApplication pages = null!;
    private Team team = null!;
    private readonly TaskCompletionSource written = new();
    private int asked;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        pages = builder.Build();
        pages.MapGet("/{name}", (string name) =>
        {
            Interlocked.Increment(ref asked);
            return TypedResults.Text($"<head><title>All about {name}</title><meta property=og:site_name content=Example></head>", "text/html");
        });
        pages.MapGet("/slow/{name}", async (string name, CancellationToken ct) =>
        {
            Interlocked.Increment(ref asked);
            await written.Task.WaitAsync(ct);
            return TypedResults.Text($"<head><title>At last, {name}</title></head>", "text/html");
        });
        await pages.StartAsync();
        database = await TestDatabase.Create();
        server = await EventChatServer.Start(database.ConnectionString, settings);
        team = await Team.Gather(server);
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
        await pages.DisposeAsync();
    }

    [Fact]
    public async Task A_message_shows_what_its_links_lead_to_and_no_longer_when_they_are_edited_away()
    {
        await using var hub = await HubClient.Connect(team.Bob);
        await Say("tea", "cake");

        await hub.Until(static client => client.Heard.Count(static p => p.Type == "message.preview-added") == 2);

        var last = hub.In(team.General)[^1].Position;
        var previews = (await team.Bob.Get($"channels/{team.General}/messages/1", last).Ok()).Body.GetProperty("previews").EnumerateArray().ToList();
        Assert.Equal([("All about tea", "Example"), ("All about cake", "Example")], previews.Select(static p => (p.Text("title"), p.Text("siteName"))));
        Assert.Equal([Url("tea"), Url("cake")], previews.Select(static p => p.Text("url")));
        var edited = await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Never mind" }).Ok();
        Assert.False(edited.Body.Has("previews"));
    }

    [Fact]
    public async Task Of_a_deleted_message_neither_the_link_nor_what_it_leads_to_stays()
    {
        await Say("tea");
        await Eventually.True(
            async () => (await team.Bob.ReadEvents(team.General)).Exists(static e => e.Type == "message.preview-added"), Patience, static () => "nobody looked");

        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        Assert.DoesNotContain("tea", (await team.Bob.Get($"channels/{team.General}/messages", deleted.Position).Ok()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tea", (await team.Bob.Get($"channels/{team.General}/events").Ok()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_had_not_looked_at_when_it_ended_the_next_one_looks_at()
    {
        await Say("slow/tea");
        await Say("cake");
        await Eventually.True(
            async () => (await team.Bob.ReadEvents(team.General)).Exists(static e => e.Type == "message.preview-added"), Patience, static () => "nobody looked");
        // In which the checkpoint is stored, and nobody gives up on the page.
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        await server.DisposeAsync();
        written.SetResult();
        server = await EventChatServer.Start(database.ConnectionString, settings);
        team = team.At(server);

        await Eventually.True(
            async () => (await team.Bob.ReadEvents(team.General)).Count(static e => e.Type == "message.preview-added") == 2, Patience, static () => "nobody looked again");
        Assert.Equal("At last, tea", (await team.Bob.ReadEvents(team.General))[^1].Data.Text("title"));
    }

    [Fact]
    public async Task Where_it_is_switched_off_nobody_looks()
    {
        await server.DisposeAsync();
        server = await EventChatServer.Start(database.ConnectionString, "--Previews:AllowedRanges", "127.0.0.0/8");
        team = team.At(server);
        await Say("tea");

        await Task.Delay(TimeSpan.FromSeconds(3));

        Assert.Equal(0, asked);
    }

    private string Url(string page) => $"{pages.Urls.Single()}/{page}";

    private async Task Say(params string[] names)
    {
        List<TextEntity> links = [];
        var text = "";
        foreach (var name in names)
        {
            links.Add(new(EntityKind.Link, text.Length, Url(name).Length));
            text += $"{Url(name)} ";
        }

        var sent = await server.Get<CommandHandler>().Handle(
            new SendMessage(Id.Parse<ChannelId>(team.General), text, Entities: [.. links]), new Caller(Id.Parse<UserId>(team.Ada.Id)));
        Assert.Null(sent.Refusal);
    }
}
