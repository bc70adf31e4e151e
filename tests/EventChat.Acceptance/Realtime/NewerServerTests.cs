using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using EventChat.Acceptance.Support;
using EventChat.Adapters.EventStore;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Acceptance.Realtime;

public sealed record DoorPainted(string Colour) : DomainEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DoorPainted))]
internal sealed partial class NewerJson : JsonSerializerContext;

/// <summary>While servers are replaced one by one, newer ones write what older ones do not know.</summary>
public sealed class NewerServerTests(App app) : IClassFixture<App>
{
    private static readonly EventTypes Newer = new EventTypes().Add("channel.door-painted", NewerJson.Default.DoorPainted);

    [Fact]
    public async Task What_a_newer_server_wrote_is_pushed_as_it_is_stored_and_the_rest_goes_on()
    {
        var team = await app.Team();
        await using var bob = await HubClient.Connect(team.Bob);
        var other = await team.Ada.CreateChannel(team.Workspace);
        await team.Bob.Post($"channels/{other}/join").Ok();

        await Paint(Id.Parse<ChannelId>(team.General), Id.Parse<UserId>(team.Ada.Id), "green");
        await team.Ada.Say(other, "Which door?");

        await bob.UntilHeard(other, 1);
        var painted = bob.In(team.General)[^1];
        Assert.Equal(("channel.door-painted", "green", team.Ada.Id), (painted.Type, painted.Data.Text("colour"), painted.Actor));
    }

    private async Task Paint(ChannelId channel, UserId by, string colour)
    {
        await using var postgres = NpgsqlDataSource.Create(app.ConnectionString);
        await using var newer = new PostgresEventStore(
            postgres, Newer, app.Server.Get<EventChat.Events.Privacy.Sealer>(), Options.Create(new EventStoreOptions()), new(app.Server.Get<IMeterFactory>()), NullLogger<PostgresEventStore>.Instance);
        await newer.Start(CancellationToken.None);
        var stream = StreamName.For(channel);
        var painted = new NewEvent(Guid.CreateVersion7(), new DoorPainted(colour), new(by, null, Guid.CreateVersion7(), Guid.CreateVersion7()), TimeProvider.System.GetUtcNow());
        await newer.Append(stream, await newer.ReadVersion(stream, CancellationToken.None), [painted], CancellationToken.None);
    }
}
